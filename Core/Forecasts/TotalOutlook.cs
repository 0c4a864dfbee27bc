using Octoplus.Core.Forecasts.Counts;
using Normal = MathNet.Numerics.Distributions.Normal;

namespace Octoplus.Core.Forecasts;

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
