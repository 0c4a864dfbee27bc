using Octoplus.Core.Reference;

namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>Counting in periods of a grain.</summary>
public static class PeriodSteps
{
    /// <summary>The key of the period so many periods later, or earlier where negative.</summary>
    /// <exception cref="ArgumentException">The key is none of its grain, the grain has no periods, or the result lies outside the years 1 to 9999.</exception>
    public static int Add(PeriodGrain grain, int key, int periods)
    {
        var start = StartOf(grain, key);
        try
        {
            return Period.Key(grain, CalendarPeriods.Next(grain, start, periods));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ArgumentException("So many periods away there is no year.", nameof(periods), e);
        }
    }

    /// <summary>How many periods the second key lies after the first.</summary>
    /// <exception cref="ArgumentException">A key is none of its grain, or the grain has no periods.</exception>
    public static int Between(PeriodGrain grain, int from, int to)
    {
        var (a, b) = (StartOf(grain, from), StartOf(grain, to));
        var months = ((b.Year - a.Year) * 12) + b.Month - a.Month;
        return grain switch
        {
            PeriodGrain.Year => b.Year - a.Year,
            PeriodGrain.Quarter => months / 3,
            PeriodGrain.Month => months,
            PeriodGrain.Week => (b.DayNumber - a.DayNumber) / 7,
            PeriodGrain.Day => b.DayNumber - a.DayNumber,
            _ => throw new ArgumentException("There are no periods to count in.", nameof(grain)),
        };
    }

    /// <summary>Place of a period in a season of a given length, 0 being January, the first quarter or the first week of a year.</summary>
    /// <remarks>Weeks: day of the year ÷ 7, at most 51; seasons of other lengths than their grain's are counted from the first period of the calendar.</remarks>
    /// <exception cref="ArgumentException">The key is none of its grain.</exception>
    public static int Position(PeriodGrain grain, int key, int season)
    {
        var start = StartOf(grain, key);
        return (grain, season) switch
        {
            (PeriodGrain.Month, 12) or (PeriodGrain.Quarter, 4) or (PeriodGrain.Week, 52) => CalendarPeriods.InYear(grain, start),
            (PeriodGrain.Week, _) => start.DayNumber / 7 % season,
            (PeriodGrain.Day, _) => start.DayNumber % season,
            (PeriodGrain.Year, _) => start.Year % season,
            (PeriodGrain.Quarter, _) => ((start.Year * 4) + ((start.Month - 1) / 3)) % season,
            _ => ((start.Year * 12) + start.Month - 1) % season,
        };
    }

    /// <summary>Periods in the season of a grain: 12 months, 4 quarters, 52 weeks, 7 days, 1 year.</summary>
    public static int SeasonOf(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Month => 12,
        PeriodGrain.Quarter => 4,
        PeriodGrain.Week => 52,
        PeriodGrain.Day => 7,
        _ => 1,
    };

    private static DateOnly StartOf(PeriodGrain grain, int key)
        => Period.Start(grain, key) ?? throw new ArgumentException("The key is none of its grain.", nameof(key));
}

/// <summary>Periods one after the other.</summary>
public static class CalendarPeriods
{
    /// <summary>First day of the period some steps after the one that starts on a day.</summary>
    /// <param name="grain">Any but none.</param>
    /// <param name="start">First day of a period.</param>
    /// <param name="steps">May be negative.</param>
    public static DateOnly Next(PeriodGrain grain, DateOnly start, int steps = 1) => grain switch
    {
        PeriodGrain.Year => start.AddYears(steps),
        PeriodGrain.Quarter => start.AddMonths(3 * steps),
        PeriodGrain.Month => start.AddMonths(steps),
        PeriodGrain.Week => start.AddDays(7 * steps),
        _ => start.AddDays(steps),
    };

    /// <summary>Key of the period some steps after another; null for a key that is none of the grain, or beyond the years 1 to 9999.</summary>
    public static int? After(PeriodGrain grain, int period, int steps)
    {
        try
        {
            return Period.Start(grain, period) is { } start ? Period.Key(grain, Next(grain, start, steps)) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Position of a period in its year, from 0: month, quarter, or week of 52 (the last one takes the days left).</summary>
    public static int InYear(PeriodGrain grain, DateOnly start) => grain switch
    {
        PeriodGrain.Quarter => (start.Month - 1) / 3,
        PeriodGrain.Month => start.Month - 1,
        PeriodGrain.Week => Math.Min(51, (start.DayOfYear - 1) / 7),
        PeriodGrain.Day => start.DayOfYear - 1,
        _ => 0,
    };

    /// <summary>Positions in a year.</summary>
    public static int PerYear(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Quarter => 4,
        PeriodGrain.Month => 12,
        PeriodGrain.Week => 52,
        PeriodGrain.Day => 366,
        _ => 1,
    };
}
