using System.Globalization;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Asks sources for what is new: those whose time has come, all that are on where someone asked for it, or the one whose key is the parameter,
/// on or off. Each source has a schedule of its own; a time that was missed is caught up once.
/// </summary>
public sealed class RefreshSourcesJob(Database database, SourceQueries sources, ShippedSources shipped, SourceRefresh refresh, TimeProvider time) : Job
{
    private readonly JobRunStore _runs = new(database, new LeaseStore(database));

    /// <summary>Its name.</summary>
    public const string Key = JobNames.RefreshSources;

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 0/5 * * * ?";

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await shipped.EnsureAsync(cancellationToken);
        refresh.DropLeftovers();
        var all = await sources.AllAsync(cancellationToken);
        foreach (var entry in all)
        {
            await refresh.SettleAsync(entry, context, cancellationToken);
        }

        if (context.Parameter is { } key && !all.Any(e => IsAsked(e, key)))
        {
            return new JobResult(HasChanged: false, 0, Message.Of("source.run.no-such", key), HasFailed: true);
        }

        var asked = all.Where(e => IsAsked(e, context)).Select(e => e.Source.Id).ToList();
        var done = new List<SourceRefreshed>();
        foreach (var id in asked)
        {
            // Read anew: settled a moment ago, and perhaps edited while another was asked.
            if (await sources.FindAsync(id, cancellationToken) is { } entry)
            {
                done.Add(await refresh.RefreshAsync(entry, context, cancellationToken));
            }
        }

        var result = Result(done);
        if (done.Count == 0)
        {
            // 288 of these a day: the last is enough to see that it runs.
            await _runs.DropEmptyAsync(Key, result.Message.Code, context.RunId, cancellationToken);
        }

        return result;
    }

    private static JobResult Result(List<SourceRefreshed> done)
    {
        if (done.Count == 0)
        {
            return new JobResult(HasChanged: false, 0, Message.Of("source.run.none-due"));
        }

        var accepted = done.Where(d => d.HasAccepted).ToList();
        var failed = done.Count(d => d.HasFailed);
        return new JobResult(
            accepted.Count > 0,
            accepted.Sum(d => d.State.RowCount ?? 0),
            Message.Of("source.run.done", done.Count, accepted.Count, done.Count(d => d.State.State == SourceStatus.Waiting), failed),
            HasFailed: failed > 0);
    }

    private static bool IsAsked(SourceEntry entry, string key) => entry.Source.Id.ToString(CultureInfo.InvariantCulture) == key;

    private bool IsAsked(SourceEntry entry, JobContext context)
        => context.Parameter is { } key ? IsAsked(entry, key)
            : context.Cause is JobCause.Person or JobCause.Command ? entry.Source.IsOn
            : SourceTiming.IsDue(entry, time.GetUtcNow());
}
