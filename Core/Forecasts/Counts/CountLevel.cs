using Octoplus.Core.Forecasts.ExponentialSmoothing;

namespace Octoplus.Core.Forecasts.Counts;

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
