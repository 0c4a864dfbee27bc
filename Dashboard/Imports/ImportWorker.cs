using System.Diagnostics;
using Octoplus.Core.Jobs;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Imports;

/// <summary>Reads the files of the import page one after the other and, beside that, rebuilds the views after each change of what is active.</summary>
internal sealed class ImportWorker(ImportReading reading, JobEngine engine, VintageQueries vintages)
{
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(1);

    private long? _failedAt;

    public async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        while (await reading.ReadNextAsync(cancellationToken))
        {
        }
    }

    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        // What failed just now would fail again, and each time leave a run behind.
        var isTooSoon = _failedAt is { } failedAt && Stopwatch.GetElapsedTime(failedAt) < _afterFailure;
        if (!isTooSoon && (await vintages.StatusAsync(cancellationToken)).IsStale)
        {
            // As a run, so that the page of jobs tells of it. Null: the job runs already, here or on another node; the next look sees what is left.
            var run = await engine.RunAsync(RebuildViewsJob.Key, JobCause.After, null, JobEngine.System, cancellationToken);
            _failedAt = run?.State == JobState.Failed ? Stopwatch.GetTimestamp() : null;
        }
    }
}
