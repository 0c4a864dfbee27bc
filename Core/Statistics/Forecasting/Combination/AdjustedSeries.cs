namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>A series without its shrunk season, in logarithms where all values are positive: errors are then relative, and forecasts medians.</summary>
internal sealed class AdjustedSeries
{
    private const double Strength = 1.5;
    private const double YearlyWeight = 0.8;

    // e^700 is the end of what a double holds; a forecast so far off is none.
    private const double FarthestLog = 30;

    private readonly double[] _season;
    private readonly double _highest;

    private AdjustedSeries(bool isLog, double[] season, double[] values, double highest)
        => (IsLog, _season, Values, _highest) = (isLog, season, values, highest);

    public bool IsLog { get; }

    /// <summary>n values without season, on the working scale.</summary>
    public double[] Values { get; }

    public int Season => _season.Length;

    /// <param name="values">n values, oldest first.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="inLogs">Wanted where it can be.</param>
    public static AdjustedSeries Of(ReadOnlySpan<double> values, int season, bool inLogs)
    {
        var (positive, highest) = (inLogs, double.NegativeInfinity);
        foreach (var value in values)
        {
            positive &= value > 0;
            highest = Math.Max(highest, value);
        }

        var working = values.ToArray();
        for (var i = 0; positive && i < working.Length; i++)
        {
            working[i] = Math.Log(working[i]);
        }

        var factors = ShrunkSeason.Of(working, season, Strength, YearlyWeight);
        for (var i = 0; i < working.Length; i++)
        {
            working[i] -= factors[i % season];
        }

        return new AdjustedSeries(positive, factors, working, positive ? Math.Log(highest) : highest);
    }

    /// <summary>A value on the working scale with its season, as a value of the series.</summary>
    public double Restore(double working, int index)
    {
        var value = working + _season[index % _season.Length];
        return IsLog ? Math.Exp(Math.Min(value, _highest + FarthestLog)) : value;
    }
}

/// <summary>
/// Seasonal differences from the centred moving mean, shrunk towards none as far as their own noise asks: the James–Stein estimator of
/// Miller and Williams 2003, doi:10.1016/S0169-2070(02)00077-8, but half as strong again, and with older years counting less.
/// Classical factors follow the noise of a few years; on rolling origins shrinking them gains more than the choice of the model does.
/// </summary>
internal static class ShrunkSeason
{
    /// <summary>Sums to about 0 over a season; all 0 with fewer than two seasons or without one.</summary>
    /// <param name="values">n values on the scale on which the season is added.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="strength">Of the shrinkage: 1 as James and Stein have it.</param>
    /// <param name="yearlyWeight">What a season counts in comparison with the next one.</param>
    public static double[] Of(ReadOnlySpan<double> values, int season, double strength, double yearlyWeight)
    {
        var factors = new double[season];
        if (season < 2 || values.Length < 2 * season)
        {
            return factors;
        }

        var differences = Differences(values, season);
        var first = season / 2;
        var (sums, squares) = (new double[season], new double[season]);
        for (var i = 0; i < differences.Length; i++)
        {
            var weight = Math.Pow(yearlyWeight, (differences.Length - 1 - i) / season);
            var p = (first + i) % season;
            factors[p] += weight * differences[i];
            sums[p] += weight;
            squares[p] += weight * weight;
        }

        var mean = 0.0;
        for (var p = 0; p < season; p++)
        {
            factors[p] = sums[p] > 0 ? factors[p] / sums[p] : 0;
            mean += factors[p] / season;
        }

        var (size, effective, used) = (0.0, 0.0, 0);
        for (var p = 0; p < season; p++)
        {
            factors[p] -= mean;
            size += factors[p] * factors[p];
            effective += sums[p] > 0 ? sums[p] * sums[p] / squares[p] : 0;
            used += sums[p] > 0 ? 1 : 0;
        }

        var noise = 0.0;
        for (var i = 0; i < differences.Length; i++)
        {
            var e = differences[i] - factors[(first + i) % season];
            noise += e * e;
        }

        noise /= Math.Max(1, differences.Length - season) * (effective / used);
        var kept = size > 0 ? Math.Clamp(1 - (strength * Math.Max(1, season - 3) * noise / size), 0, 1) : 0;
        for (var p = 0; p < season; p++)
        {
            factors[p] *= kept;
        }

        return factors;
    }

    private static double[] Differences(ReadOnlySpan<double> values, int season)
    {
        var half = season / 2;
        var differences = new double[values.Length - (2 * half)];
        var even = season % 2 == 0;
        var sum = 0.0;
        for (var j = 0; j < (2 * half) + 1; j++)
        {
            sum += values[j];
        }

        for (var i = 0; i < differences.Length; i++)
        {
            var ends = even ? (values[i] + values[i + (2 * half)]) / 2 : 0;
            differences[i] = values[i + half] - ((sum - ends) / season);
            if (i + 1 < differences.Length)
            {
                sum += values[i + (2 * half) + 1] - values[i];
            }
        }

        return differences;
    }
}
