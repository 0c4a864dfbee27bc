using Microsoft.Extensions.Logging;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Jobs;

/// <summary>Holds the lease of one run while its work goes on, and with each renewal writes progress and log and hands on a request to stop.</summary>
internal sealed partial class JobLeaseKeeper(
    JobRunStore store, JobLogStore log, LeaseStore leases, JobLease lease, JobContext context, LeaseTimes times, ILogger logger)
{
    private int _written;

    /// <summary>Who asked the run to stop; null: nobody.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Does the work and writes down its end.</summary>
    /// <exception cref="System.Data.Common.DbException">The end could not be written down for as long as the lease lasts.</exception>
    public async Task KeepAsync(Func<CancellationToken, Task<JobEnd>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewer = new LeaseRenewer(leases, lease.Lease, times, e => LogNotRenewed(e, lease.Job));
        var end = await renewer.RunAsync(work, token => ReportAsync(stop, token), stop.Token);
        if (renewer.IsLost)
        {
            LogLost(lease.Job, lease.RunId);
            return;
        }

        // Not cancelled with the run: it is over, and is written down as such.
        await renewer.InsistAsync(async () =>
        {
            await WriteLinesAsync(CancellationToken.None);
            await store.EndAsync(lease, end, context.Notices, CancellationToken.None);
        });
    }

    private async Task ReportAsync(CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        await WriteLinesAsync(cancellationToken);
        var progress = context.Progress;
        var stoppedBy = await store.ReportAsync(lease.RunId, progress.Step, progress.Done, progress.Total, cancellationToken);
        if (stoppedBy is not null && StoppedBy is null)
        {
            StoppedBy = stoppedBy;
            await stop.CancelAsync();
        }
    }

    private async Task WriteLinesAsync(CancellationToken cancellationToken)
    {
        var lines = context.LinesFrom(_written);
        if (lines.Count > 0)
        {
            await log.AddAsync(_written, lines, cancellationToken);
            _written += lines.Count;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of the job {Job} could not be renewed, or its end be written down; it is tried again.")]
    private partial void LogNotRenewed(Exception exception, string job);

    [LoggerMessage(LogLevel.Error, "The lease of the job {Job} is lost: its run {RunId} is stopped here.")]
    private partial void LogLost(string job, long runId);
}
