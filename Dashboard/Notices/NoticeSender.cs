namespace Octoplus.Dashboard.Notices;

/// <summary>Looks after the outbox while the program serves, each channel for itself: a slow one holds up nothing else.</summary>
internal sealed partial class NoticeSender(NoticeCourier courier, TimeProvider time, ILogger<NoticeSender> logger) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _databaseRetry = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Pages first.
        await Task.Yield();
        while (!await TryAsync(() => courier.UseChannelsAsync(stoppingToken), stoppingToken))
        {
            await Task.Delay(_databaseRetry, time, stoppingToken);
        }

        await Task.WhenAll(courier.Channels.Select(channel => RepeatAsync(channel, stoppingToken)));
    }

    private async Task RepeatAsync(INoticeChannel channel, CancellationToken stoppingToken)
    {
        while (true)
        {
            await TryAsync(() => courier.SendDueAsync(channel, stoppingToken), stoppingToken);
            await Task.Delay(_look, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
            return true;
        }
#pragma warning disable CA1031 // a database that is away comes back: the next look tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            // A driver may tell of the end as of a failure.
            stoppingToken.ThrowIfCancellationRequested();
            LogFailed(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox of notices could not be looked after; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
