using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Octoplus.Dashboard.Charts;

/// <summary>Lines over years, drawn by Plotly when its script has come.</summary>
public sealed partial class LineChart : ComponentBase, IAsyncDisposable
{
    private readonly ChartScript _script = new();
    private ElementReference _plot;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>One sentence in place of the picture.</summary>
    [Parameter, EditorRequired]
    public string Summary { get; set; } = "";

    [Parameter, EditorRequired]
    public string TableTitle { get; set; } = "";

    [Parameter, EditorRequired]
    public string CategoryName { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<int> Categories { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartBreak> Breaks { get; set; } = [];

    /// <summary>What stands beside a break in the picture.</summary>
    [Parameter]
    public string BreakLabel { get; set; } = "";

    /// <summary>The category that the page shows elsewhere.</summary>
    [Parameter]
    public int? Marked { get; set; }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    protected override Task OnAfterRenderAsync(bool firstRender)
        => _script.DrawAsync(Script, _plot, "lines", new { Categories, Lines, Breaks, BreakLabel, Marked });
}
