using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Jobs;

/// <summary>
/// Takes part in the schedule once the first data is there, and looks for what is due besides: after each run of this process, and every few
/// seconds for what other nodes did or left.
/// </summary>
internal sealed partial class JobHost(
    JobSchedule schedule, JobStarter starter, JobRunner runner, JobChain chain, FirstDataProgress firstData, ILogger<JobHost> logger) : BackgroundService
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(15);

    // The first pages after a start have the processor to themselves.
    private static readonly TimeSpan _startDelay = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _wanted = new(0);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await starter.EndAsync(cancellationToken);
        try
        {
            await schedule.DisposeAsync();
        }
#pragma warning disable CA1031 // what could not be put away is taken up by another node, or at the next start
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotEnded(e);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _wanted.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await FirstDataAsync(stoppingToken);
        await Task.Delay(_startDelay, stoppingToken);
        await StartAsync(stoppingToken, _retry);
        void Want() => _wanted.Release();
        runner.Changed += Want;
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await _wanted.WaitAsync(_look, stoppingToken);
            }
        }
        finally
        {
            runner.Changed -= Want;
        }
    }

    private async Task FirstDataAsync(CancellationToken stoppingToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (firstData.IsDone)
            {
                done.TrySetResult();
            }
        }

        firstData.Changed += Look;
        try
        {
            Look();
            await done.Task.WaitAsync(stoppingToken);
        }
        finally
        {
            firstData.Changed -= Look;
        }
    }

    private async Task StartAsync(CancellationToken stoppingToken, TimeSpan retry)
    {
        while (true)
        {
            try
            {
                await schedule.StartAsync(stoppingToken);
                return;
            }
#pragma warning disable CA1031 // a database that is away comes back, and must not end the server
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A driver may tell of the end as of a failure.
                stoppingToken.ThrowIfCancellationRequested();
                LogNotStarted(e);
                await Task.Delay(retry, stoppingToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Several changes since the last look are looked at once.
            while (_wanted.Wait(TimeSpan.Zero, CancellationToken.None))
            {
            }

            await chain.LookAsync(stoppingToken);
        }
#pragma warning disable CA1031 // a database that is away comes back: the next look tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            stoppingToken.ThrowIfCancellationRequested();
            LogLookFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The schedule of jobs could not be started; it is tried again.")]
    private partial void LogNotStarted(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The schedule of jobs could not be ended in order.")]
    private partial void LogNotEnded(Exception exception);

    [LoggerMessage(LogLevel.Error, "What is due could not be looked for; it is tried again.")]
    private partial void LogLookFailed(Exception exception);
}
