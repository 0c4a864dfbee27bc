using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>What someone wants to try on the panel of a series.</summary>
/// <param name="Horizon">Periods ahead, 1 to <see cref="ForecastPreview.MaxHorizon"/>.</param>
/// <param name="HistoryPeriods">Last periods to learn from, at least 1; null: all.</param>
public sealed record ForecastTrial(
    int Horizon, int? HistoryPeriods = null, bool HandlesBreaks = true, bool HandlesOutliers = true, bool UsesCalendar = true);

/// <summary>
/// Forecasts one series on demand, by choices of one's own. Nothing is published, and nothing is made to add up. Weights and widths of bands are those
/// of the published forecast, learnt from all series of the measure, so that the same choices give the same forecast (but for adding up); of a shorter
/// history weights are chosen anew, and widths are the usual ones. Few at once, so that trying things out does not slow the pages of others. Safe for concurrent use.
/// </summary>
/// <remarks>Cost: the reading of a series or of those it sums, and one training without scores: some 30 ms for a monthly series.</remarks>
public sealed class ForecastPreview(ForecastSetQueries sets, ForecastQueries queries, ForecastAll engine) : IDisposable
{
    /// <summary>Largest horizon of a trial.</summary>
    public const int MaxHorizon = 60;

    private const int AtOnce = 2;

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>The forecast; null where no such series is served.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The horizon or the history lies outside its bounds.</exception>
    public async Task<ForecastResult?> RunAsync(ForecastKey key, ForecastTrial trial, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentOutOfRangeException.ThrowIfLessThan(trial.Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trial.Horizon, MaxHorizon);
        ArgumentOutOfRangeException.ThrowIfLessThan(trial.HistoryPeriods ?? 1, 1);
        await _places.WaitAsync(cancellationToken);
        try
        {
            if (await FindAsync(key, cancellationToken) is not { } node)
            {
                return null;
            }

            var published = trial.HistoryPeriods is null ? await queries.PanelAsync(key, cancellationToken) : null;
            var options = Options(trial) with { Kept = published?.Result.Specification };
            return await Task.Run(() => engine([node.Input], options, null, cancellationToken)[0], cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static ForecastOptions Options(ForecastTrial trial)
        => new()
        {
            Horizon = trial.Horizon,
            HistoryPeriods = trial.HistoryPeriods,
            HandlesBreaks = trial.HandlesBreaks,
            HandlesOutliers = trial.HandlesOutliers,
            UsesCalendar = trial.UsesCalendar,
            Backtests = false,
        };

    private async Task<ForecastNode?> FindAsync(ForecastKey key, CancellationToken cancellationToken)
    {
        // What is forecast by the job is listed: no need to look through all that is served.
        var measure = (await queries.MeasuresAsync(cancellationToken)).FirstOrDefault(m => m.Dataset == key.Dataset && m.Measure == key.Measure);
        var set = measure is null ? null : await sets.ReadAsync(measure, cancellationToken, key.Territory);
        return set?.Nodes.FirstOrDefault(n => n.Key == key);
    }
}
