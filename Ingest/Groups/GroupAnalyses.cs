using Octoplus.Core.Clusters;

namespace Octoplus.Ingest.Groups;

/// <summary>Groups of any choice: as computed beforehand, as kept from a moment ago, or computed now. Safe for concurrent use; few at work at once.</summary>
public sealed class GroupAnalyses(GroupQueries queries, AnalyseClusters engine)
{
    /// <summary>The groups of a choice.</summary>
    /// <param name="clusters">k, see <see cref="GroupQueries.PanelAsync"/>.</param>
    /// <param name="year">Null: the last.</param>
    /// <param name="progress">From 0 to 1; nothing is reported where nothing has to be computed.</param>
    /// <exception cref="GroupChoiceException">It cannot be done: the problem says why.</exception>
    public Task<GroupPanel> RunAsync(GroupChoice choice, int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
        => throw new NotSupportedException(queries is null && engine is null ? "" : "Comes.");
}

/// <summary>Groups a table: <see cref="ClusterAnalyser.Analyse"/>, or what stands in for it in a test.</summary>
public delegate ClusterAnalysis AnalyseClusters(FeatureTable table, ClusterAnalysisOptions options, IProgress<double>? progress, CancellationToken cancellationToken);
