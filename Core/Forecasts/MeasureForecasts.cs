using System.Collections.Concurrent;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Reconciliation;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>A series with what is to be done to it.</summary>
/// <param name="Cause">Null: its forecast stands.</param>
internal sealed record PlannedSeries(ForecastNode Node, ForecastState? State, RecentRecord Recent, ForecastCause? Cause)
{
    public bool Continues => Cause is { } cause && ForecastDecision.Continues(cause, State);

    public bool IsInHierarchy => Node.IsSum || Node.Sums.Count > 0;
}

/// <summary>Forecasts the series of one measure that are due, and makes them add up.</summary>
internal sealed class MeasureForecasts(ForecastAll engine, ForecastSet set)
{
    private readonly ForecastOptions _options = new() { Horizon = ForecastHorizons.Of(set.Measure.Grain) };

    /// <summary>
    /// Series that add up are published together: with one of them, all get a new forecast, those without a reason of their own continued as
    /// they were chosen.
    /// </summary>
    public static IReadOnlyList<PlannedSeries> Due(IReadOnlyList<PlannedSeries> series, bool membersLeft)
    {
        var isHierarchyDue = series.Any(s => s.IsInHierarchy && s.Cause is not null) || (membersLeft && series.Any(s => s.IsInHierarchy));
        return [.. series
            .Select(s => s.Cause is null && s.IsInHierarchy && isHierarchyDue ? s with { Cause = ForecastCause.Data } : s)
            .Where(s => s.Cause is not null)];
    }

    /// <summary>One result per series, in their order, added up.</summary>
    /// <param name="backtests">Of the forecasts that are continued.</param>
    public IReadOnlyList<ForecastResult> Run(
        IReadOnlyList<PlannedSeries> due, ILookup<long, BacktestScore> backtests, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var results = new ConcurrentDictionary<string, ForecastResult>(StringComparer.Ordinal);

        // A région of one département is the same series: learnt from once.
        var trained = due.Where(s => !s.Continues).GroupBy(s => s.Node.Hash, StringComparer.Ordinal).ToList();
        var first = engine([.. trained.Select(g => g.First().Node.Input)], _options, progress, cancellationToken);
        for (var i = 0; i < trained.Count; i++)
        {
            foreach (var series in trained[i])
            {
                results[series.Node.Input.Id] = first[i] with { Id = series.Node.Input.Id };
            }
        }

        Parallel.ForEach(
            due.Where(s => s.Continues),
            new ParallelOptions { MaxDegreeOfParallelism = BatchWork.Threads, CancellationToken = cancellationToken },
            s => results[s.Node.Input.Id] = Continue(s, backtests, cancellationToken));
        Reconcile(due, results);
        return [.. due.Select(s => results[s.Node.Input.Id])];
    }

    private ForecastResult Continue(PlannedSeries series, ILookup<long, BacktestScore> backtests, CancellationToken cancellationToken)
    {
        var options = _options with { Kept = series.State!.Specification, Backtests = false };
        var result = engine([series.Node.Input], options, null, cancellationToken)[0];
        return result.Refusal != ForecastRefusal.None
            ? result
            : result with { Backtest = [.. backtests[series.State.TrainedId]], Predictability = series.State.Predictability };
    }

    private void Reconcile(IReadOnlyList<PlannedSeries> due, ConcurrentDictionary<string, ForecastResult> results)
    {
        var leaves = due.Where(s => s.Node.Sums.Count > 0).ToList();
        if (leaves.Count == 0)
        {
            return;
        }

        var ids = due.Where(s => s.Node.IsSum).ToDictionary(s => new ForecastTerritory(s.Node.Key.Territory, s.Node.Key.ForceCode), s => s.Node.Input.Id);
        var hierarchy = ForecastHierarchy.Of([.. leaves.Select(s => new HierarchyLeaf(s.Node.Input.Id, [.. s.Node.Sums.Where(ids.ContainsKey).Select(k => ids[k])]))]);
        var reconciled = ForecastReconciler.Reconcile(
            hierarchy, [.. hierarchy.Nodes.Select(id => results[id])], new ReconciliationOptions { IsCount = set.IsCount });
        for (var i = 0; i < hierarchy.Nodes.Count; i++)
        {
            results[hierarchy.Nodes[i]] = reconciled.Results[i];
        }
    }
}
