using System.Globalization;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>How often a job runs, as one chooses it on the page.</summary>
public enum CronKind
{
    /// <summary>Every so many minutes.</summary>
    Minutes,

    /// <summary>Every so many hours, at a minute.</summary>
    Hours,

    /// <summary>Every day at a time.</summary>
    Daily,

    /// <summary>On days of the week, at a time.</summary>
    Weekly,

    /// <summary>On a day of the month, at a time.</summary>
    Monthly,

    /// <summary>By an expression that is none of these.</summary>
    Expression,
}

/// <summary>A schedule as fields of a form; reads and writes cron expressions.</summary>
public sealed record CronForm
{
    public static IReadOnlyList<int> MinuteSteps { get; } = [5, 10, 15, 20, 30];

    public static IReadOnlyList<int> HourSteps { get; } = [1, 2, 3, 4, 6, 8, 12];

    /// <summary>The last day of a month, as <see cref="DayOfMonth"/>.</summary>
    public const int LastDay = 32;

    private static readonly string[] _days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public CronKind Kind { get; init; } = CronKind.Daily;

    /// <summary>Minutes or hours between two runs.</summary>
    public int Every { get; init; } = 1;

    public int Hour { get; init; }

    public int Minute { get; init; }

    /// <summary>Sunday first, as the framework counts.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [DayOfWeek.Monday];

    /// <summary>1 to 31, or <see cref="LastDay"/>.</summary>
    public int DayOfMonth { get; init; } = 1;

    public string Expression { get; init; } = "";

    /// <summary>The form of an expression; of kind <see cref="CronKind.Expression"/> where no other says the same.</summary>
    public static CronForm Of(string expression)
    {
        var other = new CronForm { Kind = CronKind.Expression, Expression = expression };
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not ["0", var minute, var hour, var day, "*", var weekday])
        {
            return other;
        }

        var isEveryDay = (day, weekday) is ("*", "?") or ("?", "*") or ("*", "*");
        if (isEveryDay && hour == "*" && Step(minute, MinuteSteps) is { } minutes)
        {
            return other with { Kind = CronKind.Minutes, Every = minutes };
        }

        if (Number(minute, 0, 59) is not { } m)
        {
            return other;
        }

        if (isEveryDay && (hour == "*" ? 1 : Step(hour, HourSteps)) is { } hours)
        {
            return other with { Kind = CronKind.Hours, Every = hours, Minute = m };
        }

        if (Number(hour, 0, 23) is not { } h)
        {
            return other;
        }

        var at = other with { Hour = h, Minute = m };
        return isEveryDay ? at with { Kind = CronKind.Daily }
            : day is "?" or "*" && DaysOf(weekday) is { } days ? at with { Kind = CronKind.Weekly, Days = days }
            : weekday is "?" or "*" && (day == "L" ? LastDay : Number(day, 1, 31)) is { } date ? at with { Kind = CronKind.Monthly, DayOfMonth = date }
            : other;
    }

    /// <summary>The expression of the form.</summary>
    public string ToCron() => Kind switch
    {
        CronKind.Minutes => string.Create(CultureInfo.InvariantCulture, $"0 0/{Every} * * * ?"),
        CronKind.Hours when Every == 1 => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} * * * ?"),
        CronKind.Hours => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} 0/{Every} * * ?"),
        CronKind.Daily => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} * * ?"),
        CronKind.Weekly => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} ? * {string.Join(',', Week(Days).Select(d => _days[(int)d]))}"),
        CronKind.Monthly when DayOfMonth == LastDay => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} L * ?"),
        CronKind.Monthly => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} {DayOfMonth} * ?"),
        _ => Expression,
    };

    /// <summary>Days in the order of a week that begins on Monday.</summary>
    public static IEnumerable<DayOfWeek> Week(IEnumerable<DayOfWeek> days) => days.Distinct().OrderBy(d => ((int)d + 6) % 7);

    // "*/5" and "0/5"; what does not divide the hour or the day would be no step at its end.
    private static int? Step(string field, IReadOnlyList<int> steps)
        => field.Split('/') is ["*" or "0", var text] && Number(text, 1, 59) is { } step && steps.Contains(step) ? step : null;

    private static int? Number(string text, int from, int to)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number : null;

    private static IReadOnlyList<DayOfWeek>? DaysOf(string field)
    {
        var days = new List<DayOfWeek>();
        foreach (var part in field.Split(','))
        {
            if (part.Split('-') is [var first, var last] && DayOf(first) is { } from && DayOf(last) is { } to && from <= to)
            {
                days.AddRange(Enumerable.Range((int)from, to - from + 1).Select(d => (DayOfWeek)d));
            }
            else if (DayOf(part) is { } day)
            {
                days.Add(day);
            }
            else
            {
                return null;
            }
        }

        return [.. Week(days)];
    }

    // By name, or by number, 0 or 7 for Sunday.
    private static DayOfWeek? DayOf(string text)
        => Array.IndexOf(_days, text) is >= 0 and var index ? (DayOfWeek)index
            : Number(text, 0, 7) is { } number ? (DayOfWeek)(number % 7)
            : null;
}
