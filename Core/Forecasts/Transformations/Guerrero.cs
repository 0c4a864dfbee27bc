namespace Octoplus.Core.Forecasts.Transformations;

/// <summary>
/// The λ of <see cref="BoxCox"/> that makes deviation and level of the seasons unrelated: the smallest coefficient of variation of
/// deviation ÷ mean^(1 − λ) (Guerrero 1993, doi:10.1002/for.3980120104). Some 10 µs for 120 points.
/// </summary>
public static class Guerrero
{
    private const double GoldenSection = 0.38196601125010515;

    /// <summary>λ within bounds, to 0.0001 (0 if that near to it); 1 where there are no two whole seasons and a value, or no variation.</summary>
    /// <param name="season">Periods in a season; without season, pairs are compared.</param>
    /// <param name="lowest">From −1; 0 where a value is not positive.</param>
    /// <param name="highest">Up to 2.</param>
    public static double Lambda(ReadOnlySpan<double> values, int season, double lowest = -1, double highest = 2)
    {
        if (values.Length <= 2 * season)
        {
            return 1;
        }

        if (values.IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue) >= 0)
        {
            lowest = Math.Max(lowest, 0);
        }

        var length = Math.Max(2, season);
        var groups = values.Length / length;
        Span<double> logMeans = groups <= 256 ? stackalloc double[groups] : new double[groups];
        Span<double> deviations = groups <= 256 ? stackalloc double[groups] : new double[groups];
        for (var group = 0; group < groups; group++)
        {
            var (mean, deviation) = Moments(values.Slice(values.Length - ((groups - group) * length), length));
            if (mean <= 0)
            {
                return 1;
            }

            (logMeans[group], deviations[group]) = (Math.Log(mean), deviation);
        }

        return Minimum(logMeans, deviations, lowest, highest);
    }

    private static double Minimum(ReadOnlySpan<double> logMeans, ReadOnlySpan<double> deviations, double low, double high)
    {
        if (double.IsNaN(Variation(logMeans, deviations, 1)))
        {
            return 1;
        }

        var (left, right) = (low + (GoldenSection * (high - low)), high - (GoldenSection * (high - low)));
        var (atLeft, atRight) = (Variation(logMeans, deviations, left), Variation(logMeans, deviations, right));
        while (high - low > 1e-5)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = low + (GoldenSection * (high - low));
                atLeft = Variation(logMeans, deviations, left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = high - (GoldenSection * (high - low));
                atRight = Variation(logMeans, deviations, right);
            }
        }

        var lambda = (low + high) / 2;
        return Math.Abs(lambda) < 1e-4 ? 0 : lambda;
    }

    private static double Variation(ReadOnlySpan<double> logMeans, ReadOnlySpan<double> deviations, double lambda)
    {
        // Levels relative to the first: the ratio of deviation and mean does not see the unit.
        Span<double> ratios = logMeans.Length <= 256 ? stackalloc double[logMeans.Length] : new double[logMeans.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = deviations[i] * Math.Exp((lambda - 1) * (logMeans[i] - logMeans[0]));
        }

        var (mean, deviation) = Moments(ratios);
        return mean > 0 ? deviation / mean : double.NaN;
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(sum / (values.Length - 1)));
    }
}
