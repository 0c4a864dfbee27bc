using Octoplus.Core.Statistics.Forecasting.Baselines;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Statistics.Forecasting.Counts;

/// <summary>
/// Smoothing of low counts with negative binomial distribution (Snyder, Ord and Beaumont 2012, doi:10.1016/j.ijforecast.2011.03.009): the
/// expected count divided by its seasonal factor moves as μ' = (1 − ρ)μ̄ + (ρ − α)μ + αy/s, with variance in a fixed proportion to
/// the mean. Forms: <c>NB(N)</c>, a fixed mean (α = ρ = 0); <c>NB(L)</c>, a moving level (ρ = 1); <c>NB(D)</c>, a level that returns to the
/// mean (ρ &lt; 1); a length such as <c>[12]</c> follows where there are seasonal factors.
/// </summary>
/// <remarks>
/// Smoothing parameters by quasi-likelihood, which is that of Poisson whatever the dispersion (Wedderburn 1974, doi:10.1093/biomet/61.3.439);
/// the form by its Akaike criterion QAICc (Burnham and Anderson 2002, section 2.5); the dispersion by maximum likelihood given the means. Means
/// are never below half an event in the whole history, so that a series of zeros still has a chance of an event (Jeffreys' prior).
/// Cost: about 300 passes over the values.
/// </remarks>
public sealed class CountMethod : IForecastMethod
{
    /// <summary>Fewest values.</summary>
    public const int LeastCount = 5;

    /// <summary>Largest mean: beyond, any method for continuous values does as well.</summary>
    public const double LargestMean = 1e6;

    /// <inheritdoc/>
    public string Key => "counts";

    /// <inheritdoc/>
    /// <returns>Null below <see cref="LeastCount"/> values, with negative ones, or with a mean beyond <see cref="LargestMean"/>. Values need not be whole: gaps may have been filled.</returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) =>
        Applies(values) ? CountForecast.Choose(values, CountSeason.Estimate(values, season)) : null;

    internal static bool Applies(ReadOnlySpan<double> values)
    {
        if (values.Length < LeastCount || !SeriesRange.Holds(values) || SeriesRange.Scale(values) > LargestMean)
        {
            return false;
        }

        foreach (var value in values)
        {
            if (value < 0)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Poisson quasi-likelihood of a moving level by its α, given ρ.</summary>
/// <param name="persistence">ρ, 0 to 1: what of a deviation from the mean is left a period later.</param>
/// <param name="factors">Seasonal; empty for none.</param>
internal ref struct CountLevel(ReadOnlySpan<double> values, ReadOnlySpan<double> factors, double mean, double first, double persistence)
    : IScalarFunction
{
    private readonly ReadOnlySpan<double> _values = values;
    private readonly ReadOnlySpan<double> _factors = factors;

    /// <summary>Least mean: half an event in the whole history.</summary>
    private readonly double _least = 0.5 / values.Length;

    /// <summary>Expected next level, after the last evaluation.</summary>
    public double Next { get; private set; }

    /// <summary>−2 × quasi log likelihood, without its constant.</summary>
    public double Evaluate(double x) => Run(x, []);

    /// <summary>As <see cref="Evaluate"/>, and writes the expected counts.</summary>
    public double Run(double alpha, Span<double> means)
    {
        var (level, sum) = (first, 0.0);
        for (var t = 0; t < _values.Length; t++)
        {
            var factor = _factors.IsEmpty ? 1 : _factors[t % _factors.Length];
            var expected = Math.Max(level * factor, _least);
            sum += expected - (_values[t] > 0 ? _values[t] * Math.Log(expected) : 0);
            level = ((1 - persistence) * mean) + (persistence * level) + (alpha * ((_values[t] / factor) - level));
            if (!means.IsEmpty)
            {
                means[t] = expected;
            }
        }

        Next = Math.Max(level, _least);
        return 2 * sum;
    }
}
