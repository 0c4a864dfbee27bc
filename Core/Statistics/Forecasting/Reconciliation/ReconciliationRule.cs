namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>
/// Which method: the covariance is learnt on the first two thirds of the known periods, the one-step forecasts of the last third
/// (12 to 36 periods) are reconciled both ways, and the smaller mean error relative to the forecasts as they were wins; bottom-up where
/// MinT gains less than <see cref="LeastGain"/>.
/// </summary>
/// <remarks>Bottom nodes and sums count the same, so that a hundred départements do not outvote the country, nor the reverse.</remarks>
internal static class ReconciliationRule
{
    /// <summary>Half a per cent: below, bottom-up is easier to explain and leaves the figures of a département alone.</summary>
    internal const double LeastGain = 0.005;

    public static (ReconciliationChoice Choice, MinTrace? Trace) Choose(
        ForecastHierarchy hierarchy, OneStepErrors errors, int[] sums, ReconciliationMethod? asked)
    {
        if (asked == ReconciliationMethod.BottomUp)
        {
            return BottomUp(ReconciliationReason.Asked);
        }

        if (sums.Length == 0)
        {
            return BottomUp(ReconciliationReason.NoSums);
        }

        if (errors.Periods < ForecastReconciler.MinPeriods || MinTrace.Of(hierarchy, errors.Errors(0, errors.Periods), sums) is not { } trace)
        {
            return BottomUp(ReconciliationReason.TooFewPeriods);
        }

        if (asked is not null)
        {
            return (new(ReconciliationMethod.MinTrace, ReconciliationReason.Asked, 0, null, null, trace.Shrinkage), trace);
        }

        var periods = Math.Clamp(errors.Periods / 3, 12, 36);
        var (bottomUp, minTrace) = Compare(hierarchy, errors, sums, errors.Periods - periods);
        var gain = bottomUp.Mean - minTrace.Mean;
        return gain >= LeastGain
            ? (new(ReconciliationMethod.MinTrace, ReconciliationReason.SmallerErrors, periods, bottomUp, minTrace, trace.Shrinkage), trace)
            : (new(
                ReconciliationMethod.BottomUp,
                gain <= -LeastGain ? ReconciliationReason.SmallerErrors : ReconciliationReason.SameErrors,
                periods, bottomUp, minTrace, null), null);
    }

    private static (ReconciliationChoice Choice, MinTrace? Trace) BottomUp(ReconciliationReason reason)
        => (new(ReconciliationMethod.BottomUp, reason, 0, null, null, null), null);

    private static (ReconciliationErrors BottomUp, ReconciliationErrors MinTrace) Compare(
        ForecastHierarchy hierarchy, OneStepErrors errors, int[] sums, int from)
    {
        var (n, nodes) = (hierarchy.Leaves.Count, errors.Values.Length);
        var trace = MinTrace.Of(hierarchy, errors.Errors(0, from), sums);
        var (plain, up, traced) = (new double[nodes], new double[nodes], new double[nodes]);
        for (var t = from; t < errors.Periods; t++)
        {
            var step = Array.ConvertAll(errors.Fitted, row => row[t]);
            var bottom = trace?.Bottom(step) ?? step[..n];
            for (var i = 0; i < nodes; i++)
            {
                plain[i] += Math.Abs(step[i] - errors.Values[i][t]);
                up[i] += Math.Abs(Node(hierarchy, step, i) - errors.Values[i][t]);
                traced[i] += Math.Abs(Node(hierarchy, bottom, i) - errors.Values[i][t]);
            }
        }

        return (Relative(up), Relative(traced));

        ReconciliationErrors Relative(double[] absolute)
            => new(Mean(absolute, Enumerable.Range(0, n)), Mean(absolute, sums.Select(k => n + k)));

        double Mean(double[] absolute, IEnumerable<int> range)
            => range.Where(i => plain[i] > 0).Select(i => absolute[i] / plain[i]).DefaultIfEmpty(1).Average();
    }

    private static double Node(ForecastHierarchy hierarchy, double[] bottom, int node)
    {
        if (node < hierarchy.Leaves.Count)
        {
            return bottom[node];
        }

        double sum = 0;
        foreach (var i in hierarchy.Members(node - hierarchy.Leaves.Count))
        {
            sum += bottom[i];
        }

        return sum;
    }
}
