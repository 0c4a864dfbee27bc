using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>What people and programs do with jobs, each deed with its entry in the audit log. Who may is asked before, by page or endpoint.</summary>
public sealed class JobActions(JobEngine engine, JobSchedule schedule, AuditLog audit)
{
    public const string Ran = "job.run";
    public const string Paused = "job.paused";
    public const string Resumed = "job.resumed";
    public const string Scheduled = "job.scheduled";
    public const string Stopped = "job.stopped";

    /// <summary>Starts a run that goes on by itself.</summary>
    /// <returns>Key of the run; null while the job runs.</returns>
    public async Task<long?> RunAsync(string job, string? parameter, AuditActor actor, CancellationToken cancellationToken)
    {
        if (await engine.StartAsync(new JobRequest(job, JobCause.Person, parameter, actor.Name), cancellationToken) is not { } started)
        {
            return null;
        }

        await WriteAsync(actor, Ran, job, Detail(started.RunId) + (parameter is null ? "" : " · " + parameter));
        return started.RunId;
    }

    /// <summary>Asks a run to stop, wherever it runs.</summary>
    /// <returns>False if it does not run, or was asked before.</returns>
    public async Task<bool> StopAsync(JobRun run, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var isAsked = await engine.StopAsync(run.Id, actor.Name, cancellationToken);
        if (isAsked)
        {
            await WriteAsync(actor, Stopped, run.Job, Detail(run.Id));
        }

        return isAsked;
    }

    /// <inheritdoc cref="JobSchedule.PauseAsync"/>
    public async Task<bool> PauseAsync(string job, AuditActor actor, CancellationToken cancellationToken)
    {
        var isPaused = await schedule.PauseAsync(job, cancellationToken);
        if (isPaused)
        {
            await WriteAsync(actor, Paused, job, "");
        }

        return isPaused;
    }

    /// <inheritdoc cref="JobSchedule.ResumeAsync"/>
    public async Task<bool> ResumeAsync(string job, AuditActor actor, CancellationToken cancellationToken)
    {
        var isResumed = await schedule.ResumeAsync(job, cancellationToken);
        if (isResumed)
        {
            await WriteAsync(actor, Resumed, job, "");
        }

        return isResumed;
    }

    /// <inheritdoc cref="JobSchedule.ChangeAsync"/>
    public async Task ScheduleAsync(string job, CronSchedule cron, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cron);
        var former = (await schedule.TimingsAsync(cancellationToken)).GetValueOrDefault(job)?.Cron;
        await schedule.ChangeAsync(job, cron, cancellationToken);
        await WriteAsync(actor, Scheduled, job, $"{former} → {cron.Expression}");
    }

    private static string Detail(long runId) => string.Create(CultureInfo.InvariantCulture, $"run {runId}");

    // Not cancelled with the request: the deed is done, so it is written down.
    private Task WriteAsync(AuditActor actor, string action, string job, string detail)
        => audit.WriteAsync(new AuditEntry(actor, action, job, detail), CancellationToken.None);
}
