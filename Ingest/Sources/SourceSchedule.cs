using Quartz;

namespace Octoplus.Ingest.Sources;

/// <summary>When a source is asked: Quartz cron expressions (seconds first), in the time zone of the server.</summary>
public static class SourceSchedule
{
    /// <summary>Whether an expression can be used.</summary>
    public static bool IsValid(string expression) => CronExpression.TryParse(expression, out _);

    /// <summary>The first time after a moment; null where there is none, or the expression cannot be used.</summary>
    public static DateTimeOffset? Next(string expression, DateTimeOffset after)
        => CronExpression.TryParse(expression, out var cron) ? cron.WithTimeZone(TimeZoneInfo.Local).GetNextValidTimeAfter(after) : null;
}
