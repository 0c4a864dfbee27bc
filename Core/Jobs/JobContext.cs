using Octoplus.Core.Notices;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Jobs;

/// <summary>What a running job is told, and where it says how far it is, what it did, and what administrators should know. Safe for concurrent use.</summary>
/// <param name="lease">Of the run.</param>
/// <param name="cause">Why it runs.</param>
/// <param name="parameter">The part of the job asked for; null: all of it.</param>
public sealed class JobContext(JobLease lease, JobCause cause, string? parameter, string startedBy)
{
    /// <summary>Lines that the log of a run holds at most, the last of which says that there were more.</summary>
    public const int MaxLines = 5000;

    /// <summary>What a run may tell at most.</summary>
    public const int MaxNotices = 200;

    private readonly Lock _lock = new();
    private readonly List<JobLogLine> _lines = [];
    private readonly List<Notice> _notices = [];
    private int _written;
    private JobProgress _progress = new(null, 0, null);

    /// <summary>Key of the run.</summary>
    public long RunId => lease.RunId;

    /// <summary>Held while the work goes on; what is published is published under it.</summary>
    public JobLease Lease => lease;

    /// <summary>Why it runs.</summary>
    public JobCause Cause => cause;

    /// <summary>The part of the job asked for, such as the id of a source; null: all of it.</summary>
    public string? Parameter => parameter;

    /// <summary>Who asked for it: a user's name, or <c>system</c>.</summary>
    public string StartedBy => startedBy;

    /// <summary>Says how far the run is; kept about once a second.</summary>
    /// <param name="step">Code of what it does, whose text is <c>Step.&lt;code&gt;</c> in the resources; at most 60 characters.</param>
    public void Report(string step, long done = 0, long? total = null)
    {
        lock (_lock)
        {
            _progress = new JobProgress(step, done, total);
        }
    }

    /// <summary>Adds a line to the log of the run; beyond <see cref="MaxLines"/> it is left out.</summary>
    /// <param name="subject">What it is about where a run has several, such as <c>source:3</c>.</param>
    public void Log(JobLogLevel level, Message message, string subject = "")
    {
        lock (_lock)
        {
            if (_lines.Count < MaxLines)
            {
                _lines.Add(_lines.Count < MaxLines - 1
                    ? JobLogLine.Now(RunId, level, subject, message)
                    : JobLogLine.Now(RunId, JobLogLevel.Warning, "", Message.Of("job.log-full", MaxLines)));
            }
        }
    }

    /// <summary>Tells administrators something, once the run has ended; at most <see cref="MaxNotices"/> a run.</summary>
    public void Tell(Notice notice)
    {
        lock (_lock)
        {
            if (_notices.Count < MaxNotices)
            {
                _notices.Add(notice);
            }
        }
    }

    internal JobProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return _progress;
            }
        }
    }

    internal IReadOnlyList<Notice> Notices
    {
        get
        {
            lock (_lock)
            {
                return [.. _notices];
            }
        }
    }

    /// <summary>Writes what the log has gained since the last time.</summary>
    internal async Task WriteLinesAsync(JobLogStore log, CancellationToken cancellationToken)
    {
        var lines = LinesFrom(_written);
        if (lines.Count > 0)
        {
            await log.AddAsync(_written, lines, cancellationToken);
            _written += lines.Count;
        }
    }

    internal IReadOnlyList<JobLogLine> LinesFrom(int first)
    {
        lock (_lock)
        {
            return [.. _lines.Skip(first)];
        }
    }
}

/// <summary>How far a run is.</summary>
internal sealed record JobProgress(string? Step, long Done, long? Total);
