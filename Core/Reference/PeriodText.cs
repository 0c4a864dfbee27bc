using System.Globalization;
using System.Text.RegularExpressions;

namespace Octoplus.Core.Reference;

/// <summary>Periods as people and programs write them.</summary>
public static partial class PeriodText
{
    /// <summary>
    /// First and last day of what a text names: <c>2019</c>, <c>2019-T3</c> (or <c>2019-Q3</c>), <c>2019-03</c>, <c>2019-03-04</c>; null for
    /// any other text.
    /// </summary>
    public static (DateOnly First, DateOnly Last)? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Form().Match(text) is not { Success: true } match || Number(match.Groups["year"]) is not (>= 1 and <= 9998 and var year))
        {
            return null;
        }

        if (match.Groups["quarter"].Success)
        {
            var start = new DateOnly(year, (Number(match.Groups["quarter"]) * 3) - 2, 1);
            return (start, start.AddMonths(3).AddDays(-1));
        }

        if (!match.Groups["month"].Success)
        {
            return (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        }

        if (Number(match.Groups["month"]) is not (>= 1 and <= 12 and var month))
        {
            return null;
        }

        var days = DateTime.DaysInMonth(year, month);
        if (!match.Groups["day"].Success)
        {
            return (new DateOnly(year, month, 1), new DateOnly(year, month, days));
        }

        return Number(match.Groups["day"]) is >= 1 and var day && day <= days ? (new DateOnly(year, month, day), new DateOnly(year, month, day)) : null;
    }

    /// <summary>The key to compare periods of a grain with: a week counts by its Monday, others by the day that they hold.</summary>
    public static int Bound(PeriodGrain grain, DateOnly day) => Period.Key(grain == PeriodGrain.Week ? PeriodGrain.Day : grain, day);

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<year>[0-9]{4})(-[TQ](?<quarter>[1-4])|-(?<month>[0-9]{2})(-(?<day>[0-9]{2}))?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
