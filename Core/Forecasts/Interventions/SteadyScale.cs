namespace Octoplus.Core.Forecasts.Interventions;

/// <summary>The scale on which a series varies alike at all levels.</summary>
internal enum SteadyScaleKind
{
    /// <summary>Values above 0, not small: trend, season and noise multiply.</summary>
    Logarithm,

    /// <summary>Small counts and zeros: chance makes the variance equal the mean.</summary>
    SquareRoot,

    /// <summary>Negative values.</summary>
    Plain,
}

/// <summary>Values to that scale and back.</summary>
/// <remarks>Square root of y + 3/8: Anscombe, F. J. (1948), doi:10.1093/biomet/35.3-4.246; a Poisson count has a standard deviation of ½ there.</remarks>
internal readonly struct SteadyScale
{
    private const double Offset = 0.375;

    private const double SmallMean = 30;

    private SteadyScale(SteadyScaleKind kind, double chance) => (Kind, Chance) = (kind, chance);

    public SteadyScaleKind Kind { get; }

    /// <summary>Standard deviation that chance alone gives a count on this scale; 0 where it is not known.</summary>
    public double Chance { get; }

    public static SteadyScale Of(ReadOnlySpan<double> values, bool isCount)
    {
        double least = double.MaxValue, sum = 0;
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            sum += value;
        }

        var mean = sum / Math.Max(1, values.Length);
        return least < 0 ? new(SteadyScaleKind.Plain, 0)
            : least == 0 || (isCount && mean < SmallMean) ? new(SteadyScaleKind.SquareRoot, isCount ? 0.5 : 0)
            : new(SteadyScaleKind.Logarithm, isCount ? 1 / Math.Sqrt(mean) : 0);
    }

    public double To(double value) => Kind switch
    {
        SteadyScaleKind.Logarithm => Math.Log(value),
        SteadyScaleKind.SquareRoot => Math.Sqrt(value + Offset),
        _ => value,
    };

    public double From(double scaled) => Kind switch
    {
        SteadyScaleKind.Logarithm => Math.Exp(scaled),
        SteadyScaleKind.SquareRoot => Math.Max(0, (scaled * Math.Max(0, scaled)) - Offset),
        _ => scaled,
    };
}
