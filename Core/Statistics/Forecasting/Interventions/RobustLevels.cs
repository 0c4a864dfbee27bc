namespace Octoplus.Core.Statistics.Forecasting.Interventions;

/// <summary>
/// Trend and season of a series that may hold outliers and steps: first by running medians, which neither outliers nor steps move, then
/// (<see cref="Expected"/>) by means of what is no outlier, without the period itself.
/// </summary>
internal static class RobustLevels
{
    /// <summary>Years on either side that a season is taken from: it may change over the decades.</summary>
    private const int SeasonYears = 3;

    /// <summary>Half of the window of a trend: together a season and one, so that a season has no say in it.</summary>
    private static int TrendHalf(int season) => season > 1 ? season / 2 : 4;

    /// <summary>Seasonal part of each of n values, by medians.</summary>
    public static double[] Season(ReadOnlySpan<double> values, int season)
    {
        var seasonal = new double[values.Length];
        if (season <= 1)
        {
            return seasonal;
        }

        var rest = new double[values.Length];
        RunningMedian.Of(values, TrendHalf(season), rest);
        for (var t = 0; t < rest.Length; t++)
        {
            rest[t] = values[t] - rest[t];
        }

        for (var position = 0; position < season; position++)
        {
            RunningMedian.Of(rest, SeasonYears, seasonal, position, season);
        }

        Center(seasonal, season);
        return seasonal;
    }

    /// <summary>Trend of n values without season, by medians.</summary>
    public static double[] Trend(ReadOnlySpan<double> deseasoned, int season)
    {
        var trend = new double[deseasoned.Length];
        RunningMedian.Of(deseasoned, TrendHalf(season), trend);
        return trend;
    }

    /// <summary>What each of n values would be by the others: mean of its neighbours without their season, and season by the same period of other years.</summary>
    /// <param name="values">n values.</param>
    /// <param name="seasonal">Their <see cref="Season"/>.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="isOutlier">n flags: those have no say.</param>
    public static double[] Expected(ReadOnlySpan<double> values, double[] seasonal, int season, bool[] isOutlier)
    {
        var n = values.Length;
        var rest = new double[n];
        for (var t = 0; t < n; t++)
        {
            rest[t] = values[t] - seasonal[t];
        }

        var trend = MeanOfOthers(rest, TrendHalf(season), 1, isOutlier);
        if (season <= 1)
        {
            return trend;
        }

        for (var t = 0; t < n; t++)
        {
            rest[t] = values[t] - trend[t];
        }

        var refined = MeanOfOthers(rest, SeasonYears, season, isOutlier);
        for (var t = 0; t < n; t++)
        {
            trend[t] += refined[t];
        }

        return trend;
    }

    private static double[] MeanOfOthers(double[] values, int half, int stride, bool[] isOutlier)
    {
        var means = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
        {
            double sum = 0;
            var count = 0;
            for (var reach = half; count == 0 && reach <= 4 * half; reach += half)
            {
                for (var i = t - (reach * stride); i <= t + (reach * stride); i += stride)
                {
                    if (i >= 0 && i < values.Length && i != t && !isOutlier[i])
                    {
                        sum += values[i];
                        count++;
                    }
                }
            }

            means[t] = count > 0 ? sum / count : 0;
        }

        return means;
    }

    /// <summary>A season sums to nothing over its year, so that the trend holds the level.</summary>
    private static void Center(double[] seasonal, int season)
    {
        for (var from = 0; from < seasonal.Length; from += season)
        {
            // The last year, when begun only, takes the mean of the whole one that ends with it.
            var start = Math.Max(0, Math.Min(from, seasonal.Length - season));
            var until = Math.Min(from + season, seasonal.Length);
            double sum = 0;
            for (var t = start; t < Math.Min(start + season, seasonal.Length); t++)
            {
                sum += seasonal[t];
            }

            var mean = sum / Math.Min(season, seasonal.Length - start);
            for (var t = from; t < until; t++)
            {
                seasonal[t] -= mean;
            }
        }
    }
}
