using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Octoplus.Core.Forecasts.Counts;

/// <summary>
/// The negative binomial distribution of a count, by mean and dispersion (variance ÷ mean); Poisson where the dispersion is 1. Beyond
/// a mean of 100,000 by the normal distribution with a correction for skewness (Cornish and Fisher 1938, doi:10.2307/1400905).
/// </summary>
/// <remarks>Moments: Johnson, Kemp and Kotz (2005), Univariate Discrete Distributions, ch. 5.</remarks>
public readonly record struct NegativeBinomial
{
    // Nearer to 1 the size parameter loses its digits.
    private const double LeastOverdispersion = 1e-8;
    private const double LargestExactMean = 1e5;

    /// <param name="mean">Finite, 0 or more.</param>
    /// <param name="dispersion">Variance ÷ mean; below 1 taken as 1, since counts of independent events vary no less.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not finite, or the dispersion is not finite.</exception>
    public NegativeBinomial(double mean, double dispersion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mean);
        if (!double.IsFinite(mean) || !double.IsFinite(dispersion))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), "Mean and dispersion must be finite.");
        }

        Mean = mean;
        Dispersion = Math.Max(dispersion, 1);
    }

    /// <summary>Mean.</summary>
    public double Mean { get; }

    /// <summary>Variance ÷ mean, 1 or more.</summary>
    public double Dispersion { get; }

    /// <summary>With the mean and standard deviation of a forecast; a negative mean is taken as 0.</summary>
    public static NegativeBinomial FromDeviation(double mean, double deviation)
    {
        var counted = Math.Max(mean, 0);
        return new NegativeBinomial(counted, counted > 0 ? Math.Min(deviation * deviation / counted, 1e12) : 1);
    }

    /// <summary>P(count ≤ <paramref name="level"/>), 0 to 1; a level between whole numbers counts as the one below.</summary>
    public double Cumulative(double level)
    {
        if (!(level >= 0))
        {
            return 0;
        }

        var whole = Math.Floor(level);
        if (Mean == 0 || double.IsPositiveInfinity(level))
        {
            return 1;
        }

        if (Mean > LargestExactMean)
        {
            return CumulativeByNormal(whole);
        }

        if (whole > 1e9)
        {
            return 1;
        }

        var probability = Dispersion - 1 < LeastOverdispersion
            ? SpecialFunctions.GammaUpperRegularized(whole + 1, Mean)
            : SpecialFunctions.BetaRegularized(Mean / (Dispersion - 1), whole + 1, 1 / Dispersion);
        return Math.Clamp(probability, 0, 1);
    }

    /// <summary>P(count > <paramref name="level"/>), 0 to 1.</summary>
    public double Exceeds(double level) => 1 - Cumulative(level);

    /// <summary>Least whole number with at least <paramref name="probability"/> at or below it.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside.</exception>
    public double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var deviation = Math.Sqrt(Mean * Dispersion);
        double low = -1, high = Math.Floor(Mean + deviation) + 1;
        while (Cumulative(high) < probability)
        {
            (low, high) = (high, high + (2 * (high - low)));
        }

        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }

        return high;
    }

    // P(count ≤ k) ≈ Φ(z − γ(z² − 1)/6), z with half a unit added for the step.
    private double CumulativeByNormal(double whole)
    {
        var deviation = Math.Sqrt(Mean * Dispersion);
        var z = Math.Clamp((whole + 0.5 - Mean) / deviation, -8, 8);
        var skewness = ((2 * Dispersion) - 1) / deviation;
        return Normal.CDF(0, 1, z - (skewness * ((z * z) - 1) / 6));
    }
}
