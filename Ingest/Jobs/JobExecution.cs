using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;

namespace Octoplus.Ingest.Jobs;

/// <summary>Runs the work of a job, and turns whatever comes of it into an end that can be written down.</summary>
internal static class JobExecution
{
    /// <param name="stoppedBy">Who stopped it, asked once it has stopped; null: the program ended.</param>
    public static async Task<JobEnd> RunAsync(Job job, JobContext context, Func<string?> stoppedBy, CancellationToken cancellationToken)
    {
        var link = $"/admin/taches/{job.Name}";
        try
        {
            // Off the caller's thread: the first steps of a job may not await.
            var result = await Task.Run(() => job.RunAsync(context, cancellationToken), cancellationToken);
            if (!result.HasFailed)
            {
                context.Tell(new Notice(NoticeKind.Recovered, $"job:{job.Name}:failed", Message.Of("job.recovered", job.Name), link));
            }

            // It came to an end, however that was.
            context.Tell(new Notice(NoticeKind.Recovered, $"job:{job.Name}:died", Message.Of("job.recovered", job.Name), link));
            var state = result.HasFailed ? JobState.Failed : result.HasChanged ? JobState.Succeeded : JobState.Unchanged;
            return new JobEnd(state, result.RowCount, result.Message, result.HasChanged);
        }
#pragma warning disable CA1031 // a driver may tell of the end as of a failure, and what else went wrong then is met again when the run is taken up
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (e is not OperationCanceledException)
            {
                context.Log(JobLogLevel.Warning, Message.Of("job.exception", e.GetType().Name, e.Message));
            }

            return stoppedBy() is { } who
                ? new JobEnd(JobState.Stopped, 0, Message.Of("job.stopped-by", who), StoppedBy: who)
                : new JobEnd(JobState.Stopped, 0, Message.Of("job.stopped"));
        }
#pragma warning disable CA1031 // whatever went wrong with one run is told at that run, and the next one is tried
        catch (Exception e)
#pragma warning restore CA1031
        {
            context.Log(JobLogLevel.Error, Message.Of("job.exception", e.GetType().Name, e.Message));
            context.Tell(new Notice(NoticeKind.Failed, $"job:{job.Name}:failed", Message.Of("job.failed", job.Name, e.Message), link));
            return new JobEnd(JobState.Failed, 0, Message.Of("job.exception", e.GetType().Name, e.Message));
        }
    }
}
