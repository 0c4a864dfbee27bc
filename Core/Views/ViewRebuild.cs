using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Views;

/// <summary>The run that rebuilds the views failed, or was stopped.</summary>
public sealed class ViewRebuildException(string message) : InvalidOperationException(message);

/// <summary>Brings the views up to date by a run of their job, so that the jobs that follow it are due, whoever brought the data.</summary>
public sealed class ViewRebuild(VintageQueries vintages, ViewBuilder views, JobEngine jobs)
{
    /// <summary>Returns once the views show all that was accepted. Costs one read where they do already.</summary>
    /// <exception cref="ViewRebuildException">The run failed, or was stopped: the former views are served.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await TryRunAsync(cancellationToken))
        {
            // Whether the other process lives cannot be told, and two builds at once do no harm.
            await views.RebuildAsync(null, force: false, cancellationToken);
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    /// <returns>False at once where another process is at it, or died over it a moment ago.</returns>
    public async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        if (!(await vintages.StatusAsync(cancellationToken)).IsStale)
        {
            return true;
        }

        var run = await jobs.RunAsync(JobNames.RebuildViews, JobCause.After, null, JobEngine.System, cancellationToken);
        return run is null or { State: JobState.Succeeded or JobState.Unchanged }
            ? run is not null
            : throw new ViewRebuildException($"The views could not be rebuilt: {run.Message?.Arguments.LastOrDefault() ?? run.State}");
    }
}
