using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>A run about to begin.</summary>
/// <param name="Resumes">Key of the run that was cut off and is taken up: it begins only while that is still to be done. Null: it is none.</param>
/// <param name="After">Names of the jobs that it follows: it begins only while one of them changed something that it has not seen. Null: it begins in any case.</param>
/// <param name="DueAt">The time of its schedule that has come: it begins only if nobody has taken that time. Null: it runs for another reason.</param>
public sealed record NewRun(
    string Job, JobCause Cause, string? Parameter, string StartedBy, string Node, long? Resumes = null, IReadOnlyList<string>? After = null,
    DateTimeOffset? DueAt = null);

/// <summary>How a run ended.</summary>
/// <param name="RowCount">Rows that it changed, read or wrote; what they are is the job's.</param>
/// <param name="Message">What came of it.</param>
/// <param name="HasChanged">Jobs that follow are due; so they are after a run that failed in one part and changed something in another.</param>
/// <param name="StoppedBy">Who stopped it; null: nobody, or the program ended.</param>
public sealed record JobEnd(JobState State, long RowCount, Message Message, bool HasChanged = false, string? StoppedBy = null);

/// <summary>The right of one run to do the work of its job, for a time.</summary>
/// <param name="RunId">Key of the run.</param>
/// <param name="Job">Name of the job.</param>
/// <param name="Lease">Of the job; one process holds it at a time.</param>
public sealed record JobLease(long RunId, string Job, Lease Lease)
{
    /// <summary>Of no run: for work of a job that is tried and publishes nothing.</summary>
    public static JobLease None { get; } = new(0, "", new Lease("", ""));
}
