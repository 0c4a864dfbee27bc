using System.Globalization;
using Octoplus.Core.Jobs;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>What became of a measure in a run.</summary>
/// <param name="Row">With its metrics.</param>
/// <param name="Drifted">Of the series trained, those whose errors had left their bounds.</param>
/// <param name="Recent">Sums over its series, where anything was scored; null otherwise.</param>
internal sealed record MeasureOutcome(ForecastRun Row, int Drifted, bool IsPublished, MeasureRecord? Recent)
{
    public bool HasChanged => IsPublished || Row.Scored > 0;
}

/// <summary>How the published forecasts of a measure have done of late, over all its series.</summary>
/// <param name="Scored">Periods of series.</param>
/// <param name="Mase">Median over the series.</param>
internal sealed record MeasureRecord(int Scored, double? Mase, double Coverage80, double Coverage95);

/// <summary>Scores, trains and publishes one measure after the other. What is done is seen in the tables: a run that is killed and another after it come to the same.</summary>
public sealed class ForecastTraining(ForecastSetQueries sets, ForecastLedgerStore ledger, ForecastScoreStore scores, ForecastAll engine)
{
    /// <param name="isAsked">All series are trained anew.</param>
    internal async Task<MeasureOutcome?> RunAsync(
        JobLease lease, ForecastMeasure measure, ForecastPolicy policy, bool isAsked, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (await sets.ReadAsync(measure, cancellationToken) is not { } set)
        {
            await WithdrawAsync(measure.Dataset, measure.Measure, policy, cancellationToken);
            return null;
        }

        var states = await ledger.StateAsync(measure.Dataset, measure.Measure, cancellationToken);
        var served = set.Nodes.Select(n => n.Key).ToHashSet();
        var gone = states.Values.Where(s => !served.Contains(s.Key)).ToList();
        var (scored, recent) = await ScoreAsync(set, states, gone, policy, cancellationToken);
        var planned = set.Nodes.Select(n => (Node: n, State: states.GetValueOrDefault(n.Key)))
            .Select(n => new PlannedSeries(n.Node, n.State, recent[n.Node.Key], ForecastDecision.Of(n.Node, n.State, recent[n.Node.Key], policy, isAsked)))
            .ToList();
        var due = MeasureForecasts.Due(planned, gone.Count > 0);
        var results = await TrainAsync(lease, set, due, gone, policy, progress, cancellationToken);
        var row = Row(lease, measure, set.Nodes.Count, due, results, scored);
        return new MeasureOutcome(
            row, due.Count(s => s.Cause == ForecastCause.Drift), due.Count + gone.Count > 0, scored > 0 ? Record([.. recent.Values]) : null);
    }

    /// <summary>Takes a measure off the pages that is no longer served, and its scores with it.</summary>
    internal async Task WithdrawAsync(string dataset, string measure, ForecastPolicy policy, CancellationToken cancellationToken)
    {
        var states = await ledger.StateAsync(dataset, measure, cancellationToken);
        foreach (var chunk in states.Values.Chunk(ForecastScoreStore.Batch))
        {
            await scores.ScoreAsync(
                [.. chunk.Select(Forgotten)], new Dictionary<int, string>(), isDemonstration: false, policy.RecentPeriods, cancellationToken);
        }

        await ledger.WithdrawAsync(dataset, measure, cancellationToken);
    }

    private static SeriesToScore Forgotten(ForecastState state) => new(state.SeriesId, state.Key, new Dictionary<int, double>(), "");

