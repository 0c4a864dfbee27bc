using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>A regular series to forecast.</summary>
/// <param name="Id">What it is, unique among those forecast together.</param>
/// <param name="Grain">Year, quarter, month or week.</param>
/// <param name="FirstPeriod">Key of the first period, see <see cref="Period"/>.</param>
/// <param name="Values">One per period, oldest first; null: unknown.</param>
/// <param name="IsCount">Whole events, never negative: so are the forecasts.</param>
public sealed record ForecastInput(string Id, PeriodGrain Grain, int FirstPeriod, IReadOnlyList<double?> Values, bool IsCount)
{
    /// <summary>Code of the territory whose holidays count (see the calendar of holidays); null: no holidays.</summary>
    public string? Territory { get; init; }

    /// <summary>Known breaks: keys of the first period after each.</summary>
    public IReadOnlyList<int> KnownBreaks { get; init; } = [];
}

/// <summary>How to forecast.</summary>
public sealed record ForecastOptions
{
    /// <summary>Periods ahead, 1 to <see cref="MaxHorizon"/>.</summary>
    public int Horizon { get; init; } = 24;

    /// <summary>Largest horizon.</summary>
    public const int MaxHorizon = 120;

    /// <summary>Periods in a season, 1 to 366; null: that of the grain (12 months, 4 quarters, 52 weeks, 1 year).</summary>
    public int? Season { get; init; }

    /// <summary>Last periods of the history to learn from; null: all.</summary>
    public int? HistoryPeriods { get; init; }

    /// <summary>Steps of the level, known or found, are taken out of what is learnt from.</summary>
    public bool HandlesBreaks { get; init; } = true;

    /// <summary>Single periods far from the rest are replaced in what is learnt from.</summary>
    public bool HandlesOutliers { get; init; } = true;

    /// <summary>Weekdays and holidays of months and weeks are regressors where they help.</summary>
    public bool UsesCalendar { get; init; } = true;

    /// <summary>Scores by rolling origins are worked out (they cost most of the time).</summary>
    public bool Backtests { get; init; } = true;

    /// <summary>Processors used, at least 1; null: all. Changes no figure.</summary>
    public int? Processors { get; init; }

    /// <summary>A choice made earlier, to be kept: forms and weights are not chosen again; null: chosen anew.</summary>
    public ForecastSpecification? Kept { get; init; }
}

/// <summary>What was chosen for a series: enough to forecast it again with more months, without choosing.</summary>
/// <param name="Weights">Of the methods, summing to 1.</param>
/// <param name="IntervalScales">What the deviation of each step is multiplied with, so that bands cover what they say; the last holds for all steps beyond.</param>
public sealed record ForecastSpecification(IReadOnlyList<MethodWeight> Weights, IReadOnlyList<double> IntervalScales)
{
    /// <summary>Ends of the bands in units of <see cref="IntervalScales"/>: low 95 %, low 80 %, high 80 %, high 95 %; empty: the usual ones.</summary>
    public IReadOnlyList<double> IntervalEnds { get; init; } = [];

    /// <summary>Deviation of the sum from the first step to each ÷ the sum of the steps' deviations; the last holds for all steps beyond; empty: the usual ones.</summary>
    public IReadOnlyList<double> TotalRatios { get; init; } = [];
}

/// <summary>The part that a method has in a forecast.</summary>
/// <param name="Method">Key, see <see cref="IForecastMethod.Key"/>.</param>
/// <param name="Form">See <see cref="IFittedForecast.Form"/>.</param>
/// <param name="Weight">0 to 1.</param>
public sealed record MethodWeight(string Method, string Form, double Weight);
