using Octoplus.Core.Jobs;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Jobs;

/// <summary>Rebuilds stale views as a run of their job, so that the jobs that follow it are due, whoever brought the data.</summary>
public sealed class ViewRebuild(Importer importer, VintageQueries vintages, JobEngine jobs)
{
    /// <summary>Returns once the views show all that was accepted. Costs one read where they do already.</summary>
    /// <exception cref="System.Data.Common.DbException">The database is away.</exception>
    public async Task RunAsync(IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if ((await vintages.StatusAsync(cancellationToken)).IsStale)
        {
            progress?.Report(new ImportProgress(ImportStep.BuildingViews, 0, null));
            await jobs.RunAsync(RebuildViewsJob.Key, JobCause.After, null, JobEngine.System, cancellationToken);
        }

        // Where another process is at it, or the run failed, and to drop what dead imports left.
        await importer.RebuildViewsAsync(progress, force: false, cancellationToken);
    }
}