    private async Task<(int Scored, Dictionary<ForecastKey, RecentRecord> Recent)> ScoreAsync(
        ForecastSet set, IReadOnlyDictionary<ForecastKey, ForecastState> states, List<ForecastState> gone, ForecastPolicy policy, CancellationToken cancellationToken)
    {
        var ids = await ledger.EnsureSeriesAsync(set.Measure.Dataset, set.Measure.Measure, [.. set.Nodes.Select(n => n.Key)], cancellationToken);
        var recent = new Dictionary<ForecastKey, RecentRecord>();
        var changed = new List<SeriesToScore>();
        foreach (var node in set.Nodes)
        {
            var hash = ForecastLedgerStore.ScoredHash(node, policy);
            if (states.TryGetValue(node.Key, out var state) && state.ScoredHash == hash)
            {
                recent[node.Key] = new RecentRecord(0, state.TrackingSignal, state.RecentMase, state.RecentR2, 0, 0);
            }
            else
            {
                changed.Add(new SeriesToScore(ids[node.Key], node.Key, node.Known.ToDictionary(), hash));
            }
        }

        var scored = 0;
        foreach (var chunk in changed.Concat(gone.Select(Forgotten)).Chunk(ForecastScoreStore.Batch))
        {
            var (count, records) = await scores.ScoreAsync(chunk, set.Vintages, set.IsDemonstration, policy.RecentPeriods, cancellationToken);
            scored += count;
            foreach (var series in chunk)
            {
                recent[series.Key] = records[series.SeriesId];
            }
        }

        return (scored, recent);
    }

    private async Task<IReadOnlyList<ForecastResult>> TrainAsync(
        JobLease lease,
        ForecastSet set,
        IReadOnlyList<PlannedSeries> due,
        List<ForecastState> gone,
        ForecastPolicy policy,
        IProgress<int>? progress,
        CancellationToken cancellationToken)
    {
        if (due.Count + gone.Count == 0)
        {
            return [];
        }

        var backtests = await ledger.BacktestsAsync([.. due.Where(s => s.Continues).Select(s => s.State!.TrainedId)], cancellationToken);
        var results = new MeasureForecasts(engine, set).Run(due, backtests, progress, cancellationToken);
        var season = PeriodSteps.SeasonOf(set.Measure.Grain);
        var forecasts = due.Select((s, i) => new NewForecast(
            s.Node, results[i], s.Cause!.Value, SeasonalNaive.Forecast(s.Node.Input.Values, season, results[i].Steps.Count),
            s.Continues && results[i].Refusal == ForecastRefusal.None ? s.State!.TrainedId : null, ForecastLedgerStore.ScoredHash(s.Node, policy), s.Recent));
        await ledger.PublishAsync(lease, set.Measure, [.. forecasts], [.. gone.Select(s => s.Key)], cancellationToken);
        return results;
    }

    private static ForecastRun Row(
        JobLease lease, ForecastMeasure measure, int series, IReadOnlyList<PlannedSeries> due, IReadOnlyList<ForecastResult> results, int scored)
    {
        var trained = results.Where((_, i) => !due[i].Continues).Select(Overall).OfType<BacktestScore>().ToList();
        double? Mean(Func<BacktestScore, double?> value) => trained.Select(value).Where(v => v is not null).Average();
        return new ForecastRun
        {
            RunId = lease.RunId,
            Dataset = measure.Dataset,
            Measure = measure.Measure,
            MadeAt = DateTimeOffset.UtcNow,
            Series = series,
            Trained = due.Count(s => !s.Continues),
            Updated = due.Count(s => s.Continues),
            Refused = results.Count(r => r.Refusal != ForecastRefusal.None),
            Scored = scored,
            Mae = Mean(s => s.Mae),
            Rmse = Mean(s => s.Rmse),
            Mase = Mean(s => s.Mase),
            Smape = Mean(s => s.Smape),
            R2 = Mean(s => s.R2),
            Coverage80 = Mean(s => s.Coverage80),
            Coverage95 = Mean(s => s.Coverage95),
        };
    }

    // Of the combination, over the widest range of steps.
    private static BacktestScore? Overall(ForecastResult result)
        => result.Backtest.Where(b => b.Method == ForecastResult.Combination).MaxBy(b => b.LastStep - b.FirstStep);

    private static MeasureRecord? Record(IReadOnlyList<RecentRecord> recent)
    {
        var scored = recent.Sum(r => r.Scored);
        var errors = recent.Select(r => r.Mase).OfType<double>().Order().ToList();
        return scored == 0
            ? null
            : new MeasureRecord(
                scored, errors.Count > 0 ? errors[errors.Count / 2] : null, recent.Sum(r => r.Within80) / (double)scored, recent.Sum(r => r.Within95) / (double)scored);
    }
}
