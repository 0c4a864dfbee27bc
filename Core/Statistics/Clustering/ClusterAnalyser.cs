using System.Globalization;

namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Groups rows, and says how sure the groups are. The method in plain words: docs/groups.md.</summary>
public static class ClusterAnalyser
{
    /// <summary>
    /// The whole of it: transformation, scaling, groups for each k, suggestion, stability, profiles, projection. The same seed gives the same result on any number
    /// of processors. Label 0 is the group whose standardised profile is highest in the mean of the features, and so on; where equal, the larger group, then the one
    /// with the first row. Cost: for each k, restarts + references starts of K-means, and bootstraps for the k chosen.
    /// </summary>
    /// <param name="progress">From 0 to 1, never falling; told by the threads that compute.</param>
    /// <exception cref="ClusterException">Values that cannot be grouped.</exception>
    /// <exception cref="ArgumentException">A table whose values are not rows × columns, or options out of their range.</exception>
    public static ClusterAnalysis Analyse(FeatureTable table, ClusterAnalysisOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => Analyse(table, options, options.Clusters is { } clusters ? [clusters] : null, progress, cancellationToken)[0];

    /// <summary>
    /// As <see cref="Analyse(FeatureTable, ClusterAnalysisOptions, IProgress{double}, CancellationToken)"/> for several k of the same rows, at little more than the
    /// cost of one: what compares the k is computed once. Each result is what it would be by itself, as long as the k lie within those compared.
    /// </summary>
    /// <param name="clusters">At least one, each at least 2; stands for <see cref="ClusterAnalysisOptions.Clusters"/>.</param>
    /// <returns>In the order of <paramref name="clusters"/>.</returns>
    /// <exception cref="ClusterException">Values that cannot be grouped, also where it is only the greatest k.</exception>
    /// <exception cref="ArgumentException">A table whose values are not rows × columns, or options out of their range.</exception>
    public static IReadOnlyList<ClusterAnalysis> AnalyseEach(
        FeatureTable table, ClusterAnalysisOptions options, IReadOnlyList<int> clusters, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => Analyse(table, options, clusters.Count > 0 ? clusters : throw new ArgumentException("No number of groups is asked.", nameof(clusters)), progress, cancellationToken);

    private static List<ClusterAnalysis> Analyse(
        FeatureTable table, ClusterAnalysisOptions options, IReadOnlyList<int>? asked, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Check(options, asked);
        var least = asked?.Max() ?? options.FewestClusters;
        Refuse(table.Ids.Count, least, ClusterProblem.FewerRowsThanClusters, "rows");
        var features = FeaturePreparation.Prepare(table, options.Transformation, options.Scaling);
        var points = ClusterPoints.From(features);
        Refuse(points.Different, least, ClusterProblem.FewerDifferentRowsThanClusters, "different rows");

        var counts = Counts(points, options, asked);
        var told = new AnalysisProgress(progress, Work(points, counts, options, asked));
        var comparison = ClusterComparison.Of(points, counts, options, told, cancellationToken);
        var detail = new ClusterDetail(table, features, points, comparison, options);
        List<ClusterAnalysis> analyses = [.. (asked ?? [comparison.Suggestion.Clusters]).Select(k => detail.Of(k, told, cancellationToken))];
        told.Finish();
        return analyses;
    }

    private static void Check(ClusterAnalysisOptions options, IReadOnlyList<int>? asked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FewestClusters, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostClusters, options.FewestClusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Bootstraps);
        ArgumentOutOfRangeException.ThrowIfNegative(options.GapReferences);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Processors ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(asked?.Min() ?? 2, 2);
    }

    private static void Refuse(int found, int clusters, ClusterProblem problem, string what)
    {
        if (found < clusters)
        {
            throw new ClusterException(problem, string.Create(CultureInfo.InvariantCulture, $"{clusters} groups need as many {what}; there are {found}."))
            {
                Rows = found,
                Clusters = clusters,
            };
        }
    }

    private static List<int> Counts(ClusterPoints points, ClusterAnalysisOptions options, IReadOnlyList<int>? asked)
    {
        var most = Math.Min(options.MostClusters, Math.Min(points.Rows - 1, points.Different));

        // As many rows as the fewest groups are groups of one row each, where nothing else is asked.
        var compared = Enumerable.Range(options.FewestClusters, Math.Max(asked is null ? 1 : 0, most - options.FewestClusters + 1));
        return [.. compared.Concat(asked ?? []).Distinct().Order()];
    }

    private static double Work(ClusterPoints points, IReadOnlyList<int> counts, ClusterAnalysisOptions options, IReadOnlyList<int>? asked)
    {
        var fitted = ClusterComparison.Fitted(points, counts, options);
        double references = options.GapReferences * GapStatistic.Restarts * (1 + fitted.Where(k => k < points.Rows).Sum());
        return (options.Restarts * fitted.Sum()) + references + (options.Bootstraps * ClusterStability.Restarts * (asked?.Sum() ?? counts[^1]));
    }
}
