using Octoplus.Core.Jobs;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Jobs;

/// <summary>The run that rebuilds the views failed, or was stopped.</summary>
public sealed class ViewRebuildException(string message) : InvalidOperationException(message);

/// <summary>Brings the views up to date by a run of their job, so that the jobs that follow it are due, whoever brought the data.</summary>
public sealed class ViewRebuild(VintageQueries vintages, JobRunner runner)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns once the views show all that was accepted. Costs one read where they do already.</summary>
    /// <exception cref="ViewRebuildException">The run failed, or was stopped: the former views are served.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while ((await vintages.StatusAsync(cancellationToken)).IsStale)
        {
            switch (await runner.RunAsync(RebuildViewsJob.Key, JobCause.After, null, JobStarter.System, cancellationToken))
            {
                case null:
                    await Task.Delay(_look, cancellationToken); // another process is at it, or died over it a moment ago
                    break;
                case { State: not (JobState.Succeeded or JobState.Unchanged) } run:
                    throw new ViewRebuildException($"The views could not be rebuilt: {run.Message?.Arguments.LastOrDefault() ?? run.State}");
            }
        }
    }
}
