using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>
/// Runs jobs, one run of each at a time among all processes on the database. To be read from top to bottom: what is due, a run that begins under a lease, its work, its end.
/// Whoever wants a job run goes through here. What is due is read from the database: it does not matter who looks, or how often. Safe for concurrent use.
/// </summary>
public sealed partial class JobEngine(
    JobRunStore runs, JobRunQueries queries, JobLogStore log, LeaseStore leases, JobSchedule schedule, IEnumerable<Job> jobs, ILogger<JobEngine> logger)
{
    /// <summary>Who starts what nobody asked for.</summary>
    public const string System = "system";

    private static readonly string _node = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");

    // Never disposed, for a host may be stopped once more when its services are gone; without a timer it holds nothing.
    private readonly CancellationTokenSource _ending = new();

    private readonly ConcurrentDictionary<long, Task> _running = new();

    /// <summary>Raised when a run of this process has begun or ended, on any thread.</summary>
    public event Action? Changed;

    /// <summary>All jobs, in the order of their names.</summary>
    public IReadOnlyList<Job> Jobs { get; } = [.. jobs.OrderBy(j => j.Name, StringComparer.Ordinal)];

    /// <summary>No run of this process is under way.</summary>
    public bool IsIdle => _running.IsEmpty;

    /// <summary>Of the leases of runs.</summary>
    public LeaseTimes Times { get; init; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));

    /// <summary>The job of a name; null where there is none.</summary>
    public Job? Find(string name) => Jobs.FirstOrDefault(j => j.Name == name);

    /// <summary>Looks once for what is due and starts it: runs that were cut off, jobs that follow one which changed something, times that have come. Paused jobs are left alone.</summary>
    /// <returns>How many runs were started.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        await runs.MarkDiedAsync(cancellationToken);
        var scheduled = await schedule.ReadAsync(cancellationToken);
        var started = 0;
        foreach (var request in (await DueAsync(scheduled.Values, cancellationToken)).Where(r => scheduled.GetValueOrDefault(r.Job) is not { IsPaused: true }))
        {
            started += await StartAsync(request, cancellationToken) is null ? 0 : 1;
        }

        return started;
    }

    private async Task<List<JobRequest>> DueAsync(IEnumerable<ScheduledJob> scheduled, CancellationToken cancellationToken)
    {
        // What was cut off first: it may be what a follower waits for. Each is asked for again as it was.
        var due = (await queries.UnfinishedAsync(cancellationToken))
            .Where(run => Find(run.Job) is not null)
            .Select(run => new JobRequest(run.Job, run.Cause, run.Parameter, run.StartedBy, Resumes: run.Id))
            .ToList();
        foreach (var job in Jobs.Where(j => due.TrueForAll(d => d.Job != j.Name)))
        {
            if (await queries.IsDueAfterAsync(job.Name, job.After, cancellationToken))
            {
                due.Add(new JobRequest(job.Name, JobCause.After, null, System, IsOnlyIfDue: true));
            }
        }

        due.AddRange(scheduled.Where(s => Find(s.Job) is not null).Select(AtItsTime).OfType<JobRequest>());
        return due;
    }

    private JobRequest? AtItsTime(ScheduledJob job)
        => schedule.DueAt(job) is { } due ? new JobRequest(job.Job, JobCause.Schedule, null, System, DueAt: due) : null;

    /// <summary>Starts a job whose time has come, unless that time was taken, here or elsewhere; a time that comes while the job runs is left out.</summary>
    public async Task<bool> StartAtItsTimeAsync(string job, CancellationToken cancellationToken)
        => (await schedule.ReadAsync(cancellationToken)).GetValueOrDefault(job) is { IsPaused: false } scheduled
            && AtItsTime(scheduled) is { } request && await StartAsync(request, cancellationToken) is not null;

    /// <summary>Starts a run that goes on after this returns, until the process ends.</summary>
    /// <param name="cancellationToken">Of the starting only.</param>
    /// <returns>Null while the job runs, here or elsewhere, or when the reason of the request is gone, or the process ends.</returns>
    public async Task<StartedRun?> StartAsync(JobRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _ending.IsCancellationRequested ? null : await BeginAsync(request, _ending.Token);
        if (started is null && request.DueAt is { } due && !_ending.IsCancellationRequested)
        {
            await schedule.PassAsync(request.Job, due, cancellationToken);
            LogLeftOut(request.Job, due);
        }

        return started;
    }

    /// <summary>Runs a job to its end.</summary>
    /// <param name="cancellationToken">Stops the run too.</param>
    /// <returns>The run; null while the job runs, here or elsewhere.</returns>
    /// <exception cref="DbException">The database went away for longer than a lease; the run is taken up again later.</exception>
    public async Task<JobRun?> RunAsync(string name, JobCause cause, string? parameter, string startedBy, CancellationToken cancellationToken)
    {
        if (await BeginAsync(new JobRequest(name, cause, parameter, startedBy), cancellationToken) is not { } started)
        {
            return null;
        }

        var run = await started.Ended;
        cancellationToken.ThrowIfCancellationRequested();
        return run;
    }

    private async Task<StartedRun?> BeginAsync(JobRequest request, CancellationToken stop)
    {
        var job = Find(request.Job)
            ?? throw new ArgumentException($"There is no job '{request.Job}'. Jobs: {string.Join(", ", Jobs.Select(j => j.Name))}.", nameof(request));
        var run = new NewRun(job.Name, request.Cause, request.Parameter, request.StartedBy, _node, request.Resumes, request.IsOnlyIfDue ? job.After : null, request.DueAt);
        if (await runs.BeginAsync(run, Times.Length, stop) is not { } lease)
        {
            return null;
        }

        Changed?.Invoke();
        var ended = Task.Run(() => WorkAsync(job, request, lease, stop), CancellationToken.None); // the first steps of a job may not await
        _running[lease.RunId] = ended;
        _ = ended.ContinueWith(_ => _running.TryRemove(lease.RunId, out Task? _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new StartedRun(lease.RunId, ended);
    }

    // With each renewal of the lease progress and log are written, and a request to stop is handed on.
    private async Task<JobRun> WorkAsync(Job job, JobRequest request, JobLease lease, CancellationToken cancellationToken)
    {
        // A command that is stopped was stopped by whoever gave it; a server that ends takes its runs up again.
        var stoppedBy = request is { Cause: JobCause.Command, Resumes: null } ? request.StartedBy : null;
        var context = new JobContext(lease, request.Cause, request.Parameter, request.StartedBy);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewer = new LeaseRenewer(leases, lease.Lease, Times, e => LogNotRenewed(e, job.Name));
        try
        {
            var end = await renewer.RunAsync(token => DoAsync(job, context, () => stoppedBy, token), ReportAsync, stop.Token);
            if (renewer.IsLost)
            {
                LogLost(job.Name, lease.RunId);
            }
            else
            {
                // Not cancelled with the run: it is over, and is written down as such.
                await renewer.InsistAsync(async () =>
                {
                    await context.WriteLinesAsync(log, CancellationToken.None);
                    await runs.EndAsync(lease, end, context.Notices, CancellationToken.None);
                });
            }
        }
        catch (Exception e)
        {
            LogNotWritten(e, job.Name, lease.RunId); // marked as died when its lease is over, and taken up again
            throw;
        }
        finally
        {
            Changed?.Invoke();
        }

        var run = await queries.FindAsync(lease.RunId, CancellationToken.None)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Run {lease.RunId} of '{job.Name}' is gone."));
        LogEnded(job.Name, run.Id, run.State);
        return run;

        async Task ReportAsync(CancellationToken token)
        {
            await context.WriteLinesAsync(log, token);
            var progress = context.Progress;
            if (await runs.ReportAsync(lease.RunId, progress.Step, progress.Done, progress.Total, token) is { } who && !stop.IsCancellationRequested)
            {
                stoppedBy = who;
                await stop.CancelAsync();
            }
        }
    }

    // Whatever comes of the work becomes an end that can be written down.
    private static async Task<JobEnd> DoAsync(Job job, JobContext context, Func<string?> stoppedBy, CancellationToken cancellationToken)
    {
        var link = $"/admin/taches/{job.Name}";
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await job.RunAsync(context, cancellationToken);
            if (!result.HasFailed)
            {
                context.Tell(new Notice(NoticeKind.Recovered, $"job:{job.Name}:failed", Message.Of("job.recovered", job.Name), link));
            }

            context.Tell(new Notice(NoticeKind.Recovered, $"job:{job.Name}:died", Message.Of("job.recovered", job.Name), link));
            var state = result.HasFailed ? JobState.Failed : result.HasChanged ? JobState.Succeeded : JobState.Unchanged;
            return new JobEnd(state, result.RowCount, result.Message, result.HasChanged);
        }
#pragma warning disable CA1031 // a driver may tell of the end as of a failure; whatever else went wrong with one run is told at that run, and the next one is tried
        catch (Exception e)
#pragma warning restore CA1031
        {
            var failure = Message.Of("job.exception", e.GetType().Name, e.Message);
            var isStopped = cancellationToken.IsCancellationRequested;
            if (!isStopped || e is not OperationCanceledException)
            {
                context.Log(isStopped ? JobLogLevel.Warning : JobLogLevel.Error, failure);
            }

            if (isStopped)
            {
                var who = stoppedBy();
                return new JobEnd(JobState.Stopped, 0, who is null ? Message.Of("job.stopped") : Message.Of("job.stopped-by", who), StoppedBy: who);
            }

            context.Tell(new Notice(NoticeKind.Failed, $"job:{job.Name}:failed", Message.Of("job.failed", job.Name, e.Message), link));
            return new JobEnd(JobState.Failed, 0, failure);
        }
    }

    /// <summary>Asks a run to stop, wherever it runs.</summary>
    /// <returns>False if it does not run, or was asked before.</returns>
    public Task<bool> StopAsync(long runId, string who, CancellationToken cancellationToken) => runs.RequestStopAsync(runId, who, cancellationToken);

    /// <summary>Tells all runs of this process to stop, and waits until they have; no other begins.</summary>
    public async Task EndAsync(CancellationToken patience)
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(LogLevel.Information, "The time {Due} of the job {Job} is left out: it runs already, or another node has taken it.")]
    private partial void LogLeftOut(string job, DateTimeOffset due);

    [LoggerMessage(LogLevel.Information, "Run {RunId} of the job {Job} ended: {State}.")]
    private partial void LogEnded(string job, long runId, JobState state);

    [LoggerMessage(LogLevel.Warning, "The lease of the job {Job} could not be renewed, or its end be written down; it is tried again.")]
    private partial void LogNotRenewed(Exception exception, string job);

    [LoggerMessage(LogLevel.Error, "The lease of the job {Job} is lost: its run {RunId} is stopped here.")]
    private partial void LogLost(string job, long runId);

    [LoggerMessage(LogLevel.Error, "The end of run {RunId} of the job {Job} could not be written down.")]
    private partial void LogNotWritten(Exception exception, string job, long runId);
}
