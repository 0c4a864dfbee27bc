using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>
/// Looks for services that are one under two names, and proposes them to analysts. What they decided stays; proposals follow the active figures.
/// Killed anywhere, nothing has changed.
/// </summary>
public sealed class MatchServicesJob(StoredCountQueries counts, ServicePairQueries pairs, ServicePairStore store) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "match-services";

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 30 3 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.RebuildViews];

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Report("histories");
        var (active, decisions) = await pairs.RevisionAsync(cancellationToken);
        var decided = await pairs.DecidedAsync(cancellationToken);
        var services = await counts.HistoriesAsync(cancellationToken);
        context.Report("pairs", 0, services.Count);
        var proposed = ServiceMatcher.Propose(services, decided: decided);
        if (await store.ProposeAsync(proposed, active, decisions, cancellationToken) is not { } written)
        {
            return new JobResult(HasChanged: false, 0, Message.Of("match.decided-meanwhile"));
        }

        var (added, changed, removed) = written;
        return new JobResult(
            added + changed + removed > 0,
            proposed.Count,
            added + removed > 0 ? Message.Of("match.changed", proposed.Count, added, removed) : Message.Of("match.same", proposed.Count));
    }
}
