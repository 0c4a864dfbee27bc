namespace Octoplus.Core.Forecasts.Interventions;

/// <summary>What to clean a series of.</summary>
public sealed record CleaningOptions
{
    /// <summary>Keys of the first period after each known break; others of the series are ignored.</summary>
    public IReadOnlyList<int> KnownBreaks { get; init; } = [];

    /// <summary>Steps of the level, known or found, are taken out.</summary>
    public bool HandlesBreaks { get; init; } = true;

    /// <summary>Single periods far from the rest are replaced.</summary>
    public bool HandlesOutliers { get; init; } = true;

    /// <summary>Whole events: what chance alone does to a count is no outlier.</summary>
    public bool IsCount { get; init; }
}

/// <summary>A series to learn from.</summary>
/// <param name="Values">n values at the level of the last ones, without outliers.</param>
/// <param name="Interventions">What was done, by period.</param>
public sealed record CleanedSeries(IReadOnlyList<double> Values, IReadOnlyList<Intervention> Interventions)
{
    /// <summary>Steps of the level that were taken out, in that order.</summary>
    public IReadOnlyList<RemovedStep> Steps { get; init; } = [];

    /// <summary>A value at the level of the last ones, brought back to the level of its own time.</summary>
    /// <param name="index">Position of the value, 0 to n − 1.</param>
    /// <param name="value">At the level of <see cref="Values"/>.</param>
    public double AtOwnLevel(int index, double value)
    {
        for (var k = Steps.Count - 1; k >= 0; k--)
        {
            value = index < Steps[k].Index ? (value - Steps[k].Offset) / Steps[k].Factor : value;
        }

        return value;
    }
}

/// <summary>A step of the level that was taken out: values before it became value × factor + offset.</summary>
/// <param name="Index">Position of the first value after it.</param>
/// <param name="Factor">Above 0.</param>
/// <param name="Offset">In the unit of the series.</param>
public readonly record struct RemovedStep(int Index, double Factor, double Offset);
