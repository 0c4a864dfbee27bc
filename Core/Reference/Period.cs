using System.Globalization;

namespace Octoplus.Core.Reference;

/// <summary>Length of the periods of a dataset.</summary>
public enum PeriodGrain
{
    /// <summary>The dataset has no periods; its one key is 0.</summary>
    None,

    /// <summary>Key <c>2019</c>.</summary>
    Year,

    /// <summary>Key <c>20193</c>: the third quarter of 2019.</summary>
    Quarter,

    /// <summary>Key <c>201903</c>.</summary>
    Month,

    /// <summary>Key <c>20190304</c>, the first day of the week, a Monday.</summary>
    Week,

    /// <summary>Key <c>20190304</c>.</summary>
    Day,
}

/// <summary>Keys of periods: numbers that sort as the periods do, by which vintages are active and points are stored.</summary>
public static class Period
{
    /// <summary>The key of the period of a grain that a day lies in.</summary>
    public static int Key(PeriodGrain grain, DateOnly day)
        => grain switch
        {
            PeriodGrain.None => 0,
            PeriodGrain.Year => day.Year,
            PeriodGrain.Quarter => (day.Year * 10) + ((day.Month + 2) / 3),
            PeriodGrain.Month => (day.Year * 100) + day.Month,
            PeriodGrain.Week => DayKey(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
            _ => DayKey(day),
        };

    /// <summary>The first day of a period; null for a key that is none of its grain.</summary>
    public static DateOnly? Start(PeriodGrain grain, int key)
    {
        var (year, month, day) = grain switch
        {
            PeriodGrain.Year => (key, 1, 1),
            PeriodGrain.Quarter => (key / 10, ((key % 10) * 3) - 2, 1),
            PeriodGrain.Month => (key / 100, key % 100, 1),
            PeriodGrain.Week or PeriodGrain.Day => (key / 10_000, key / 100 % 100, key % 100),
            _ => (0, 0, 0),
        };
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    /// <summary>The key as people and programs write it: <c>2019</c>, <c>2019-T3</c>, <c>2019-03</c>, <c>2019-03-04</c>; empty for 0. The grain is told from the number of digits.</summary>
    public static string Label(int key)
        => key switch
        {
            <= 0 => "",
            <= 9_999 => key.ToString(CultureInfo.InvariantCulture),
            <= 99_999 => string.Create(CultureInfo.InvariantCulture, $"{key / 10}-T{key % 10}"),
            <= 999_999 => string.Create(CultureInfo.InvariantCulture, $"{key / 100}-{key % 100:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{key / 10_000}-{key / 100 % 100:00}-{key % 100:00}"),
        };

    /// <summary>Both labels with a dash between, spaced where the labels hold hyphens themselves: <c>2012–2020</c>, <c>1999-01 – 2020-12</c>.</summary>
    public static string Span(int first, int last) => $"{Label(first)}{(first > 9_999 ? " – " : "–")}{Label(last)}";

    private static int DayKey(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;
}
