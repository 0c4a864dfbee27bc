namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>What nodes were, and what was forecast one step before, in the T periods for which all have both.</summary>
/// <param name="Values">N × T; zeros for a node without a forecast.</param>
/// <param name="Fitted">N × T, likewise.</param>
internal sealed record OneStepErrors(double[][] Values, double[][] Fitted)
{
    /// <summary>A shock to a tenth of the nodes (a lockdown) says nothing of how errors go together in other months.</summary>
    private const double CommonShock = 0.1;

    /// <summary>T.</summary>
    public int Periods => Values[0].Length;

    public static OneStepErrors Of(IReadOnlyList<ForecastResult> bases, bool[] isForecast)
    {
        var nodes = Enumerable.Range(0, bases.Count).Where(i => isForecast[i]).ToList();
        var known = nodes.SelectMany(i => bases[i].History).Where(IsKnown).GroupBy(s => s.Period).Where(g => g.Count() == nodes.Count).Select(g => g.Key);
        var shocks = nodes.SelectMany(i => bases[i].Interventions)
            .Where(v => v.Kind == InterventionKind.Outlier)
            .GroupBy(v => v.Period).Where(g => g.Count() > CommonShock * nodes.Count).Select(g => g.Key);
        var position = known.Except(shocks).Order().Select((period, t) => (period, t)).ToDictionary(p => p.period, p => p.t);

        var values = Enumerable.Range(0, bases.Count).Select(_ => new double[position.Count]).ToArray();
        var fitted = Enumerable.Range(0, bases.Count).Select(_ => new double[position.Count]).ToArray();
        foreach (var i in nodes)
        {
            foreach (var step in bases[i].History)
            {
                if (position.TryGetValue(step.Period, out var t))
                {
                    (values[i][t], fitted[i][t]) = (step.Value!.Value, step.Fitted!.Value);
                }
            }
        }

        return new(values, fitted);
    }

    /// <summary>N × (to − from) errors: value − forecast.</summary>
    public double[][] Errors(int from, int to)
        => [.. Values.Select((row, i) => Enumerable.Range(from, to - from).Select(t => row[t] - Fitted[i][t]).ToArray())];

    private static bool IsKnown(HistoryStep step) => step.Value is { } value && step.Fitted is { } fitted && double.IsFinite(value) && double.IsFinite(fitted);
}
