using System.Globalization;

namespace Octoplus.Core.Storage;

/// <summary>
/// Cron expressions as Quartz read them, written anew as all others read them: Quartz counts the days of the week from 1 for Sunday, others from 0. Days are
/// written by name, which both read alike, so that an expression may be converted twice.
/// </summary>
internal static class QuartzCron
{
    private static readonly string[] _days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The same times as a standard expression; what is none of Quartz's six fields (the seventh, a year, is left out) stays as it is.</summary>
    public static string ToStandard(string expression)
    {
        var fields = expression.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (6 or 7))
        {
            return expression;
        }

        fields[5] = string.Join(',', fields[5].Split(',').Select(DaysOf));
        return string.Join(' ', fields.Take(6));
    }

    // One of: * ? 2 MON 2-6 MON-FRI 2/2 2-6/2 */2 L (the last day of the week, Saturday) 6L (the last Friday of the month) 6#3 (the third).
    private static string DaysOf(string part)
    {
        var step = part.Split('/');
        if (step.Length == 2 && int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0)
        {
            var range = step[0] is "*" or "?" ? (1, 7) : Range(step[0]) ?? (Number(step[0]) is { } from ? (from, 7) : null);
            return range is var (first, last) ? string.Join(',', Enumerable.Range(first, Math.Max(last - first + 1, 1)).Where(d => (d - first) % width == 0).Select(Name)) : part;
        }

        return part == "L" ? "SAT"
            : Range(part) is var (start, end) ? $"{Name(start)}-{Name(end)}"
            : part.EndsWith('L') && Number(part[..^1]) is { } lastOf ? Name(lastOf) + "L"
            : part.Split('#') is [var day, var nth] && Number(day) is { } nthOf ? $"{Name(nthOf)}#{nth}"
            : Number(part) is { } single ? Name(single)
            : part;
    }

    private static (int First, int Last)? Range(string part)
        => part.Split('-') is [var first, var last] && Number(first) is { } from && Number(last) is { } to ? (from, to) : null;

    private static int? Number(string day)
        => Array.IndexOf(_days, day) is >= 0 and var index ? index + 1
            : int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 7 ? number : null;

    private static string Name(int day) => _days[day - 1];
}
