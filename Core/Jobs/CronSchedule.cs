using System.Globalization;
using Cronos;

namespace Octoplus.Core.Jobs;

/// <summary>Why an expression is no schedule.</summary>
public enum CronProblem
{
    /// <summary>Nothing is there.</summary>
    Empty,

    /// <summary>Longer than <see cref="CronSchedule.MaxLength"/>.</summary>
    TooLong,

    /// <summary>Not six fields.</summary>
    Fields,

    /// <summary>More often than once a minute: the seconds are no single number.</summary>
    TooOften,

    /// <summary>A field cannot be read.</summary>
    Unreadable,

    /// <summary>No such time comes.</summary>
    Never,
}

/// <summary>An expression that is no schedule.</summary>
public sealed class CronException(CronProblem problem, string message) : FormatException(message)
{
    /// <summary>What is wrong.</summary>
    public CronProblem Problem => problem;
}

/// <summary>
/// A schedule: seconds, minutes, hours, day of the month, month, day of the week (0 or 7 for Sunday, or by name), as Cronos reads them; at most once a minute.
/// Where both a day of the month and one of the week are given, both must hold.
/// </summary>
public sealed class CronSchedule
{
    /// <summary>Characters of an expression at most.</summary>
    public const int MaxLength = 100;

    private const int Years = 10;

    private readonly CronExpression _cron;

    private CronSchedule(string expression, CronExpression cron, TimeZoneInfo zone)
    {
        (Expression, _cron, TimeZone) = (expression, cron, zone);
    }

    /// <summary>As written, in capitals, one blank between fields.</summary>
    public string Expression { get; }

    /// <summary>The zone in which its hours are read.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="zone">Null: that of the server.</param>
    /// <exception cref="CronException">It is no schedule; the message says what is wrong.</exception>
    public static CronSchedule Parse(string? text, TimeZoneInfo? zone = null)
    {
        var fields = (text ?? "").ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0)
        {
            throw new CronException(CronProblem.Empty, "There is no expression.");
        }

        if (text!.Length > MaxLength)
        {
            throw new CronException(CronProblem.TooLong, string.Create(CultureInfo.InvariantCulture, $"The expression has more than {MaxLength} characters."));
        }

        if (fields.Length != 6) // a schedule with a year would come to an end
        {
            throw new CronException(
                CronProblem.Fields,
                string.Create(CultureInfo.InvariantCulture, $"The expression has {fields.Length} fields: expected six: seconds, minutes, hours, day of the month, month, day of the week."));
        }

        if (!fields[0].All(char.IsAsciiDigit))
        {
            throw new CronException(CronProblem.TooOften, $"The seconds are '{fields[0]}': expected one number, for a job runs at most once a minute.");
        }

        return Read(string.Join(' ', fields), zone ?? TimeZoneInfo.Local);
    }

    /// <summary>The schedule of an expression; null where it is none, or the server does not know the zone.</summary>
    public static CronSchedule? Find(string expression, string timeZone)
    {
        try
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? Parse(expression, zone) : null;
        }
        catch (CronException)
        {
            return null;
        }
    }

    /// <summary>The next time of an expression, in the time zone of the server; null where none comes, or it is no schedule.</summary>
    public static DateTimeOffset? NextOf(string expression, DateTimeOffset after) => Find(expression, TimeZoneInfo.Local.Id)?.Next(after);

    /// <summary>The next time.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _cron.GetNextOccurrence(after, TimeZone);

    /// <summary>The next times.</summary>
    public IReadOnlyList<DateTimeOffset> Next(int count, DateTimeOffset after)
    {
        var times = new List<DateTimeOffset>();
        while (times.Count < count && Next(times.Count > 0 ? times[^1] : after) is { } next)
        {
            times.Add(next);
        }

        return times;
    }

    /// <summary>The last time that had come at a moment.</summary>
    public DateTimeOffset? Last(DateTimeOffset at) => _cron.GetPreviousOccurrence(at, TimeZone, inclusive: true);

    private static CronSchedule Read(string expression, TimeZoneInfo zone)
    {
        CronExpression cron;
        try
        {
            cron = CronExpression.Parse(expression, CronFormat.IncludeSeconds);
        }
        catch (Exception e) when (e is FormatException or MissingSeedException) // the second for H, a time of the program's choice
        {
            throw new CronException(CronProblem.Unreadable, e.Message);
        }

        var now = DateTimeOffset.UtcNow;
        return cron.GetNextOccurrence(now, zone) is { } next && next < now.AddYears(Years)
            ? new CronSchedule(expression, cron, zone)
            : throw new CronException(CronProblem.Never, "No such time comes in the next ten years.");
    }
}
