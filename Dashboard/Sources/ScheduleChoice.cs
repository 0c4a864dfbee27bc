using System.Globalization;
using System.Text.RegularExpressions;

namespace Octoplus.Dashboard.Sources;

/// <summary>How often, as people choose it.</summary>
public enum ScheduleMode
{
    /// <summary>Every hour, at a minute.</summary>
    Hourly,

    /// <summary>Every day, at a time.</summary>
    Daily,

    /// <summary>On a day of the week, at a time.</summary>
    Weekly,

    /// <summary>On a day of the month, at a time.</summary>
    Monthly,

    /// <summary>A cron expression of one's own.</summary>
    Own,
}

/// <summary>A schedule as it is chosen, beside the cron expression that it stands for.</summary>
/// <param name="Weekday">As cron names it: MON to SUN.</param>
/// <param name="Day">Of the month, 1 to 28, so that no month is left out.</param>
/// <param name="Own">The expression, with <see cref="ScheduleMode.Own"/>.</param>
internal sealed partial record ScheduleChoice(ScheduleMode Mode, int Hour = 5, int Minute = 30, string Weekday = "MON", int Day = 1, string Own = "")
{
    /// <summary>Last day of the month that can be chosen.</summary>
    public const int MaxDay = 28;

    public static readonly IReadOnlyList<string> Weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

    /// <summary>The choice that an expression stands for.</summary>
    public static ScheduleChoice Of(string cron)
    {
        var match = Simple().Match(cron);
        var choice = new ScheduleChoice(ScheduleMode.Own, Own: cron);
        if (!match.Success || Number(match, "minute") > 59 || (match.Groups["hour"].Success && Number(match, "hour") > 23))
        {
            return choice;
        }

        choice = choice with { Minute = Number(match, "minute"), Hour = match.Groups["hour"].Success ? Number(match, "hour") : choice.Hour };
        return match switch
        {
            _ when match.Groups["weekday"].Success => choice with { Mode = ScheduleMode.Weekly, Weekday = match.Groups["weekday"].Value },
            _ when match.Groups["day"].Success && match.Groups["hour"].Success && Number(match, "day") is >= 1 and <= MaxDay and var day => choice with { Mode = ScheduleMode.Monthly, Day = day },
            _ when match.Groups["day"].Success => choice,
            _ => choice with { Mode = match.Groups["hour"].Success ? ScheduleMode.Daily : ScheduleMode.Hourly },
        };
    }

    /// <summary>The cron expression.</summary>
    public string ToCron() => Mode switch
    {
        ScheduleMode.Hourly => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} * * * ?"),
        ScheduleMode.Daily => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} * * ?"),
        ScheduleMode.Weekly => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} ? * {Weekday}"),
        ScheduleMode.Monthly => string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {Hour} {Day} * ?"),
        _ => Own.Trim(),
    };

    /// <summary>The hour of the day as an input of type time has it.</summary>
    public string Time => string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}");

    public ScheduleChoice WithTime(string? text)
        => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? this with { Hour = time.Hour, Minute = time.Minute } : this;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A0 (?<minute>[0-9]{1,2}) (?:\*|(?<hour>[0-9]{1,2})) (?:(?:\*|(?<day>[0-9]{1,2})) \* \?|\? \* (?<weekday>MON|TUE|WED|THU|FRI|SAT|SUN))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Simple();
}
