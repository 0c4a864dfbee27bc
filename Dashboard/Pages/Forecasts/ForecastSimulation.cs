using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>A forecast with the reader's own settings, in the place of the published one.</summary>
internal static class ForecastSimulation
{
    /// <summary>Null where the series is no longer served.</summary>
    public static async Task<ForecastPanel?> RunAsync(ForecastPreview preview, ForecastScreen published, ForecastPageState state, CancellationToken cancellationToken)
    {
        var panel = published.Panel;
        var trial = state.Trial(panel.Result.Steps.Count, published.Season);
        return await preview.RunAsync(panel.Key, trial, cancellationToken) is { } result ? panel with
        {
            Model = result.Model,
            // It is not scored: what is known of the series is what the published one has shown.
            Result = result with { Predictability = panel.Result.Predictability, Backtest = [] },
        } : null;
    }
}
