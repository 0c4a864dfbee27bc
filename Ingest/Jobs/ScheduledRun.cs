using System.Data.Common;
using Microsoft.Extensions.Logging;
using Octoplus.Core.Jobs;
using Quartz;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// What the schedule calls when the time of a job has come: it starts the run and is done, so that the schedule knows nothing of how the run goes
/// on. Killed before the run has begun, it is called again by whoever takes up the schedule.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledRun(JobStarter starter, ILogger<ScheduledRun> logger) : IJob
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        while (!starter.Ending.IsCancellationRequested)
        {
            try
            {
                if (await starter.StartAsync(new JobRequest(name, JobCause.Schedule, null, JobStarter.System), cancellationToken) is null)
                {
                    LogRunsAlready(name);
                }

                return;
            }
            catch (DbException e)
            {
                LogNotStarted(e, name);
                await Task.Delay(_retry, starter.Ending);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The time of the job {Job} has come while it runs: this time is left out.")]
    private partial void LogRunsAlready(string job);

    [LoggerMessage(LogLevel.Warning, "The job {Job} could not be started; it is tried again.")]
    private partial void LogNotStarted(Exception exception, string job);
}
