using Hangfire;
using Hangfire.Common;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Notices;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Runs Hangfire's server, with all background work of this node, once the first data is there.</summary>
internal sealed partial class JobHost(
    JobSchedule schedule,
    JobEngine engine,
    NoticeDispatcher dispatcher,
    IEnumerable<RepeatedWork> works,
    FirstDataProgress firstData,
    ScheduleState state,
    JobStorage storage,
    JobActivator activator,
    IJobFilterProvider filters,
    ILogger<JobHost> logger) : BackgroundService
{
    // Imports, and what only starts runs.
    private const int Workers = 3;

    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(15);

    // The first pages after a start have the processor to themselves.
    private static readonly TimeSpan _startDelay = TimeSpan.FromSeconds(2);

    private BackgroundJobServer? _server;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        state.IsStarted = false;
        _server?.SendStop();
        await engine.EndAsync(cancellationToken);
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.WaitForShutdownAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            server.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await InsistAsync(() => dispatcher.UseChannelsAsync(stoppingToken), stoppingToken);
        await FirstDataAsync(stoppingToken);
        var options = new BackgroundJobServerOptions { WorkerCount = Workers, SchedulePollingInterval = _poll, Activator = activator, FilterProvider = filters };
        _server = new BackgroundJobServer(options, storage, works);
        await Task.Delay(_startDelay, stoppingToken);
        await InsistAsync(() => schedule.AdoptAsync(stoppingToken), stoppingToken);
        state.IsStarted = true;
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

    private async Task InsistAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
#pragma warning disable CA1031 // a database that is away comes back, and must not end the server
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A driver may tell of the end as of a failure.
                stoppingToken.ThrowIfCancellationRequested();
                LogNotStarted(e);
                await Task.Delay(_retry, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The background work could not be started; it is tried again.")]
    private partial void LogNotStarted(Exception exception);
}
