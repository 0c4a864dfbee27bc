using System.Data.Common;
using Microsoft.Extensions.Options;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Imports;

/// <summary>Loads the first data beside the pages, which are up at once; then tries sources that did not answer again, on a schedule.</summary>
internal sealed partial class FirstDataService(
    FirstData firstData,
    Importer importer,
    FirstDataProgress progress,
    IOptions<DataOptions> data,
    IOptions<List<SourceOptions>> sources,
    ILogger<FirstDataService> logger) : BackgroundService
{
    private static readonly TimeSpan _databaseRetry = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Kestrel first: a page that shows progress beats a silent wait.
        await Task.Yield();
        var complete = await LoadAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(data.Value.RetryHours));
        while (!complete && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                complete = await firstData.LoadSourcesAsync(data.Value, sources.Value, stoppingToken);
                await importer.RebuildViewsAsync(null, force: false, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    /// <summary>Loads the first data; a database that does not answer is tried again until it does.</summary>
    private async Task<bool> LoadAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var complete = await firstData.LoadAsync(data.Value, sources.Value, stoppingToken);
                progress.End(null);
                return complete;
            }
            catch (DbException e)
            {
                LogFailed(e);
                progress.End(e.Message);
                await Task.Delay(_databaseRetry, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                progress.End(e.Message);
                return false;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The first data could not be loaded.")]
    private partial void LogFailed(Exception exception);
}
