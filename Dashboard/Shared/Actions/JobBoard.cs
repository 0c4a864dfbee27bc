using Octoplus.Core.Jobs;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>What an administrator should know of a job at a glance.</summary>
public enum JobHealth
{
    /// <summary>It has not run yet.</summary>
    New,

    /// <summary>It ended well the last time.</summary>
    Good,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It does not run by itself.</summary>
    Paused,

    /// <summary>Its last run was stopped before its end.</summary>
    Stopped,

    /// <summary>Its last run failed, or its process went.</summary>
    Failed,

    /// <summary>Its time has come, and it does not run.</summary>
    Overdue,
}

/// <summary>A job with its last run and its schedule.</summary>
/// <param name="Timing">Null while this node takes no part in the schedule.</param>
/// <param name="Depth">How many jobs come before it, at most; null: it neither follows another nor is followed.</param>
public sealed record JobRow(Job Job, JobRun? Last, JobTiming? Timing, JobHealth Health, int? Depth)
{
    public string Name => Job.Name;

    public bool IsRunning => Last?.State == JobState.Running;

    /// <summary>Someone should look at it.</summary>
    public bool IsTrouble => Health is JobHealth.Failed or JobHealth.Overdue;
}

/// <summary>Reads all jobs as they stand.</summary>
public sealed class JobBoard(JobEngine engine, JobSchedule schedule, JobRunQueries runs, ScheduleState state, TimeProvider time)
{
    // The server looks every few seconds.
    private static readonly TimeSpan _overdueAfter = TimeSpan.FromMinutes(2);

    /// <summary>Whether this node takes part in the schedule.</summary>
    public bool IsScheduleStarted => state.IsStarted;

    /// <summary>All jobs, what follows each other first.</summary>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task<IReadOnlyList<JobRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var last = await runs.LatestAsync(cancellationToken);
        var timings = state.IsStarted ? await schedule.TimingsAsync(cancellationToken) : new Dictionary<string, JobTiming>(StringComparer.Ordinal);
        var rows = engine.Jobs.Select(job =>
        {
            var run = last.GetValueOrDefault(job.Name);
            var timing = timings.GetValueOrDefault(job.Name);
            return new JobRow(job, run, timing, HealthOf(run, timing), IsAlone(job) ? null : Depth(job.Name, engine.Jobs.Count));
        });

        // What follows each other first, in that order.
        return [.. rows.OrderBy(r => r.Depth ?? int.MaxValue).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>How many jobs come before this one, at most.</summary>
    /// <param name="most">Bounds the way: two jobs that follow each other would have no end.</param>
    private int Depth(string job, int most)
        => most == 0 || engine.Find(job) is not { } known ? 0
            : known.After.Where(name => engine.Find(name) is not null).Select(name => 1 + Depth(name, most - 1)).DefaultIfEmpty(0).Max();

    // It neither follows another nor is followed.
    private bool IsAlone(Job job)
        => !engine.Jobs.Any(o => o.After.Contains(job.Name, StringComparer.Ordinal)) && !job.After.Any(name => engine.Find(name) is not null);

    private JobHealth HealthOf(JobRun? run, JobTiming? timing)
        => run?.State == JobState.Running ? JobHealth.Running
            : run?.State is JobState.Failed or JobState.Died ? JobHealth.Failed
            : timing is { IsPaused: true } ? JobHealth.Paused
            : timing?.NextAt is { } next && next < time.GetUtcNow() - _overdueAfter ? JobHealth.Overdue
            : run?.State switch
            {
                null => JobHealth.New,
                JobState.Stopped => JobHealth.Stopped,
                _ => JobHealth.Good,
            };
}
