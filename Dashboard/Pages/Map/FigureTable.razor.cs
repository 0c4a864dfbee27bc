using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>All territories as a table; how it is sorted, filtered and which columns it has is part of the address.</summary>
public sealed partial class FigureTable : ComponentBase, IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(350);

    private IReadOnlyList<FigureColumn> _columns = [];
    private IReadOnlyList<FigureRow> _rows = [];
    private string _filter = "";
    private string _addressFilter = "";
    private CancellationTokenSource? _typing;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IStringLocalizer<MapTexts> T { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapScreen Screen { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapNarration Narration { get; set; } = default!;

    [Parameter]
    public EventCallback<MapPick> OnPick { get; set; }

    [Parameter]
    public EventCallback<(MapState State, bool Replaces)> OnChange { get; set; }

    public void Dispose() => _typing?.Cancel();

    private string ExportAddress => MapExport.Path + Screen.State.ToQuery();

    protected override void OnParametersSet()
    {
        _columns = FigureColumn.ShownBy(Screen.State);
        if (Screen.State.Filter != _addressFilter)
        {
            _addressFilter = Screen.State.Filter;
            _filter = _typing is null ? _addressFilter : _filter;
        }

        _rows = FigureOrder.Apply(Screen, _filter);
    }

    public static string Css(FigureColumn column) => column.Number is null ? column.Key : $"{column.Key} number";

    private string SortOf(FigureColumn column)
    {
        var (sorted, descending) = FigureOrder.Of(Screen.State);
        return sorted != column ? "none" : descending ? "descending" : "ascending";
    }

    /// <summary>Numbers start with the highest, names and ranks with the first; a second click turns the order round.</summary>
    private Task SortAsync(FigureColumn column)
    {
        var (sorted, descending) = FigureOrder.Of(Screen.State);
        var turned = sorted == column ? !descending : column.Number is not null && column.Key != "rang";
        return OnChange.InvokeAsync((Screen.State with { SortColumn = column.Key, IsSortDescending = turned }, false));
    }

    /// <summary>Rows follow each key at once, the address when the typing pauses.</summary>
    private async Task FilterAsync(string? typed)
    {
        _filter = typed ?? "";
        _rows = FigureOrder.Apply(Screen, _filter);
        if (_typing is not null)
        {
            await _typing.CancelAsync();
        }

        using var typing = _typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(_pause, Clock, typing.Token);
            _typing = null;
            await OnChange.InvokeAsync((Screen.State with { Filter = _filter.Trim() }, true));
        }
        catch (OperationCanceledException)
        {
            // another key, or the page was left
        }
    }

    private Task ChooseAsync(FigureColumn column, bool isShown)
    {
        var keys = _columns.Select(c => c.Key).Where(k => k != column.Key).Concat(isShown ? [column.Key] : []);
        var chosen = FigureColumn.Known(keys);
        var isUsual = chosen.SequenceEqual(FigureColumn.All.Where(c => c.IsOptional && c.IsUsual).Select(c => c.Key), StringComparer.Ordinal);
        return OnChange.InvokeAsync((Screen.State with { Columns = isUsual ? null : chosen }, false));
    }
}
