using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>
/// What to expect of a total: its likely range, and the chance to exceed a level. Small counts (a mean below <see cref="LargestCount"/>)
/// follow the negative binomial distribution with that mean and variance, or Poisson's where the variance is not above the mean; all
/// else is normal, for counts with continuity correction.
/// </summary>
/// <param name="Mean">Expected total, see <see cref="ForecastResult.TotalAt"/>.</param>
/// <param name="Deviation">Its standard deviation, <see cref="ForecastStep.TotalDeviation"/> of the last step summed; ≥ 0.</param>
/// <param name="IsCount">Whole events, never negative.</param>
public sealed record TotalOutlook(double Mean, double Deviation, bool IsCount)
{
    /// <summary>From here on the normal distribution is close enough.</summary>
    public const double LargestCount = 10_000;

    private NegativeBinomial Counts => NegativeBinomial.FromDeviation(Mean, Deviation);

    private bool IsSmallCount => IsCount && Mean < LargestCount;

    /// <summary>P(total &gt; level), 0 to 1.</summary>
    /// <param name="level">Such as last year's total.</param>
    public double ChanceAbove(double level)
        => IsSmallCount ? Counts.Exceeds(level)
            : Deviation > 0 ? Normal.CDF(0, 1, (Mean - (IsCount ? Math.Floor(level) + 0.5 : level)) / Deviation)
            : Mean > level ? 1 : 0;

    /// <summary>The range that holds the total with a probability, as much left out below as above.</summary>
    /// <param name="probability">Above 0, below 1, such as 0.8.</param>
    /// <returns>Whole numbers for counts; <c>Low ≤ High</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such probability.</exception>
    public (double Low, double High) Range(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var tail = (1 - probability) / 2;
        if (IsSmallCount)
        {
            return (Counts.Quantile(tail), Counts.Quantile(1 - tail));
        }

        var reach = Deviation > 0 ? -Normal.InvCDF(0, 1, tail) * Deviation : 0;
        return IsCount ? (Math.Max(0, Math.Round(Mean - reach)), Math.Max(0, Math.Round(Mean + reach))) : (Mean - reach, Mean + reach);
    }
}

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
