namespace Octoplus.Core.Forecasts.Transformations;

/// <summary>
/// The power transformation of Box and Cox (1964), with the sign kept where λ &gt; 0 as of Bickel and Doksum (1981,
/// doi:10.1080/01621459.1981.10477649), so that counts of 0 and negative values have one: w = (sign(y)|y|^λ − 1) ÷ λ, or log y where λ = 0.
/// </summary>
/// <param name="Lambda">1 changes nothing but the origin, 0 is the logarithm.</param>
public readonly record struct BoxCox(double Lambda)
{
    // Back-transformed values stay numbers whatever an unbounded model forecasts.
    private const double LargestLog = 650;

    /// <summary>Whether every value has a transform: λ &gt; 0, or all positive.</summary>
    public bool AppliesTo(ReadOnlySpan<double> values) => Lambda > 0 || values.IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue) < 0;

    /// <summary>The transform of a value.</summary>
    public double Transform(double value) => Lambda == 0 ? Math.Log(value) : ((Math.Sign(value) * Math.Pow(Math.Abs(value), Lambda)) - 1) / Lambda;

    /// <summary>The transforms of values.</summary>
    public double[] Transform(ReadOnlySpan<double> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Transform(values[i]);
        }

        return result;
    }

    /// <summary>The value of a transform: the median, where the transform is the mean of a symmetric distribution. Always finite.</summary>
    public double Invert(double transform)
    {
        if (Lambda == 0)
        {
            return Math.Exp(Math.Min(transform, LargestLog));
        }

        var inside = (Lambda * transform) + 1;
        if (Lambda < 0)
        {
            // The transform has an upper bound of −1 ÷ λ.
            inside = Math.Max(inside, 1e-12);
        }

        return Math.Sign(inside) * Math.Exp(Math.Min(Math.Log(Math.Abs(inside)) / Lambda, LargestLog));
    }

    /// <summary>
    /// The mean of the value whose transform has this mean and deviation: median × (1 + σ²(1 − λ) ÷ 2(λw + 1)²), or × (1 + σ² ÷ 2) where
    /// λ = 0 (Hyndman and Athanasopoulos 2021, <i>Forecasting: principles and practice</i>, 3rd ed., §5.6). The second-order term is held to
    /// at most one median, beyond which the expansion says nothing.
    /// </summary>
    public double InvertMean(double transform, double deviation)
    {
        var inside = Lambda == 0 ? 1 : (Lambda * transform) + 1;
        var correction = deviation * deviation * (1 - Lambda) / (2 * Math.Max(inside * inside, 1e-300));
        return Invert(transform) * (1 + (double.IsNaN(correction) ? 0 : Math.Clamp(correction, -1, 1)));
    }

    /// <summary>Deviation of the value: half the distance between the values of one deviation below and above.</summary>
    public double InvertDeviation(double transform, double deviation) =>
        (Invert(transform + deviation) - Invert(transform - deviation)) / 2;
}
