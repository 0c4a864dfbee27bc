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
public sealed record CleanedSeries(IReadOnlyList<double> Values, IReadOnlyList<Intervention> Interventions);
