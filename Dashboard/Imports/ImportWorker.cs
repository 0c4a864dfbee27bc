using System.Diagnostics;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Imports;

/// <summary>
/// Reads the files of the queue one after the other and, beside that, rebuilds the views after each change of what is active. Looks by itself every
/// few seconds too, since another node may have died over either.
/// </summary>
internal sealed partial class ImportWorker(ImportQueue queue, ViewRebuild views, FirstDataProgress firstData, ILogger<ImportWorker> logger) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    // What failed just now would fail again, and each time leave a run behind.
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(1);

    private long? _failedAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(RepeatAsync(ReadAllAsync, stoppingToken), RepeatAsync(RebuildAsync, stoppingToken));

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var wanted = new SemaphoreSlim(0);
        void Want() => wanted.Release();
        queue.Changed += Want;
        try
        {
            while (true)
            {
                await wanted.WaitAsync(_look, stoppingToken);
                try
                {
                    // The schema and the first figures are FirstDataService's.
                    if (firstData.IsDone)
                    {
                        await work(stoppingToken);
                    }
                }
#pragma warning disable CA1031 // a database that is away comes back: the next look tries again
                catch (Exception e)
#pragma warning restore CA1031
                {
                    // A driver may tell of the end as of a failure.
                    stoppingToken.ThrowIfCancellationRequested();
                    LogFailed(e);
                }
            }
        }
        finally
        {
            queue.Changed -= Want;
        }
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        while (await queue.ReadNextAsync(cancellationToken))
        {
        }
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The import worker failed and tries again.")]
    private partial void LogFailed(Exception exception);
}
