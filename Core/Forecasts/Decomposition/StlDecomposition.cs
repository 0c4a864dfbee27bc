namespace Octoplus.Core.Forecasts.Decomposition;

/// <summary>A series taken apart: value = trend + season + remainder, each of n values. Immutable.</summary>
/// <param name="Weights">Of each value in the robust fit, 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record StlDecomposition(
    IReadOnlyList<double> Trend, IReadOnlyList<double> Season, IReadOnlyList<double> Remainder, IReadOnlyList<double> Weights)
{
    /// <summary>
    /// How much of the variation around the season is trend, 0 to 1: 1 − Var(remainder) ÷ Var(trend + remainder) (Wang, Smith and
    /// Hyndman 2006, doi:10.1007/s10618-005-0039-x).
    /// </summary>
    public double TrendStrength => Strength(Trend, Remainder);

    /// <summary>How much of the variation around the trend is season, 0 to 1 (same source).</summary>
    public double SeasonStrength => Strength(Season, Remainder);

    private static double Strength(IReadOnlyList<double> part, IReadOnlyList<double> remainder)
    {
        var (both, alone) = (Variance(part, remainder), Variance(null, remainder));
        return both > 0 && double.IsFinite(both) ? Math.Clamp(1 - (alone / both), 0, 1) : 0;
    }

    private static double Variance(IReadOnlyList<double>? part, IReadOnlyList<double> remainder)
    {
        var mean = 0.0;
        for (var i = 0; i < remainder.Count; i++)
        {
            mean += remainder[i] + (part?[i] ?? 0);
        }

        mean /= remainder.Count;
        var sum = 0.0;
        for (var i = 0; i < remainder.Count; i++)
        {
            var deviation = remainder[i] + (part?[i] ?? 0) - mean;
            sum += deviation * deviation;
        }

        return sum;
    }
}
