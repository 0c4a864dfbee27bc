using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Groups;

/// <summary>
/// Computes the groups of the choices that are shown first, for 2 to 8 groups and the number suggested, in every year. Choices whose figures are the same as last time are
/// left alone, unless a person asks. Killed anywhere, each choice has all its former groups or all its new ones.
/// </summary>
public sealed class GroupTerritoriesJob(GroupDataQueries queries, GroupSetStore store, AnalyseClusters engine) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "group-territories";

    /// <summary>Most groups that are computed beforehand, but for a larger number that is suggested.</summary>
    public const int MostClusters = 8;

    // To be changed with anything that changes panels made of the same figures.
    private const string Method = "2";

    private static readonly int[] _clusters = [.. Enumerable.Range(GroupChoice.FewestClusters, MostClusters - GroupChoice.FewestClusters + 1)];

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 30 4 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.RebuildViews];

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Report("groups");
        await store.DropUnpublishedAsync(cancellationToken);
        var known = await store.HashesAsync(cancellationToken);
        var isForced = context.Cause == JobCause.Person;
        var inForce = new HashSet<string>(StringComparer.Ordinal);
        var wanted = new List<(GroupData Data, string Hash)>();
        foreach (var choice in GroupChoice.Precomputed)
        {
            if (await queries.ReadAsync(choice, cancellationToken) is not { Years.Count: > 0 } data)
            {
                continue;
            }

            var hash = data.Hash(Method);
            if (!isForced && known.GetValueOrDefault(choice.Hash) == hash)
            {
                inForce.Add(choice.Hash);
            }
            else
            {
                wanted.Add((data, hash));
            }
        }

        var (changed, panels) = (0, 0L);
        var progress = new YearsDone(context, wanted.Sum(w => w.Data.Years.Count));
        foreach (var (data, hash) in wanted)
        {
            if (await MakeAsync(context, data, hash, progress, cancellationToken) is > 0 and var made)
            {
                inForce.Add(data.Choice.Hash);
                (changed, panels) = (changed + 1, panels + made);
            }

            progress.Before += data.Years.Count;
        }

        return End(inForce.Count, changed, panels, await WithdrawAsync(known.Keys.Except(inForce, StringComparer.Ordinal), cancellationToken));
    }

    private static JobResult End(int inForce, int changed, long panels, int withdrawn)
        => new(
            changed + withdrawn > 0,
            panels,
            changed > 0 ? Message.Of("groups.changed", changed, panels)
                : withdrawn > 0 ? Message.Of("groups.withdrawn", withdrawn)
                : inForce > 0 ? Message.Of("groups.same") : Message.Of("groups.none"));

    /// <returns>How many panels were put in force; 0: there are too few territories for any.</returns>
    private async Task<int> MakeAsync(JobContext context, GroupData data, string hash, YearsDone progress, CancellationToken cancellationToken)
    {
        var work = new GroupWork(data, await store.NumbersAsync(data.Choice, data.IsDemonstration, cancellationToken), engine);
        var (sets, suggested) = await Task.Run(() => Make(work, progress, cancellationToken), cancellationToken);
        if (sets.Count == 0)
        {
            context.Log(JobLogLevel.Warning, Message.Of("groups.too-few", NameOf(data.Choice.Territories)));
            return 0;
        }

        await store.PublishAsync(context.Lease, hash, suggested, sets, cancellationToken);
        var made = sets.Sum(s => s.Panels.Count);
        context.Log(JobLogLevel.Info, Message.Of("groups.made", NameOf(data.Choice.Territories), made, suggested));
        return made;
    }

    private static Message NameOf(GroupTerritories territories) => territories switch
    {
        GroupTerritories.Departments => Message.Of("groups.departments"),
        GroupTerritories.PoliceServices => Message.Of("groups.police"),
        GroupTerritories.GendarmerieServices => Message.Of("groups.gendarmerie"),
        _ => Message.Of("groups.arrondissements"),
    };

    private static (IReadOnlyList<GroupSet> Sets, int Suggested) Make(GroupWork work, YearsDone progress, CancellationToken cancellationToken)
    {
        var sets = work.Sets(_clusters, progress, cancellationToken);
        if (sets.Count == 0)
        {
            return (sets, 0);
        }

        var suggested = work.Suggested(null, cancellationToken);
        return (sets.Any(s => s.Clusters == suggested) ? sets : [.. sets, .. work.Sets([suggested], null, cancellationToken)], suggested);
    }

    private async Task<int> WithdrawAsync(IEnumerable<string> gone, CancellationToken cancellationToken)
    {
        var withdrawn = 0;
        foreach (var hash in gone)
        {
            await store.WithdrawAsync(hash, cancellationToken);
            withdrawn++;
        }

        return withdrawn;
    }

    // At once, unlike Progress<T>, whose reports may come in any order.
    private sealed class YearsDone(JobContext context, int total) : IProgress<int>
    {
        /// <summary>Years of the choices made before.</summary>
        public int Before { get; set; }

        public void Report(int value) => context.Report("groups", Before + value, total);
    }
}
