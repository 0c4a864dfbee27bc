using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Periods in the reader's language: <c>mars 2021</c>, <c>T1 2021</c>, <c>semaine du 4 janvier 2021</c>, <c>2021</c>.</summary>
public static class PeriodWords
{
    private static bool IsFrench => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    /// <summary>The period alone; a key of another grain as it is.</summary>
    public static string Label(PeriodGrain grain, int key)
    {
        if (Period.Start(grain, key) is not { } start)
        {
            return key.ToString(CultureInfo.InvariantCulture);
        }

        return grain switch
        {
            PeriodGrain.Month => $"{Month(start)} {Year(start)}",
            PeriodGrain.Quarter => Quarter(start),
            PeriodGrain.Week => IsFrench ? $"semaine du {Day(start)}" : $"week of {Day(start)}",
            PeriodGrain.Day => Day(start),
            _ => Year(start),
        };
    }

    /// <summary>As narrow as a column or an axis needs it: <c>mars 21</c>, <c>T1 21</c>, <c>04/01/21</c>, <c>2021</c>.</summary>
    public static string Short(PeriodGrain grain, int key)
    {
        if (Period.Start(grain, key) is not { } start)
        {
            return Label(grain, key);
        }

        return grain switch
        {
            PeriodGrain.Month => start.ToString("MMM yy", CultureInfo.CurrentCulture),
            PeriodGrain.Quarter => QuarterName((start.Month + 2) / 3) + start.ToString(" yy", CultureInfo.InvariantCulture),
            PeriodGrain.Week or PeriodGrain.Day => start.ToString("dd/MM/yy", CultureInfo.InvariantCulture),
            _ => Year(start),
        };
    }

    /// <summary>Within a sentence: <c>en mars 2021</c>, <c>au T1 2021</c>, <c>la semaine du 4 janvier 2021</c>.</summary>
    public static string In(PeriodGrain grain, int key) => (grain, IsFrench) switch
    {
        (PeriodGrain.Quarter, true) => $"au {Label(grain, key)}",
        (PeriodGrain.Week, true) => $"la {Label(grain, key)}",
        (PeriodGrain.Week, false) => $"in the {Label(grain, key)}",
        (PeriodGrain.Day, true) => $"le {Label(grain, key)}",
        (PeriodGrain.Day, false) => $"on {Label(grain, key)}",
        (_, true) => $"en {Label(grain, key)}",
        _ => $"in {Label(grain, key)}",
    };

    /// <summary>A stretch within a sentence: <c>en 2021</c> for a whole year, <c>de mars 2021 à février 2022</c>, <c>du 4 janvier au 28 mars 2021</c> (weeks, by their days).</summary>
    public static string In(PeriodGrain grain, int first, int last)
    {
        if (first == last || Period.Start(grain, first) is not { } start || Period.Start(grain, last) is not { } end)
        {
            return In(grain, first);
        }

        if (grain is PeriodGrain.Month or PeriodGrain.Quarter && start.Month == 1 && start.Year == end.Year && end.Month == (grain == PeriodGrain.Month ? 12 : 10))
        {
            return In(PeriodGrain.Year, start.Year);
        }

        var isSameYear = start.Year == end.Year;
        return grain switch
        {
            PeriodGrain.Month => FromTo(isSameYear ? Month(start) : Label(grain, first), Label(grain, last)),
            PeriodGrain.Quarter => IsFrench ? $"du {Label(grain, first)} au {Label(grain, last)}" : $"from {Label(grain, first)} to {Label(grain, last)}",
            PeriodGrain.Week => Days(start, end.AddDays(6)),
            PeriodGrain.Day => Days(start, end),
            _ => FromTo(Year(start), Year(end)),
        };
    }

    /// <summary>Place in a season: <c>janvier</c>, <c>T1</c>, the number of a week from 1.</summary>
    public static string Position(PeriodGrain grain, int index) => grain switch
    {
        PeriodGrain.Month => CultureInfo.CurrentCulture.DateTimeFormat.GetMonthName((index % 12) + 1),
        PeriodGrain.Quarter => QuarterName(index + 1),
        _ => (index + 1).ToString(CultureInfo.InvariantCulture),
    };

    private static string Days(DateOnly start, DateOnly end)
    {
        var from = start.Year == end.Year ? start.ToString("d MMMM", CultureInfo.CurrentCulture) : Day(start);
        return IsFrench ? $"du {First(from)} au {Day(end)}" : $"from {from} to {Day(end)}";
    }

    private static string FromTo(string from, string to)
        => !IsFrench ? $"from {from} to {to}" : from[0] is 'a' or 'o' ? $"d’{from} à {to}" : $"de {from} à {to}";

    private static string Quarter(DateOnly start) => $"{QuarterName((start.Month + 2) / 3)} {Year(start)}";

    private static string QuarterName(int number) => (IsFrench ? "T" : "Q") + number.ToString(CultureInfo.InvariantCulture);

    private static string Month(DateOnly start) => start.ToString("MMMM", CultureInfo.CurrentCulture);

    private static string Year(DateOnly start) => start.ToString("yyyy", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => First(day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture));

    // The first of a month is an ordinal in French.
    private static string First(string day) => IsFrench && day.StartsWith("1 ", StringComparison.Ordinal) ? "1er" + day[1..] : day;
}
