using Octoplus.Core.Statistics.Forecasting.Decomposition;

namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>How often to difference a series before an ARMA model fits it.</summary>
internal static class UnitRoots
{
    // Wang, Smith and Hyndman's strength of season above which one seasonal difference forecasts the M3 series better (Hyndman and
    // Athanasopoulos 2021, §9.1).
    private const double SeasonalStrength = 0.64;

    // 5 % point of the test of a level (Kwiatkowski, Phillips, Schmidt and Shin 1992, doi:10.1016/0304-4076(92)90104-Y, table 1).
    private const double LevelStationarity = 0.463;

    private const int MostDifferences = 2;

    /// <summary>1 where the season is strong, else 0.</summary>
    public static int Seasonal(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length <= 2 * season || IsConstant(values, values))
        {
            return 0;
        }

        return new Stl { SeasonWindow = 11 }.Decompose(values, season).SeasonStrength > SeasonalStrength ? 1 : 0;
    }

    /// <summary>0 to 2: as many as the test of a stationary level asks for, none of which leaves a constant.</summary>
    public static int Ordinary(ReadOnlySpan<double> values)
    {
        var now = values.ToArray();
        var differences = 0;
        while (differences < MostDifferences && now.Length > 3 && !IsConstant(now, values) && Kpss(now) > LevelStationarity)
        {
            now = DifferencedSeries.Of(now, 1, 0, 1);
            differences++;
        }

        return differences;
    }

    /// <summary>Whether values differ by no more than rounding of what they were made from.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values, ReadOnlySpan<double> origin)
    {
        if (values.IsEmpty)
        {
            return true;
        }

        var (low, high, largest) = (values[0], values[0], 0.0);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        foreach (var value in origin)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return high - low <= 1e-10 * largest;
    }

    /// <summary>The statistic of Kwiatkowski et al. (eq. 8 to 13), with Bartlett weights over 3√n ÷ 13 lags.</summary>
    public static double Kpss(ReadOnlySpan<double> values)
    {
        var count = values.Length;
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / count;
        }

        var deviations = new double[count];
        var (partial, sums, variance) = (0.0, 0.0, 0.0);
        for (var t = 0; t < count; t++)
        {
            deviations[t] = values[t] - mean;
            partial += deviations[t];
            sums += partial * partial;
            variance += deviations[t] * deviations[t];
        }

        var lags = (int)(3 * Math.Sqrt(count) / 13);
        for (var lag = 1; lag <= lags; lag++)
        {
            variance += 2 * (1 - (lag / (lags + 1.0))) * Cholesky.Dot(deviations.AsSpan(lag), deviations.AsSpan(0, count - lag));
        }

        return variance > 0 ? sums / count / variance : 0;
    }
}
