namespace Octoplus.Core.Forecasts.Theta;

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
