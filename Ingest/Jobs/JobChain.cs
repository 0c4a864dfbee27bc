using Octoplus.Core.Jobs;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// Starts what is due besides the schedule: runs that were cut off, and jobs that follow one which changed something. What is due is read from
/// the runs, so that nothing is lost with a process, and it does not matter who looks, or how often.
/// </summary>
public sealed class JobChain(JobRunner runner, JobStarter starter, JobRunQueries queries, JobSchedule schedule)
{
    /// <summary>Looks once. Jobs that are paused are left alone.</summary>
    /// <returns>How many runs were started.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        await runner.MarkDiedAsync(cancellationToken);
        var due = await DueAsync(cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        var timings = await schedule.TimingsAsync(cancellationToken);
        var started = 0;
        foreach (var request in due.Where(r => !timings.TryGetValue(r.Job, out var timing) || !timing.IsPaused))
        {
            started += await starter.StartAsync(request, cancellationToken) is null ? 0 : 1;
        }

        return started;
    }

    private async Task<List<JobRequest>> DueAsync(CancellationToken cancellationToken)
    {
        // What was cut off first: it may be what a follower waits for. Each is asked for again as it was.
        var due = (await queries.UnfinishedAsync(cancellationToken))
            .Where(run => runner.Find(run.Job) is not null)
            .Select(run => new JobRequest(run.Job, run.Cause, run.Parameter, run.StartedBy, Resumes: run.Id))
            .ToList();
        foreach (var job in runner.Jobs.Where(j => due.TrueForAll(d => d.Job != j.Name)))
        {
            if (await queries.IsDueAfterAsync(job.Name, job.After, cancellationToken))
            {
                due.Add(new JobRequest(job.Name, JobCause.After, null, JobStarter.System, IsOnlyIfDue: true));
            }
        }

        return due;
    }
}
