using System.Diagnostics;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Reads the files of the queue one after the other and, beside that, rebuilds the views after each change of what is active.</summary>
internal sealed class ImportWorker(ImportQueue queue, ViewRebuild views)
{
    // What failed just now would fail again, and each time leave a run behind.
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(1);

    private long? _failedAt;

    public async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        while (await queue.ReadNextAsync(cancellationToken))
        {
        }
    }

    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        if (_failedAt is { } failedAt && Stopwatch.GetElapsedTime(failedAt) < _afterFailure)
        {
            return;
        }

        try
        {
            await views.TryRunAsync(cancellationToken);
            _failedAt = null;
        }
        catch (ViewRebuildException)
        {
            _failedAt = Stopwatch.GetTimestamp();
            throw;
        }
    }
}
