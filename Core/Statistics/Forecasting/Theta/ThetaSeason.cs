using Octoplus.Core.Statistics.Forecasting.Baselines;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Statistics.Forecasting.Theta;

/// <summary>How the season is taken out before smoothing.</summary>
/// <param name="Kind"><c>N</c> none, <c>A</c> subtracted, <c>M</c> divided by.</param>
/// <param name="Length">Periods in a season.</param>
internal sealed record ThetaSeason(char Kind, int Length)
{
    // Two-sided test at 90 %.
    private const double Quantile95 = 1.6448536269514722;

    // Below this an index says "nothing happens in that month", and dividing by it says nothing.
    private const double LeastIndex = 1e-4;

    public static ThetaSeason None { get; } = new('N', 1);

    /// <summary>Tests the autocorrelation at the seasonal lag (Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016).</summary>
    public static ThetaSeason Choose(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length <= 2 * season || !IsSeasonal(values, season))
        {
            return None;
        }

        var multiplicative = new ThetaSeason('M', season);
        return multiplicative.Indices(values) is not null ? multiplicative : new ThetaSeason('A', season);
    }

    /// <summary>Indices by position from the first value; null where this kind does not apply to the values; empty without season.</summary>
    public double[]? Indices(ReadOnlySpan<double> values)
    {
        if (Kind == 'N')
        {
            return [];
        }

        if (values.Length < 2 * Length)
        {
            return null;
        }

        if (Kind == 'M' && !IsPositive(values))
        {
            return null;
        }

        var indices = new double[Length];
        ClassicalSeason.Estimate(values, Kind == 'M', indices);
        return Kind == 'M' && Array.Exists(indices, index => !(index >= LeastIndex)) ? null : indices;
    }

    private static bool IsPositive(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value <= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        if (SeriesRange.IsConstant(values))
        {
            return false;
        }

        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        var variance = Product(values, mean, 0);
        var squares = 0.0;
        for (var lag = 1; lag < season; lag++)
        {
            var correlation = Product(values, mean, lag) / variance;
            squares += correlation * correlation;
        }

        var deviation = Math.Sqrt((1 + (2 * squares)) / values.Length);
        return Math.Abs(Product(values, mean, season) / variance) > Quantile95 * deviation;
    }

    private static double Product(ReadOnlySpan<double> values, double mean, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < values.Length; t++)
        {
            sum += (values[t] - mean) * (values[t - lag] - mean);
        }

        return sum;
    }
}
