using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Octoplus.Ingest.Jobs;

/// <summary>Starts runs that go on by themselves in this process, and stops them when it ends. Safe for concurrent use.</summary>
public sealed partial class JobStarter(JobRunner runner, ILogger<JobStarter> logger)
{
    /// <summary>Who starts what nobody asked for.</summary>
    public const string System = "system";

    // Never disposed, for a host may be stopped once more when its services are gone; without a timer it holds nothing.
    private readonly CancellationTokenSource _ending = new();

    private readonly ConcurrentDictionary<long, Task> _running = new();

    /// <summary>Cancelled when the process ends.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Nothing that it started is under way.</summary>
    public bool IsIdle => _running.IsEmpty;

    /// <summary>Starts a run that goes on after this returns.</summary>
    /// <param name="cancellationToken">Of the starting only.</param>
    /// <returns>Null while the job runs, here or elsewhere, or when the reason of the request is gone, or the process ends.</returns>
    /// <exception cref="ArgumentException">There is no job of that name.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task<StartedRun?> StartAsync(JobRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_ending.IsCancellationRequested || await runner.StartAsync(request, _ending.Token) is not { } started)
        {
            return null;
        }

        // Known before it is over: what is over at once must not stay in the list.
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[started.RunId] = over.Task;
        _ = FollowAsync(request.Job, started, over);
        return started;
    }

    /// <summary>Tells all runs to stop, and waits until they have.</summary>
    public async Task EndAsync(CancellationToken patience)
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(string job, StartedRun started, TaskCompletionSource over)
    {
        try
        {
            var run = await started.Ended;
            LogEnded(job, run.Id, run.State);
        }
#pragma warning disable CA1031 // the run is marked as died when its lease is over, and taken up again
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotWritten(e, job, started.RunId);
        }
        finally
        {
            _running.TryRemove(started.RunId, out _);
            over.SetResult();
        }
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} of the job {Job} ended: {State}.")]
    private partial void LogEnded(string job, long runId, Octoplus.Core.Jobs.JobState state);

    [LoggerMessage(LogLevel.Error, "The end of run {RunId} of the job {Job} could not be written down.")]
    private partial void LogNotWritten(Exception exception, string job, long runId);
}
