using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Charts;

/// <summary>A series and what is ahead of it, drawn by Plotly when its script has come.</summary>
public sealed partial class ForecastChart : ComponentBase, IAsyncDisposable
{
    private readonly ChartScript _script = new();
    private ElementReference _plot;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>One sentence in place of the picture.</summary>
    [Parameter, EditorRequired]
    public string Summary { get; set; } = "";

    [Parameter, EditorRequired]
    public ForecastDrawing Drawing { get; set; } = default!;

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    protected override Task OnAfterRenderAsync(bool firstRender)
        => _script.DrawAsync(
            Script,
            _plot,
            "forecast",
            new
            {
                Drawing.Categories,
                Drawing.Values,
                Drawing.ValueTexts,
                Drawing.Fitted,
                Drawing.Trend,
                Drawing.Ahead,
                Drawing.Breaks,
                Drawing.Anomalies,
                Drawing.Holidays,
                Drawing.Ticks,
                Drawing.IsDimmed,
                BreakLabel = T["Legend.Break"].Value,
            });

    private static string Number(double? value) => value is { } known ? FigureText.Number(known, Math.Abs(known) < 100 ? 1 : 0) : "";
}
