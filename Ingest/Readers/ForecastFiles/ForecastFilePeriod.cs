using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Readers.ForecastFiles;

/// <summary>Reads a period as written in files: <c>2019</c>, <c>2019-T3</c>, <c>2019-Q3</c>, <c>2019-03</c>, or the Monday of a week.</summary>
internal static class ForecastFilePeriod
{
    private const int FirstYear = 1;

    // Room for the longest horizon in years.
    private const int LastYear = 9800;

    /// <returns>Null where it could be read, else what is wrong.</returns>
    public static string? TryParse(string text, out PeriodGrain grain, out int key)
    {
        (grain, key) = (PeriodGrain.None, 0);
        if (text.Length is not (4 or 7 or 10) || !Digits(text, 0, 4, out var year) || year is < FirstYear or > LastYear)
        {
            return "Expected a year 2019, a quarter 2019-T3, a month 2019-03 or the Monday of a week 2019-03-04.";
        }

        if (text.Length == 4)
        {
            (grain, key) = (PeriodGrain.Year, year);
        }
        else if (text[4] == '-' && text.Length == 7 && text[5] is 'T' or 'Q' or 't' or 'q' && text[6] is >= '1' and <= '4')
        {
            (grain, key) = (PeriodGrain.Quarter, (year * 10) + text[6] - '0');
        }
        else if (text[4] == '-' && text.Length == 7 && Digits(text, 5, 2, out var month) && month is >= 1 and <= 12)
        {
            (grain, key) = (PeriodGrain.Month, (year * 100) + month);
        }
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            (grain, key) = (PeriodGrain.Week, Period.Key(PeriodGrain.Week, day));
            return day.DayOfWeek == DayOfWeek.Monday ? null : $"This is a {day.DayOfWeek}: a week is named by its Monday, here {Text(grain, key)}.";
        }
        else
        {
            return "There is no such month, quarter or day: expected 2019-03, 2019-T3 or the Monday of a week 2019-03-04.";
        }

        return null;
    }

    /// <summary>As it is read: unlike <see cref="Period.Label(int)"/> right for years before 1000 too, which published series without a calendar have.</summary>
    public static string Text(PeriodGrain grain, int key) => grain switch
    {
        PeriodGrain.Year => key.ToString("0000", CultureInfo.InvariantCulture),
        PeriodGrain.Quarter => string.Create(CultureInfo.InvariantCulture, $"{key / 10:0000}-T{key % 10}"),
        PeriodGrain.Month => string.Create(CultureInfo.InvariantCulture, $"{key / 100:0000}-{key % 100:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{key / 10_000:0000}-{key / 100 % 100:00}-{key % 100:00}"),
    };

    private static bool Digits(string text, int start, int length, out int number)
        => int.TryParse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
