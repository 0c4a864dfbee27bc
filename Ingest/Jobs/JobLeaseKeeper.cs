using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Octoplus.Core.Jobs;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// Keeps the lease of one run while its work goes on: renews it, writes progress and log, hands on a request to stop, and stops the work
/// when the lease is lost, or could not be renewed for as long as it lasts, for then another process may run the job.
/// </summary>
internal sealed partial class JobLeaseKeeper(JobRunStore store, JobLogStore log, JobLease lease, JobContext context, JobLeaseTimes times, ILogger logger)
{
    private long _renewedAt = Stopwatch.GetTimestamp();
    private int _written;

    /// <summary>Who asked the run to stop; null: nobody.</summary>
    public string? StoppedBy { get; private set; }

    private TimeSpan Remaining => times.Length - Stopwatch.GetElapsedTime(_renewedAt);

    /// <summary>Does the work and writes down its end.</summary>
    /// <exception cref="System.Data.Common.DbException">The end could not be written down for as long as the lease lasts.</exception>
    public async Task KeepAsync(Func<CancellationToken, Task<JobEnd>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(stop, over.Token);
        var end = await work(stop.Token);
        await over.CancelAsync();
        if (await renewing)
        {
            // Not cancelled with the run: it is over, and is written down as such.
            await InsistAsync(() => WriteEndAsync(end));
        }
    }

    private async Task WriteEndAsync(JobEnd end)
    {
        await WriteLinesAsync(CancellationToken.None);
        await store.EndAsync(lease, end, context.Notices, CancellationToken.None);
    }

    /// <returns>Whether the lease was held to the end.</returns>
    private async Task<bool> RenewAsync(CancellationTokenSource stop, CancellationToken over)
    {
        using var timer = new PeriodicTimer(times.Renewal);
        while (await IsTickAsync(timer, over))
        {
            if (!await TryRenewAsync(stop))
            {
                LogLost(lease.Job, lease.RunId);
                await stop.CancelAsync();
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> IsTickAsync(PeriodicTimer timer, CancellationToken over)
    {
        try
        {
            return await timer.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false; // the run is over
        }
    }

    /// <returns>False when the lease is lost, or may be.</returns>
    private async Task<bool> TryRenewAsync(CancellationTokenSource stop)
    {
        using var limit = new CancellationTokenSource(Remaining > TimeSpan.Zero ? Remaining : TimeSpan.Zero);
        try
        {
            // Counted from before the asking: the answer may take its time.
            var asked = Stopwatch.GetTimestamp();
            await WriteLinesAsync(limit.Token);
            var progress = context.Progress;
            var renewing = store.RenewAsync(lease, times.Length, progress.Step, progress.Done, progress.Total, limit.Token);
            var renewal = await WithinAsync(renewing, limit.Token);
            if (!renewal.IsHeld)
            {
                return false;
            }

            _renewedAt = asked;
            await HandOnAsync(renewal.StoppedBy, stop);
            return true;
        }
#pragma warning disable CA1031 // a database that is away comes back: the lease is good until its end
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotRenewed(e, lease.Job);
            return Remaining > TimeSpan.Zero;
        }
    }

    private async Task HandOnAsync(string? stoppedBy, CancellationTokenSource stop)
    {
        if (stoppedBy is not null && StoppedBy is null)
        {
            StoppedBy = stoppedBy;
            await stop.CancelAsync();
        }
    }

    /// <summary>Again each time the renewal would be due, for as long as the lease lasts.</summary>
    private async Task InsistAsync(Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception e) when (Remaining > times.Renewal)
            {
                LogNotRenewed(e, lease.Job);
                await Task.Delay(times.Renewal);
            }
        }
    }

    private async Task WriteLinesAsync(CancellationToken cancellationToken)
    {
        var lines = context.LinesFrom(_written);
        if (lines.Count > 0)
        {
            await WithinAsync(log.AddAsync(_written, lines, cancellationToken), cancellationToken);
            _written += lines.Count;
        }
    }

    // A driver may not heed the token: then it is waited for no longer, and what becomes of it is nobody's concern.
    private static async Task<T> WithinAsync<T>(Task<T> task, CancellationToken limit)
    {
        await WithinAsync((Task)task, limit);
        return await task;
    }

    private static async Task WithinAsync(Task task, CancellationToken limit)
    {
        try
        {
            await task.WaitAsync(limit);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            _ = task.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of the job {Job} could not be renewed, or its end be written down; it is tried again.")]
    private partial void LogNotRenewed(Exception exception, string job);

    [LoggerMessage(LogLevel.Error, "The lease of the job {Job} is lost: its run {RunId} is stopped here.")]
    private partial void LogLost(string job, long runId);
}
