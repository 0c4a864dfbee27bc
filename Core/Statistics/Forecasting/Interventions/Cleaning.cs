namespace Octoplus.Core.Statistics.Forecasting.Interventions;

/// <summary>A series while it is cleaned.</summary>
internal sealed class Cleaning(double[] values, int season, bool isCount)
{
    /// <summary>A step at a known date is taken out where it is more than noise: that many deviations.</summary>
    private const double KnownCritical = 2;

    /// <summary>A level that rises or falls more than that, in the mean, has become another series; scaled no further.</summary>
    private const double LargestScale = 50;

    /// <summary>What was done so far.</summary>
    public List<(int Index, InterventionKind Kind, double Effect)> Found { get; } = [];

    /// <summary>Steps that were taken out, in that order.</summary>
    public List<RemovedStep> Steps { get; } = [];

    /// <summary>Where the level steps most clearly, if it does.</summary>
    public int? FindStep(double least)
    {
        var scale = SteadyScale.Of(values, isCount);
        var deseasoned = Deseasoned(scale, dropsOutliers: true);
        return LevelShifts.Find(deseasoned, season, LeastOn(scale, deseasoned, least), scale.Chance, [.. Found.Select(f => f.Index)]);
    }

    /// <summary>Brings what is before a step to the level after it.</summary>
    public void RemoveStep(int index, InterventionKind kind)
    {
        var scale = SteadyScale.Of(values, isCount);
        var deseasoned = Deseasoned(scale, dropsOutliers: kind == InterventionKind.LevelShift);
        var reach = Math.Max(season, LevelShifts.Window(season));
        var step = LevelShifts.Step(deseasoned, index, reach);
        var after = RunningMedian.Of(deseasoned.AsSpan(index, Math.Min(reach, values.Length - index)));
        var (high, low) = (scale.From(after), scale.From(after - step));
        var effect = scale.Kind == SteadyScaleKind.Logarithm ? Math.Exp(step)
            : high > 0 && low > 0 ? high / low
            : scale.Kind == SteadyScaleKind.SquareRoot && high == low ? 1
            : scale.Kind == SteadyScaleKind.SquareRoot ? (high > 0 ? LargestScale : 1 / LargestScale)
            : 1;
        effect = Math.Clamp(effect, 1 / LargestScale, LargestScale);
        Found.Add((index, kind, effect));
        if (kind == InterventionKind.KnownBreak && Math.Abs(step) < KnownCritical * Deviation(deseasoned))
        {
            return;
        }

        var removed = scale.Kind == SteadyScaleKind.Plain ? new RemovedStep(index, 1, step) : new RemovedStep(index, effect, 0);
        Steps.Add(removed);
        for (var t = 0; t < index; t++)
        {
            values[t] = (values[t] * removed.Factor) + removed.Offset;
        }
    }

    /// <summary>Puts in the place of outliers what was to be expected.</summary>
    public void ReplaceOutliers()
    {
        var scale = SteadyScale.Of(values, isCount);
        var (isOutlier, expected) = Outliers.Find(Array.ConvertAll(values, scale.To), season, scale.Chance);
        for (var t = 0; t < values.Length; t++)
        {
            if (isOutlier[t])
            {
                var value = scale.From(expected[t]);
                Found.Add((t, InterventionKind.Outlier, value > 0 && values[t] >= 0 ? Math.Min(values[t] / value, 1e6) : 1));
                values[t] = value;
            }
        }
    }

    /// <summary>On the steady scale, without season; outliers take the trend around them, so that the months of a lockdown make no step (those right after a known break are no outliers).</summary>
    private double[] Deseasoned(SteadyScale scale, bool dropsOutliers)
    {
        var scaled = Array.ConvertAll(values, scale.To);
        var seasonal = RobustLevels.Season(scaled, season);
        for (var t = 0; t < scaled.Length; t++)
        {
            scaled[t] -= seasonal[t];
        }

        if (!dropsOutliers)
        {
            return scaled;
        }

        var trend = RobustLevels.Trend(scaled, season);
        var isOutlier = Outliers.Beyond(scaled, trend, scale.Chance);
        for (var t = 0; t < scaled.Length; t++)
        {
            scaled[t] = isOutlier[t] ? trend[t] : scaled[t];
        }

        return scaled;
    }

    /// <summary>Smallest step on a scale, as a share of the level.</summary>
    private static double LeastOn(SteadyScale scale, double[] deseasoned, double share)
    {
        var level = Math.Abs(RunningMedian.Of(deseasoned));
        return scale.Kind switch
        {
            SteadyScaleKind.Logarithm => Math.Log(1 + share),
            SteadyScaleKind.SquareRoot => Math.Max(0.5, level * share / 2),
            _ => level * share,
        };
    }

    /// <summary>Robust deviation of a mean of one season, by the differences from period to period.</summary>
    private double Deviation(double[] deseasoned)
    {
        var changes = new double[Math.Max(0, deseasoned.Length - 1)];
        for (var t = 0; t < changes.Length; t++)
        {
            changes[t] = Math.Abs(deseasoned[t + 1] - deseasoned[t]);
        }

        return 1.4826 * RunningMedian.Of(changes) / Math.Sqrt(Math.Max(2, Math.Min(season, 12)));
    }
}

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
