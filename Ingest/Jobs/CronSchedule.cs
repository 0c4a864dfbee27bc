using System.Globalization;
using Quartz;

namespace Octoplus.Ingest.Jobs;

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

/// <summary>A schedule: seconds, minutes, hours, day of the month, month, day of the week, as Quartz reads them; at most once a minute.</summary>
public sealed class CronSchedule
{
    /// <summary>Characters of an expression at most.</summary>
    public const int MaxLength = 100;

    private const int Years = 10;

    // Of seconds, minutes, hours, days of the month, months and days of the week.
    private static readonly int[] _limits = [59, 59, 23, 31, 12, 7];

    private readonly CronExpression _cron;

    private CronSchedule(string expression, CronExpression cron)
    {
        Expression = expression;
        _cron = cron;
    }

    /// <summary>As written, in capitals, one blank between fields.</summary>
    public string Expression { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="CronException">It is no schedule; the message says what is wrong.</exception>
    public static CronSchedule Parse(string? text)
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

        // Quartz takes minute 99 for any minute.
        foreach (var (field, limit) in fields.Zip(_limits))
        {
            if (Array.Find(field.Split([',', '-', '/']), part => part.Length > 0 && part.All(char.IsAsciiDigit) && (part.Length > 2 || int.Parse(part, CultureInfo.InvariantCulture) > limit)) is { } number)
            {
                throw new CronException(CronProblem.Unreadable, string.Create(CultureInfo.InvariantCulture, $"'{number}' in '{field}' is above {limit}."));
            }
        }

        return Read(string.Join(' ', fields));
    }

    /// <summary>The next time of an expression, in the time zone of the server; null where none comes, or it is no schedule.</summary>
    public static DateTimeOffset? NextOf(string expression, DateTimeOffset after)
    {
        try
        {
            return Parse(expression).Next(1, after) is [var next] ? next : null;
        }
        catch (CronException)
        {
            return null;
        }
    }

    /// <summary>The next times, in the time zone of the server.</summary>
    public IReadOnlyList<DateTimeOffset> Next(int count, DateTimeOffset after)
    {
        var times = new List<DateTimeOffset>();
        var last = after;
        while (times.Count < count && _cron.GetNextValidTimeAfter(last) is { } next)
        {
            times.Add(TimeZoneInfo.ConvertTime(next, _cron.TimeZone));
            last = next;
        }

        return times;
    }

    private static CronSchedule Read(string expression)
    {
        CronExpression cron;
        try
        {
            cron = new CronExpression(expression, TimeZoneInfo.Local);
        }
        catch (FormatException e)
        {
            throw new CronException(CronProblem.Unreadable, e.Message);
        }

        var now = DateTimeOffset.UtcNow;
        return cron.GetNextValidTimeAfter(now) is { } next && next < now.AddYears(Years)
            ? new CronSchedule(expression, cron)
            : throw new CronException(CronProblem.Never, "No such time comes in the next ten years.");
    }
}
