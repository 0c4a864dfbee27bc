using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>Why a job runs.</summary>
public enum JobCause
{
    /// <summary>Its time has come.</summary>
    Schedule,

    /// <summary>Someone asked for it.</summary>
    Person,

    /// <summary>A job that it follows changed something.</summary>
    After,

    /// <summary>The command line.</summary>
    Command,
}

/// <summary>Where a run stands.</summary>
public enum JobState
{
    /// <summary>Holds its lease.</summary>
    Running,

    /// <summary>Ended, and changed something.</summary>
    Succeeded,

    /// <summary>Ended: there was nothing to do.</summary>
    Unchanged,

    /// <summary>Ended with a failure.</summary>
    Failed,

    /// <summary>The program was stopped in order, or someone stopped the run.</summary>
    Stopped,

    /// <summary>The process went without a word; a later run takes up the work.</summary>
    Died,
}

/// <summary>A run of a job.</summary>
public sealed record JobRun
{
    /// <summary>Key, ascending with time.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Why it runs.</summary>
    public required JobCause Cause { get; init; }

    /// <summary>The part of the job asked for, such as one source; null: all of it.</summary>
    public string? Parameter { get; init; }

    /// <summary>Key of the run that was cut off and that this one takes up again; null otherwise.</summary>
    public long? Resumes { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Machine and process.</summary>
    public required string Node { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>ISO 8601 in UTC.</summary>
    public required string StartedAt { get; init; }

    /// <summary>ISO 8601 in UTC; null while it runs.</summary>
    public string? EndedAt { get; init; }

    /// <summary>While it runs: code of what it does.</summary>
    public string? Step { get; init; }

    /// <summary>Rows, files or steps done of it.</summary>
    public required long RowsDone { get; init; }

    /// <summary>Of how many; null while unknown.</summary>
    public long? RowsTotal { get; init; }

    /// <summary>Rows that it changed, read or wrote; what they are is the job's.</summary>
    public required long RowCount { get; init; }

    /// <summary>What came of it.</summary>
    public Message? Message => Message.Parse(MessageCode, MessageArguments);

    /// <summary>Who asked it to stop, or stopped it; null if nobody did.</summary>
    public string? StoppedBy { get; init; }

    internal string? MessageCode { get; init; }

    internal string? MessageArguments { get; init; }
}

/// <summary>How grave a line of a log is.</summary>
public enum JobLogLevel
{
    /// <summary>Told for completeness.</summary>
    Info,

    /// <summary>Someone should look at it.</summary>
    Warning,

    /// <summary>Something was not done.</summary>
    Error,
}

/// <summary>A line of a run's log.</summary>
/// <param name="At">ISO 8601 in UTC.</param>
/// <param name="Subject">What it is about where a run has several, such as <c>source:3</c>; empty: the run.</param>
public sealed record JobLogLine(long RunId, string At, JobLogLevel Level, string Subject, string MessageCode, string MessageArguments)
{
    /// <summary>A line that says something now.</summary>
    public static JobLogLine Now(long runId, JobLogLevel level, string subject, Message message)
        => new(runId, Instant.Now(), level, subject, message.Code, message.ToJson());

    /// <summary>What it says.</summary>
    public Message Message => Message.Parse(MessageCode, MessageArguments)!;
}
