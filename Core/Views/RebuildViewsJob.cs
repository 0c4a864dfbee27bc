using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Views;

/// <summary>Fills the view tables anew where they lag behind the active vintages, or where someone asks for it.</summary>
public sealed class RebuildViewsJob(ViewBuilder views, VintageQueries vintages) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = JobNames.RebuildViews;

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 0 3 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.CheckData];

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var isForced = context.Cause == JobCause.Person;
        if (!isForced && !(await vintages.StatusAsync(cancellationToken)).IsStale)
        {
            return new JobResult(HasChanged: false, 0, Message.Of("views.up-to-date"));
        }

        context.Report("views");
        await views.RebuildAsync(null, isForced, cancellationToken);
        return new JobResult(HasChanged: true, 0, Message.Of("views.rebuilt"));
    }
}
