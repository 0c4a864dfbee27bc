using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts.Calendar;

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
