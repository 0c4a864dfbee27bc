using System.Data.Common;
using Microsoft.Extensions.Options;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Loads the first data beside the pages, which are up at once. Sources that did not answer are asked again by their job.</summary>
internal sealed partial class FirstDataService(
    FirstData firstData, FirstDataProgress progress, IOptions<DataOptions> data, ILogger<FirstDataService> logger) : BackgroundService
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Kestrel first: a page that shows progress beats a silent wait.
        await Task.Yield();
        while (!await LoadAsync(stoppingToken))
        {
            await Task.Delay(_retry, stoppingToken);
        }
    }

    /// <returns>False where the database did not answer, or the views could not be rebuilt: it is tried again.</returns>
    private async Task<bool> LoadAsync(CancellationToken stoppingToken)
    {
        try
        {
            var refresh = await firstData.LoadAsync(data.Value, stoppingToken);
            progress.End(null);
            await refresh;
        }
        catch (Exception e) when (e is DbException or ViewRebuildException)
        {
            LogUnreachable(e.Message);
            progress.End(e.Message);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
            progress.End(e.Message);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The first data could not be loaded: {Reason} Tried again every 15 s.")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The first data could not be loaded.")]
    private partial void LogFailed(Exception exception);
}
