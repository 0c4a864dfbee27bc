namespace Octoplus.Core.Jobs;

/// <summary>That someone wants a job run.</summary>
/// <param name="Parameter">The part of the job asked for; null: all of it.</param>
/// <param name="StartedBy">Name of a user, or <c>system</c>.</param>
/// <param name="Resumes">Key of the run that was cut off and is to be taken up, if that is still to be done.</param>
/// <param name="IsOnlyIfDue">Only while a job that it follows has changed something that it has not seen.</param>
/// <param name="DueAt">The time of its schedule that has come, if nobody has taken it.</param>
public sealed record JobRequest(
    string Job, JobCause Cause, string? Parameter, string StartedBy, long? Resumes = null, bool IsOnlyIfDue = false, DateTimeOffset? DueAt = null);

/// <summary>A run under way.</summary>
/// <param name="RunId">Its key.</param>
/// <param name="Ended">Ends with the run, as it is written down; fails only if that could not be written down.</param>
public sealed record StartedRun(long RunId, Task<JobRun> Ended);
