using Microsoft.Extensions.Logging;
using Octoplus.Core.Storage;
using Quartz;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// When jobs run by themselves. Kept in the database (tables <c>QRTZ_…</c>), so that what an administrator changed outlives the program, a time that
/// was missed is caught up, once, and several nodes share one schedule. Safe for concurrent use.
/// </summary>
public sealed class JobSchedule(Database database, JobRunner runner, JobStarter starter, ILoggerFactory loggers) : IAsyncDisposable
{
    private const string Group = "octoplus";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _checkIn = TimeSpan.FromSeconds(7.5);

    private SchedulerContainer? _container;

    /// <summary>Whether this process takes part: not before its first data is loaded, nor while the database is away at the start.</summary>
    public bool IsStarted => _container is not null;

    private IScheduler Scheduler => _container?.Scheduler ?? throw new ScheduleNotStartedException();

    /// <summary>
    /// Takes part in the schedule from now on: makes its tables where they are missing, gives each new job its shipped schedule, forgets jobs that
    /// are no more.
    /// </summary>
    /// <exception cref="SchedulerException">The database is away, as <see cref="System.Data.Common.DbException"/>; it may be tried again.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // One node after the other: two must not both make the tables, or give a job its first trigger.
        await using var held = await database.Dialect.LockSchemaAsync(database, _patience, cancellationToken);
        var container = await SchedulerContainer.CreateAsync(database, starter, loggers, _checkIn, cancellationToken);
        try
        {
            await AdoptAsync(container.Scheduler, cancellationToken);
            await container.Scheduler.Start(cancellationToken);
            _container = container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>When jobs are due, by name.</summary>
    /// <exception cref="ScheduleNotStartedException">This process takes no part in it yet.</exception>
    /// <exception cref="SchedulerException">The database is away.</exception>
    public async Task<IReadOnlyDictionary<string, JobTiming>> TimingsAsync(CancellationToken cancellationToken)
    {
        var keys = runner.Jobs.Select(j => new TriggerKey(j.Name, Group)).ToList();
        var triggers = await Scheduler.GetTriggers(keys, cancellationToken);
        var timings = new Dictionary<string, JobTiming>(StringComparer.Ordinal);
        foreach (var trigger in triggers.OfType<ICronTrigger>())
        {
            var state = await Scheduler.GetTriggerState(trigger.Key, cancellationToken);
            timings[trigger.Key.Name] = new JobTiming(
                trigger.Key.Name,
                trigger.CronExpressionString ?? "",
                state == TriggerState.Paused,
                trigger.NextFireTimeUtc,
                trigger.PreviousFireTimeUtc);
        }

        return timings;
    }

    /// <summary>Lets a job run no more by itself, until <see cref="ResumeAsync"/>.</summary>
    /// <returns>False if it is paused already.</returns>
    /// <inheritdoc cref="TimingsAsync" path="/exception"/>
    public async Task<bool> PauseAsync(string job, CancellationToken cancellationToken)
        => await Scheduler.PauseTrigger(new TriggerKey(job, Group), cancellationToken);

    /// <summary>Lets a paused job run by itself again; if its time came meanwhile, it runs at once, once.</summary>
    /// <returns>False if it is not paused.</returns>
    /// <inheritdoc cref="TimingsAsync" path="/exception"/>
    public async Task<bool> ResumeAsync(string job, CancellationToken cancellationToken)
        => await Scheduler.ResumeTrigger(new TriggerKey(job, Group), cancellationToken);

    /// <summary>Gives a job another schedule, from now on; a paused one stays paused.</summary>
    /// <param name="cron">Checked by the caller: <see cref="CronSchedule.Parse"/>.</param>
    /// <inheritdoc cref="TimingsAsync" path="/exception"/>
    public async Task ChangeAsync(string job, CronSchedule cron, CancellationToken cancellationToken)
    {
        var key = new TriggerKey(job, Group);
        var isPaused = await Scheduler.GetTriggerState(key, cancellationToken) == TriggerState.Paused;
        await Scheduler.RescheduleJob(key, Trigger(job, cron), cancellationToken);
        if (isPaused)
        {
            await Scheduler.PauseTrigger(key, cancellationToken);
        }
    }

    /// <summary>Takes part no more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _container, null) is { } container)
        {
            await container.DisposeAsync();
        }
    }

    private static ITrigger Trigger(string job, CronSchedule cron)
        => TriggerBuilder.Create()
            .WithIdentity(job, Group)
            .ForJob(new JobKey(job, Group))
            .WithCronSchedule(cron.Expression, c => c.WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();

    private async Task AdoptAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var gone = (await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(Group) }, cancellationToken))
            .Items.Select(j => j.Key).Where(k => runner.Find(k.Name) is null).ToList();
        await scheduler.DeleteJobs(gone, cancellationToken);
        foreach (var job in runner.Jobs)
        {
            // Stored anew each time, since a stored job names the type that runs it.
            var detail = JobBuilder.Create<ScheduledRun>().WithIdentity(job.Name, Group).StoreDurably().RequestRecovery().Build();
            await scheduler.AddJob(detail, new AddJobOptions { Replace = true }, cancellationToken);
            var key = new TriggerKey(job.Name, Group);
            switch (await scheduler.GetTriggerState(key, cancellationToken))
            {
                case TriggerState.None:
                    await scheduler.ScheduleJob(Trigger(job.Name, CronSchedule.Parse(job.DefaultSchedule)), default, cancellationToken);
                    break;
                case TriggerState.Error:
                    // It could not be fired by an earlier start of the program; this one may.
                    await scheduler.ResetTriggerFromErrorState(key, cancellationToken);
                    break;
            }
        }
    }
}

/// <summary>This process takes no part in the schedule yet.</summary>
public sealed class ScheduleNotStartedException() : InvalidOperationException("The schedule of jobs is not started yet on this node: try again in a moment.");
