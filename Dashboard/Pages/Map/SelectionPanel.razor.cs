using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>Beside the map: the figures of the selection, or of the country.</summary>
public sealed partial class SelectionPanel : ComponentBase
{
    private IReadOnlyList<ChartLine> _lines = [];
    private IReadOnlyList<ChartBreak> _breaks = [];
    private IReadOnlyList<CompositionShare> _composition = [];

    [Inject]
    private IStringLocalizer<MapTexts> T { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapScreen Screen { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapNarration Narration { get; set; } = default!;

    [Parameter]
    public EventCallback<MapPick> OnPick { get; set; }

    /// <summary>Every choice adds to the selection: the way without a Shift key.</summary>
    [Parameter]
    public bool IsComparing { get; set; }

    [Parameter]
    public EventCallback<bool> OnCompare { get; set; }

    /// <summary>Empties the selection.</summary>
    [Parameter]
    public EventCallback<(MapState State, bool Replaces)> OnChange { get; set; }

    private IReadOnlyList<FigureRow> Selected => Screen.SelectedRows;

    private IReadOnlyList<int> Years => Screen.Panel.Years;

    /// <summary>A trend of changes would hide the level: the rates that change are shown instead.</summary>
    private bool ShowsRate => Screen.State.Shown != MapMeasure.Count;

    private string Heading => Selected.Count switch
    {
        0 => Screen.Country.Territory.Name,
        1 => Narration.NameWithCode(Selected[0].Territory),
        _ => T["Side.Several", Selected.Count],
    };

    private string TrendSummary => string.Join(" ; ", _lines.Select(l => T["Trend.Summary", l.Name, l.Texts[0], Years[0], l.Texts[^1], Years[^1]].Value));

    protected override void OnParametersSet()
    {
        _composition = Screen.Panel.Composition(Screen.State.Force);
        _breaks = [.. SeriesBreak.Touching(Screen.State.Measure, Screen.State.Force)
            .Where(b => b.To.Year >= Years[0] && b.From.Year <= Years[^1])
            .Select(b => new ChartBreak(
                b.From == b.To ? b.From.Year - 0.5 : b.From.Year - 0.35,
                b.From == b.To ? b.From.Year - 0.5 : b.To.Year + 0.5,
                FigureText.IsFrench ? b.NoteFr : b.NoteEn))];

        // Counts of a whole country would press every other line to the ground.
        var codes = Selected.Select(r => r.Code);
        _lines = [.. (Selected.Count == 0 || ShowsRate ? codes.Append(Territory.CountryCode) : codes).Select(Line)];
    }

    private ChartLine Line(string code)
    {
        var points = Screen.Panel.Trend(code, Screen.State.Force);
        return new ChartLine(
            Screen.Panel.Territory(code).Name,
            [.. points.Select(p => ShowsRate ? p.RatePer1000 : p.Count)],
            [.. points.Select(p => ShowsRate ? Narration.Figures.Rate(p.RatePer1000) : Narration.Figures.Count(p.Count))],
            IsReference: code == Territory.CountryCode && Selected.Count > 0);
    }

    private Task ClearAsync() => OnChange.InvokeAsync((Screen.State with { Selected = [] }, false));
}
