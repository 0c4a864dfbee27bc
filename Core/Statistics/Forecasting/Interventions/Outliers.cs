namespace Octoplus.Core.Statistics.Forecasting.Interventions;

/// <summary>
/// Periods whose value is further from what the others lead one to expect than three interquartile ranges beyond the quartiles: of
/// normal noise, three in a million.
/// </summary>
/// <remarks>The bounds of Tukey, J. W. (1977), Exploratory Data Analysis, § 2D ("far out"), on the remainder of a decomposition.</remarks>
internal static class Outliers
{
    private const double Ranges = 3;

    /// <summary>An interquartile range is that many standard deviations of a normal distribution.</summary>
    private const double RangeOfDeviation = 1.349;

    /// <summary>More than that share, or three, are no outliers but the way of the series: the furthest are taken only.</summary>
    private const double LargestShare = 0.05;

    /// <summary>A run of that many at the end, all on one side, may be a new level: it is left alone.</summary>
    internal const int RunAtEnd = 3;

    /// <param name="values">n values on their steady scale.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="chance">Standard deviation by chance alone.</param>
    /// <returns>n flags, and what was expected of each.</returns>
    public static (bool[] IsOutlier, double[] Expected) Find(ReadOnlySpan<double> values, int season, double chance)
    {
        var seasonal = RobustLevels.Season(values, season);
        var isOutlier = Rough(values, seasonal, season, chance);
        var expected = RobustLevels.Expected(values, seasonal, season, isOutlier);
        for (var pass = 0; pass < 2; pass++)
        {
            var found = Beyond(Differences(values, expected), chance);
            if (found.AsSpan().SequenceEqual(isOutlier))
            {
                break;
            }

            isOutlier = found;
            expected = RobustLevels.Expected(values, seasonal, season, isOutlier);
        }

        DropRunAtEnd(isOutlier, Differences(values, expected));
        return (isOutlier, expected);
    }

    /// <summary>Which values lie beyond the bounds of their differences from others.</summary>
    public static bool[] Beyond(double[] values, double[] others, double chance)
        => values.Length == 0 ? [] : Beyond(Differences(values, others), chance);

    /// <summary>By medians alone: enough to keep them out of the means.</summary>
    private static bool[] Rough(ReadOnlySpan<double> values, double[] seasonal, int season, double chance)
    {
        var rest = Differences(values, seasonal);
        return Beyond(Differences(rest, RobustLevels.Trend(rest, season)), chance);
    }

    private static bool[] Beyond(double[] remainder, double chance)
    {
        var sorted = (double[])remainder.Clone();
        Array.Sort(sorted);
        var (low, high) = (RunningMedian.Quantile(sorted, 0.25), RunningMedian.Quantile(sorted, 0.75));
        var range = Math.Max(high - low, RangeOfDeviation * chance);

        // Most values are as expected to the last digit: nothing says how far is far.
        if (range <= 1e-9 * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1])))
        {
            return new bool[remainder.Length];
        }

        var reach = Ranges * range;
        var flags = Array.ConvertAll(remainder, r => r < low - reach || r > high + reach);
        var most = Math.Max(3, (int)(LargestShare * remainder.Length));
        if (flags.Count(f => f) > most)
        {
            var middle = (low + high) / 2;
            var far = Enumerable.Range(0, flags.Length).Where(t => flags[t]).OrderByDescending(t => Math.Abs(remainder[t] - middle)).Skip(most);
            foreach (var t in far)
            {
                flags[t] = false;
            }
        }

        return flags;
    }

    private static void DropRunAtEnd(bool[] isOutlier, double[] remainder)
    {
        var from = isOutlier.Length;
        while (from > 0 && isOutlier[from - 1] && remainder[from - 1] > 0 == remainder[^1] > 0)
        {
            from--;
        }

        if (isOutlier.Length - from >= RunAtEnd)
        {
            Array.Clear(isOutlier, from, isOutlier.Length - from);
        }
    }

    private static double[] Differences(ReadOnlySpan<double> values, double[] others)
    {
        var differences = new double[others.Length];
        for (var t = 0; t < differences.Length; t++)
        {
            differences[t] = values[t] - others[t];
        }

        return differences;
    }
}
