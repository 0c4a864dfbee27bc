using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>
/// Looks for errors in the stored data: duplicates, impossible values, jumps, datasets that are late. What was found before is not new; what is new and
/// grave is told, a mass of jumps in one sentence. Killed anywhere, the next run tells what this one did not.
/// </summary>
public sealed class CheckDataJob(DataCheck check, ServicePairQueries pairs, QualityFindingStore store) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = JobNames.CheckData;

    private const string Page = "/qualite";

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 0 2 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.RefreshSources];

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Report("check");
        var (active, links) = await pairs.RevisionAsync(cancellationToken);
        var findings = await check.RunAsync((done, total) => context.Report("check", done, total), cancellationToken);
        context.Report("findings", 0, findings.Count);
        var change = await store.ReplaceAsync(findings, context.RunId, active, links, cancellationToken);
        Tell(context, change);
        int Of(QualityKind kind) => findings.Count(f => f.Kind == kind);
        return new JobResult(
            change.WasNewer,
            findings.Count,
            Message.Of(
                "check.found", change.New.Count, Of(QualityKind.Duplicate), Of(QualityKind.Impossible), Of(QualityKind.Jump), Of(QualityKind.Stale)));
    }

    private static void Tell(JobContext context, QualityChange change)
    {
        foreach (var impossible in change.New.Where(f => f is { Kind: QualityKind.Impossible, IsGrave: true }).GroupBy(f => f.Dataset, StringComparer.Ordinal))
        {
            context.Tell(new Notice(
                NoticeKind.Changed, $"quality:impossible:{impossible.Key}", Message.Of("check.impossible", impossible.Count(), impossible.Key), $"{Page}?vue=valeurs"));
        }

        // The period in the key changes with each new edition: one that is late again is told again.
        foreach (var late in change.Gone.Where(f => f.Kind == QualityKind.Stale))
        {
            context.Tell(new Notice(NoticeKind.Recovered, Cause(late), Message.Of("check.fresh", late.Dataset), $"{Page}?vue=fraicheur"));
        }

        foreach (var late in change.New.Where(f => f.Kind == QualityKind.Stale))
        {
            context.Tell(new Notice(NoticeKind.Failed, Cause(late), late.Reason, $"{Page}?vue=fraicheur"));
        }

        var others = change.New.Where(f => f.Kind is QualityKind.Jump or QualityKind.Duplicate || f is { Kind: QualityKind.Impossible, IsGrave: false }).ToList();
        if (others.Count > 0)
        {
            context.Tell(new Notice(
                NoticeKind.Changed,
                "quality:others",
                Message.Of("check.others", others.Count(f => f.Kind == QualityKind.Jump), others.Count(f => f.Kind == QualityKind.Duplicate)),
                $"{Page}?vue=sauts"));
        }
    }

    private static string Cause(QualityFinding late) => $"quality:stale:{late.Dataset}";
}
