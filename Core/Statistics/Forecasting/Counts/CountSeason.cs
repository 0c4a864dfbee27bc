namespace Octoplus.Core.Statistics.Forecasting.Counts;

/// <summary>
/// Seasonal factors of counts, shrunk towards 1 as far as chance explains them (Miller and Williams 2003,
/// doi:10.1016/S0169-2070(02)00077-8): with T events where E were expected at a position, T/E varies by dispersion/E by chance; what its spread
/// exceeds that by is the season's own variance τ², and the factor is 1 + (T/E − 1) τ²/(τ² + dispersion/E) (Marshall 1991, doi:10.2307/2347593,
/// for rates of areas).
/// </summary>
internal static class CountSeason
{
    /// <summary>Factors by position from the first value, with mean 1; null where the season is no more than chance, or not seen twice.</summary>
    public static double[]? Estimate(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length < 2 * season)
        {
            return null;
        }

        var levels = Levels(values, season);
        var factors = new double[season];
        var expected = new double[season];
        for (var t = 0; t < values.Length; t++)
        {
            factors[t % season] += values[t];
            expected[t % season] += levels[t];
        }

        for (var j = 0; j < season; j++)
        {
            if (!(expected[j] > 0))
            {
                return null;
            }

            factors[j] /= expected[j];
        }

        return Shrink(factors, expected, Dispersion(values, levels, factors)) ? factors : null;
    }

    private static bool Shrink(double[] factors, double[] expected, double dispersion)
    {
        var variance = 0.0;
        for (var j = 0; j < factors.Length; j++)
        {
            variance += (((factors[j] - 1) * (factors[j] - 1)) - (dispersion / expected[j])) / factors.Length;
        }

        var mean = 0.0;
        for (var j = 0; j < factors.Length && variance > 0; j++)
        {
            factors[j] = 1 + ((factors[j] - 1) * variance / (variance + (dispersion / expected[j])));
            mean += factors[j] / factors.Length;
        }

        for (var j = 0; j < factors.Length && variance > 0; j++)
        {
            // A position without events so far is rare, not impossible.
            factors[j] = Math.Max(factors[j] / mean, 1e-3);
        }

        return variance > 0;
    }

    // Pearson's: squared deviations ÷ expected, per degree of freedom.
    private static double Dispersion(ReadOnlySpan<double> values, double[] levels, double[] factors)
    {
        var sum = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            var mean = levels[t] * factors[t % factors.Length];
            sum += mean > 0 ? (values[t] - mean) * (values[t] - mean) / mean : 0;
        }

        return Math.Max(sum / Math.Max(values.Length - factors.Length, 1), 1);
    }

    // Mean of the season around each point; at the ends, of the first and last season.
    private static double[] Levels(ReadOnlySpan<double> values, int season)
    {
        var levels = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
        {
            var sum = 0.0;
            foreach (var value in values.Slice(Math.Clamp(t - (season / 2), 0, values.Length - season), season))
            {
                sum += value;
            }

            levels[t] = sum / season;
        }

        return levels;
    }
}
