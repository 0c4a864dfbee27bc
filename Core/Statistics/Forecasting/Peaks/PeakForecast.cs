namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>A weekly series of counts.</summary>
/// <param name="Id">What it is, unique among those forecast together.</param>
/// <param name="FirstWeek">Key of the first week: its Monday, see <see cref="Vintages.Period"/>.</param>
/// <param name="Counts">One per week, oldest first, settled weeks only; null: unknown.</param>
public sealed record PeakInput(string Id, int FirstWeek, IReadOnlyList<double?> Counts)
{
    /// <summary>Weeks from the last settled one to the week asked for: 1, and one more for each week that is provisional yet.</summary>
    public int Ahead { get; init; } = 1;
}

/// <summary>What a peak is, and how it is learnt.</summary>
public sealed record PeakOptions
{
    /// <summary>A peak exceeds that share of the counts of its season.</summary>
    public double Percentile { get; init; } = 0.9;

    /// <summary>The season of a week: it and so many weeks on either side.</summary>
    public int WeeksAround { get; init; } = 4;

    /// <summary>In so many preceding years, as far as they are known.</summary>
    public int Years { get; init; } = 5;

    /// <summary>Fewest of these years.</summary>
    public int MinYears { get; init; } = 3;

    /// <summary>Counts are compared relative to the mean of the 52 weeks before them: a peak is one at the level of today.</summary>
    public bool AdjustsLevel { get; init; } = true;
}

/// <summary>Why there is no probability.</summary>
public enum PeakRefusal
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>Less than a year, and the years of a season, before the week.</summary>
    TooShort,

    /// <summary>Less than one event a week in the mean of the last year.</summary>
    TooFewEvents,

    /// <summary>Weeks right before are unknown, the last known one is too long ago, or a count is negative or no finite number.</summary>
    Unknown,
}

/// <summary>What is expected of one week of a series.</summary>
/// <param name="Week">Key of the week asked for; 0 where refused for want of weeks.</param>
/// <param name="Probability">That the count exceeds the threshold, 0 to 1.</param>
/// <param name="Threshold">The percentile of the season, at the level of today.</param>
/// <param name="Usual">Median of the season, at the level of today.</param>
/// <param name="Backtest">Of this series alone; null where it was never tested.</param>
public sealed record PeakForecast(string Id, PeakRefusal Refusal, int Week, double Probability, double Threshold, double Usual, ProbabilityScore? Backtest);

/// <summary>Peaks of series forecast together.</summary>
/// <param name="Series">In the order of the input.</param>
/// <param name="Backtest">Over all series; null where there was too little to test.</param>
/// <param name="IsLearnt">False: too little to learn from, or no gain over the base rate; all probabilities are the base rate.</param>
public sealed record PeakForecasts(IReadOnlyList<PeakForecast> Series, ProbabilityScore? Backtest, bool IsLearnt);
