using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Ingest.Tests.Groups;

/// <summary>
/// An engine whose groups one can work out in one's head: rows by the sum of their values, the highest first, in k parts as even as can be. It suggests
/// three groups, and counts how often it was asked for how much.
/// </summary>
internal sealed class StandInGroups
{
    private int _whole;
    private int _labels;

    /// <summary>Analyses with everything.</summary>
    public int Whole => _whole;

    /// <summary>Analyses for the labels alone.</summary>
    public int Labels => _labels;

    public int Suggested { get; set; } = 3;

    /// <summary>Called at the start of each analysis.</summary>
    public Action<CancellationToken> OnAnalyse { get; set; } = _ => { };

    public IReadOnlyList<ClusterAnalysis> Analyse(
        FeatureTable table, ClusterAnalysisOptions options, IReadOnlyList<int> clusters, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        OnAnalyse(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref options.Bootstraps == 0 ? ref _labels : ref _whole);
        IReadOnlyList<int> asked = clusters.Count > 0 ? clusters : [Suggested];
        if (asked.Max() > table.Ids.Count)
        {
            throw new ClusterException(ClusterProblem.FewerRowsThanClusters, "made") { Rows = table.Ids.Count, Clusters = asked.Max() };
        }

        progress?.Report(1);
        return [.. asked.Select(k => Analyse(table, options, k))];
    }

    private ClusterAnalysis Analyse(FeatureTable table, ClusterAnalysisOptions options, int k)
    {
        var d = table.Features.Count;
        double Sum(int row) => Enumerable.Range(0, d).Sum(f => table.Values[(row * d) + f]);
        var order = Enumerable.Range(0, table.Ids.Count).OrderByDescending(Sum).ThenBy(row => row).ToList();
        var members = table.Ids.Select((id, row) => new ClusterMember(id, order.IndexOf(row) * k / order.Count, Sum(row), 0.5, 0, 0.9, row, 0)).ToList();
        var counts = Enumerable.Range(options.FewestClusters, options.MostClusters - options.FewestClusters + 1).Select(c => new ClusterCountScore(c, 100.0 / c, 0.4, 10, 0.1, 0.01));
        return new ClusterAnalysis(
            table.Features, [], k, 100.0 / k, 3, true, options.Seed, [.. counts], new ClusterSuggestion(Suggested, ClusterSuggestionReason.Silhouette), members,
            [.. Enumerable.Range(0, k).Select(label => new ClusterGroup(label, members.Count(m => m.Label == label), 0.5, 0.8, Profile(table, members, label)))],
            new ClusterProjection([0.6, 0.2], [.. table.Features.Select(f => new ClusterLoading(f, 1, 0))]));
    }

    private static List<ClusterFeature> Profile(FeatureTable table, List<ClusterMember> members, int label)
    {
        var rows = members.Select((m, row) => (m, row)).Where(m => m.m.Label == label).Select(m => m.row).ToList();
        return [.. table.Features.Select((feature, f) =>
        {
            double Total(IReadOnlyList<double> parts) => rows.Sum(row => parts[(row * table.Features.Count) + f]);
            return new ClusterFeature(feature, 0, table.Parts!.Factors[f] * Total(table.Parts.Numerators) / Total(table.Parts.Denominators), 0, 0, 0, 0, 0);
        })];
    }
}
