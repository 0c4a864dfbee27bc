using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>When a job runs by itself.</summary>
/// <param name="Cron">See <see cref="CronSchedule"/>.</param>
/// <param name="NextAt">When it is next due; in the past for a moment where a run was missed. Null: never again.</param>
/// <param name="PreviousAt">When it was last due.</param>
public sealed record JobTiming(string Job, string Cron, bool IsPaused, DateTimeOffset? NextAt, DateTimeOffset? PreviousAt);

/// <summary>
/// When jobs run by themselves: what an administrator changed outlives the program, and several nodes share one schedule. Times are computed from now at each
/// look and never stored, but for the last that was taken; so a clock that jumped puts nothing off. Safe for concurrent use.
/// </summary>
public sealed class JobSchedule(Database database, JobScheduleStore store, IEnumerable<Job> jobs, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<Job> _jobs = [.. jobs];

    /// <summary>Gives each new job its shipped schedule, and forgets jobs that are no more.</summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        // One node after the other: two must not both give a job its first schedule.
        await using var held = await database.Dialect.LockSchemaAsync(database, _patience, cancellationToken);
        var now = time.GetUtcNow();
        await store.AdoptAsync([.. _jobs.Select(j => new ScheduledJob(j.Name, j.DefaultSchedule, TimeZoneInfo.Local.Id, false, now))], cancellationToken);
    }

    /// <summary>All schedules, by name of the job.</summary>
    public async Task<IReadOnlyDictionary<string, ScheduledJob>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(cancellationToken);
        if (rows.Any(r => r.LastDueAt > time.GetUtcNow()))
        {
            await store.CorrectAsync(time.GetUtcNow(), cancellationToken);
            rows = await store.ReadAsync(cancellationToken);
        }

        return rows.ToDictionary(r => r.Job, StringComparer.Ordinal);
    }

    /// <summary>When jobs are due, by name.</summary>
    public async Task<IReadOnlyDictionary<string, JobTiming>> TimingsAsync(CancellationToken cancellationToken)
        => (await ReadAsync(cancellationToken)).Values
            .Select(r => new JobTiming(r.Job, r.Cron, r.IsPaused, DueAt(r) ?? CronSchedule.Find(r.Cron, r.TimeZone)?.Next(time.GetUtcNow()), r.LastDueAt))
            .ToDictionary(t => t.Job, StringComparer.Ordinal);

    /// <summary>The time of a job that has come and was not taken yet: the last one, however many were missed. Null: none.</summary>
    public DateTimeOffset? DueAt(ScheduledJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return CronSchedule.Find(job.Cron, job.TimeZone)?.Last(time.GetUtcNow()) is { } last && last > job.LastDueAt ? last : null;
    }

    /// <summary>Lets a job run no more by itself, until <see cref="ResumeAsync"/>.</summary>
    /// <returns>False if it is paused already.</returns>
    public Task<bool> PauseAsync(string job, CancellationToken cancellationToken) => store.SetPausedAsync(job, true, cancellationToken);

    /// <summary>Lets a paused job run by itself again; if its time came meanwhile, it runs at once, once.</summary>
    /// <returns>False if it is not paused.</returns>
    public Task<bool> ResumeAsync(string job, CancellationToken cancellationToken) => store.SetPausedAsync(job, false, cancellationToken);

    /// <summary>Gives a job another schedule, from now on; a paused one stays paused.</summary>
    public Task ChangeAsync(string job, CronSchedule cron, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cron);
        return store.ChangeAsync(job, cron.Expression, cron.TimeZone.Id, time.GetUtcNow(), cancellationToken);
    }

    /// <inheritdoc cref="JobScheduleStore.PassAsync"/>
    public Task PassAsync(string job, DateTimeOffset due, CancellationToken cancellationToken) => store.PassAsync(job, due, cancellationToken);
}
