using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Statistics.Forecasting.Theta;

/// <summary>
/// Squared errors of a Theta model by its smoothing parameter alone: given α, the one-step forecast is linear in the initial level and
/// in w = 1 − 1/θ, so both follow by least squares, w within 0 to 1 (θ ≥ 1).
/// </summary>
/// <param name="y">Seasonally adjusted values.</param>
/// <param name="intercepts">A of the line known before each point (Fiorucci et al. 2016), or that of the whole series.</param>
/// <param name="slopes">B likewise.</param>
internal ref struct ThetaEquations(ReadOnlySpan<double> y, ReadOnlySpan<double> intercepts, ReadOnlySpan<double> slopes, ThetaVariant variant)
    : IScalarFunction
{
    // A line needs two points: before that the dynamic model has no forecast worth an error.
    private readonly int _first = variant == ThetaVariant.Dynamic ? 2 : 0;
    private readonly bool _hasLine = variant != ThetaVariant.Standard;
    private readonly ReadOnlySpan<double> _y = y;
    private readonly ReadOnlySpan<double> _intercepts = intercepts;
    private readonly ReadOnlySpan<double> _slopes = slopes;

    /// <summary>Of the last evaluation.</summary>
    public double InitialLevel { get; private set; }

    /// <summary>1 − 1/θ of the last evaluation; 0 for the standard model, which adds its drift afterwards.</summary>
    public double Weight { get; private set; }

    /// <summary>Errors that count.</summary>
    public readonly int Count => _y.Length - _first;

    public double Evaluate(double x)
    {
        var (decay, smoothed) = (1.0, 0.0);
        double levels = 0, lines = 0, cross = 0, levelTargets = 0, lineTargets = 0, targets = 0;
        for (var t = 0; t < _y.Length; t++)
        {
            var target = _y[t] - smoothed;
            if (t >= _first)
            {
                var line = _hasLine ? Line(_intercepts[t], _slopes[t], x, decay) : 0;
                levels += decay * decay;
                cross += decay * line;
                lines += line * line;
                levelTargets += decay * target;
                lineTargets += line * target;
                targets += target * target;
            }

            smoothed += x * (_y[t] - smoothed);
            decay = decay > 1e-100 ? decay * (1 - x) : 0;
        }

        // With few points and a large α the initial level is hardly seen: it stays near the first value.
        var prior = _first > 0 ? 1e-6 : 0;
        Solve(levels + prior, cross, lines, levelTargets + (prior * _y[0]), lineTargets);
        return targets + (InitialLevel * ((InitialLevel * levels) - (2 * levelTargets))) +
            (Weight * ((Weight * lines) - (2 * lineTargets) + (2 * InitialLevel * cross)));
    }

    /// <summary>(1 − α)^(t−1) A + (1 − (1 − α)^t) / α B, the line's part in the one-step forecast of point t (Fiorucci et al. 2016).</summary>
    public static double Line(double intercept, double slope, double alpha, double decay) =>
        (decay * intercept) + ((1 - (decay * (1 - alpha))) / alpha * slope);

    private void Solve(double levels, double cross, double lines, double levelTargets, double lineTargets)
    {
        var determinant = (levels * lines) - (cross * cross);
        Weight = determinant > 1e-10 * levels * lines ? Math.Clamp(((levels * lineTargets) - (cross * levelTargets)) / determinant, 0, 1) : 0;
        InitialLevel = (levelTargets - (Weight * cross)) / levels;
    }
}

/// <summary>
/// State of a Theta model after a point: level, mean of the values so far, and the line through them, by recursion (Fiorucci et al.
/// 2016, DOTM). Linear in the values, so that it also carries the response to a single shock.
/// </summary>
internal struct ThetaState
{
    public double Level;
    public double Intercept;
    public double Slope;
    private double _mean;

    /// <summary>Takes in the value of point <paramref name="t"/>, counted from 1.</summary>
    public void Add(double value, int t, double alpha)
    {
        Level += alpha * (value - Level);
        Slope = t == 1 ? 0 : (((t - 2) * Slope) + (6.0 / t * (value - _mean))) / (t + 1);
        _mean += (value - _mean) / t;
        Intercept = _mean - (0.5 * (t + 1) * Slope);
    }
}
