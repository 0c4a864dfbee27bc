using Octoplus.Core.Reference;

namespace Octoplus.Core.Jobs;

/// <summary>
/// Work that the program does by itself, on a schedule, or when asked to. Safe to be killed anywhere and run again: what is done is seen
/// in the data, not remembered by the run.
/// </summary>
public abstract class Job
{
    /// <summary>Stable key, such as <c>refresh-sources</c>; at most 40 characters.</summary>
    public abstract string Name { get; }

    /// <summary>Schedule as shipped: a cron expression (<see cref="CronSchedule"/>), in the time zone of the server.</summary>
    public abstract string DefaultSchedule { get; }

    /// <summary>Names of the jobs that this one follows: it runs too when one of them has changed something.</summary>
    public virtual IReadOnlyList<string> After => [];

    /// <summary>Does the work. An exception ends the run as failed, with a notice.</summary>
    public abstract Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken);
}

/// <summary>What a job came to.</summary>
/// <param name="HasChanged">Jobs that follow run only then.</param>
/// <param name="RowCount">Rows that it changed, read or wrote; what they are is the job's.</param>
/// <param name="Message">What came of it, in a sentence.</param>
/// <param name="HasFailed">A part of the work failed, as its log says; the rest was done.</param>
public sealed record JobResult(bool HasChanged, long RowCount, Message Message, bool HasFailed = false);
