using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>
/// Periods as tables write them: <c>2019</c>, <c>19</c>; <c>2019-T1</c>, <c>T1 2019</c>, <c>2019Q1</c>; <c>2019-03</c>, <c>03/2019</c>, <c>mars 2019</c>, <c>March 2019</c>;
/// <c>2019-W10</c>; <c>2019-03-04</c>, <c>04/03/2019</c> or <c>03/04/2019</c> by language, ISO instants (their day as written: no time zone is applied).
/// </summary>
public static partial class PeriodText
{
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    // Two digits: 70 to 99 are of the last century.
    private const int FirstShortYear = 70;

    // Accents are taken off before. The two languages share no beginning with different months.
    private static readonly string[][] _months =
    [
        ["jan", "janv", "janvier", "january"], ["fev", "fevr", "fevrier", "feb", "february"], ["mar", "mars", "march"], ["avr", "avril", "apr", "april"],
        ["mai", "may"], ["juin", "jun", "june"], ["juil", "juillet", "jul", "july"], ["aou", "aout", "aug", "august"],
        ["sep", "sept", "septembre", "september"], ["oct", "octobre", "october"], ["nov", "novembre", "november"], ["dec", "decembre", "december"],
    ];

    /// <summary>The key (<see cref="Period"/>) of the period of a grain; null where the text is none, or names a longer one.</summary>
    public static int? Parse(string text, PeriodGrain grain, WrittenIn dates)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Read(text, dates) is not { } read || read.Day.Year is < FirstYear or > LastYear || !Holds(grain, read.Grain))
        {
            return null;
        }

        return Period.Key(grain, read.Day);
    }

    /// <summary>The first day that a text names and how long a period it names; null where it names none.</summary>
    public static (PeriodGrain Grain, DateOnly Day)? Read(string text, WrittenIn dates)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > 60)
        {
            return null;
        }

        var plain = Plain(text);
        return Year().Match(plain) is { Success: true } year ? At(PeriodGrain.Year, YearOf(year), 1, 1)
            : Quarter().Match(plain) is { Success: true } quarter ? At(PeriodGrain.Quarter, YearOf(quarter), (Number(quarter, "q") * 3) - 2, 1)
            : Week().Match(plain) is { Success: true } week ? WeekOf(YearOf(week), Number(week, "w"))
            : Month().Match(plain) is { Success: true } month ? At(PeriodGrain.Month, YearOf(month), MonthOf(month), 1)
            : IsoDay().Match(plain) is { Success: true } iso ? At(PeriodGrain.Day, YearOf(iso), Number(iso, "m"), Number(iso, "d"))
            : NamedDay().Match(plain) is { Success: true } named ? At(PeriodGrain.Day, YearOf(named), MonthOf(named), Number(named, "d"))
            : SlashedDay().Match(plain) is { Success: true } slashed ? At(
                PeriodGrain.Day, YearOf(slashed), Number(slashed, dates == WrittenIn.French ? "b" : "a"), Number(slashed, dates == WrittenIn.French ? "a" : "b"))
            : null;
    }

    // Weeks lie across the ends of months: nothing but a day tells one, and they tell nothing else.
    private static bool Holds(PeriodGrain grain, PeriodGrain read)
        => read == grain || read == PeriodGrain.Day || (grain is PeriodGrain.Year or PeriodGrain.Quarter && read > grain && read != PeriodGrain.Week);

    private static string Plain(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        foreach (var c in text.Normalize(System.Text.NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c));
            }
        }

        return plain.ToString().Trim();
    }

    private static (PeriodGrain Grain, DateOnly Day)? At(PeriodGrain grain, int year, int month, int day)
        => year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? (grain, new DateOnly(year, month, day)) : null;

    private static (PeriodGrain Grain, DateOnly Day)? WeekOf(int year, int week)
        => year is >= 1 and < 9999 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year) ? (PeriodGrain.Week, DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday))) : null;

    private static int YearOf(Match match)
    {
        var year = Number(match, "y");
        return match.Groups["y"].Length == 2 ? year + (year >= FirstShortYear ? 1900 : 2000) : year;
    }

    private static int MonthOf(Match match)
        => match.Groups["name"].Success ? Array.FindIndex(_months, m => m.Contains(match.Groups["name"].Value, StringComparer.Ordinal)) + 1 : Number(match, "m");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<y>[0-9]{4}|[0-9][0-9])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Year();

    [GeneratedRegex(@"^((?<y>[0-9]{4})[- ]?[tq](?<q>[1-4])|[tq](?<q>[1-4])[-/ ]?(?<y>[0-9]{4})|(?<q>[1-4])(er|e|eme)? trimestre (?<y>[0-9]{4}))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quarter();

    [GeneratedRegex(@"^(?<y>[0-9]{4})[- ]?[ws](?<w>[0-9][0-9]?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Week();

    [GeneratedRegex(@"^((?<y>[0-9]{4})[-/.](?<m>[0-9][0-9]?)|(?<m>[0-9][0-9]?)[-/.](?<y>[0-9]{4})|(?<y>[0-9]{4})(?<m>[0-9][0-9])|(?<name>[a-z]{3,9})\.?[- ](?<y>[0-9]{4}|[0-9][0-9]))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Month();

    [GeneratedRegex(@"^((?<y>[0-9]{4})-(?<m>[0-9][0-9]?)-(?<d>[0-9][0-9]?)|(?<y>[0-9]{4})/(?<m>[0-9][0-9]?)/(?<d>[0-9][0-9]?)|(?<y>[0-9]{4})(?<m>[0-9][0-9])(?<d>[0-9][0-9]))([t ][0-9][0-9]?:[0-9][0-9](:[0-9][0-9]([.,][0-9]{1,9})?)?( ?(z|[+-][0-9][0-9](:?[0-9][0-9])?))?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDay();

    [GeneratedRegex(@"^((?<d>[0-9][0-9]?)(er|st|nd|rd|th)?[- ](?<name>[a-z]{3,9})\.?[- ](?<y>[0-9]{4}|[0-9][0-9])|(?<name>[a-z]{3,9})\.? (?<d>[0-9][0-9]?)(st|nd|rd|th)?,? (?<y>[0-9]{4}))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedDay();

    [GeneratedRegex(@"^(?<a>[0-9][0-9]?)[-/.](?<b>[0-9][0-9]?)[-/.](?<y>[0-9]{4}|[0-9][0-9])( [0-9][0-9]?[:h][0-9][0-9](:[0-9][0-9])?( ?[ap]m)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlashedDay();
}
