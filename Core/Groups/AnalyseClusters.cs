using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>Groups a table for each k; none: for the one suggested. <see cref="GroupEngine.Analyse"/>, or what stands in for it in a test.</summary>
/// <returns>In the order of <paramref name="clusters"/>.</returns>
public delegate IReadOnlyList<ClusterAnalysis> AnalyseClusters(
    FeatureTable table, ClusterAnalysisOptions options, IReadOnlyList<int> clusters, IProgress<double>? progress, CancellationToken cancellationToken);

/// <summary>The engine of the program.</summary>
public static class GroupEngine
{
    /// <inheritdoc cref="AnalyseClusters"/>
    public static IReadOnlyList<ClusterAnalysis> Analyse(
        FeatureTable table, ClusterAnalysisOptions options, IReadOnlyList<int> clusters, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        return clusters.Count > 0
            ? ClusterAnalyser.AnalyseEach(table, options, clusters, progress, cancellationToken)
            : [ClusterAnalyser.Analyse(table, options, progress, cancellationToken)];
    }
}
