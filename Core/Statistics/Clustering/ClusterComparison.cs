namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Fits for each number of groups that is compared, and how well each does.</summary>
/// <param name="Fits">By number of groups, inertia in the unit of the points.</param>
/// <param name="Silhouettes">By number of groups, by row.</param>
/// <param name="Counts">In order of the number of groups; inertia in the unit of the scaled values.</param>
internal sealed record ClusterComparison(
    IReadOnlyDictionary<int, KMeansResult> Fits, IReadOnlyDictionary<int, double?[]> Silhouettes, IReadOnlyList<ClusterCountScore> Counts, ClusterSuggestion Suggestion)
{
    /// <param name="counts">Numbers of groups, rising.</param>
    public static ClusterComparison Of(
        ClusterPoints points, IReadOnlyList<int> counts, ClusterAnalysisOptions options, AnalysisProgress progress, CancellationToken cancellationToken)
    {
        var fitted = Fitted(points, counts, options);
        var fits = fitted.ToDictionary(k => k, k =>
        {
            var fit = Fit(points, k, options, cancellationToken);
            progress.Add(options.Restarts * k);
            return fit;
        });
        var partitions = counts.Select(k => new Partition(fits[k].Labels, k)).ToList();
        var silhouettes = Silhouette.Of(points.Values, points.Rows, points.Columns, partitions, options.Seed, options.Processors, cancellationToken);
        IReadOnlyDictionary<int, GapValue> gaps = new Dictionary<int, GapValue>();
        var sample = points.Sampled(options.Seed);
        if (options.GapReferences > 0 && sample.Different > 1)
        {
            var inertias = fitted.Where(k => k < sample.Rows && k <= sample.Different)
                .ToDictionary(k => k, k => (ReferenceEquals(sample, points) ? fits[k] : Fit(sample, k, options, cancellationToken)).Inertia);
            gaps = GapStatistic.Of(sample, inertias, options.GapReferences, options, progress, cancellationToken);
        }

        var scores = counts.Select((k, place) => Score(points, fits[k], k, silhouettes[place], gaps.GetValueOrDefault(k))).ToList();
        return new ClusterComparison(
            fits, counts.Zip(silhouettes).ToDictionary(x => x.First, x => x.Second), scores, ClusterSuggestionRule.Suggest(scores, gaps));
    }

    /// <summary>Those that are fitted: also k + 1 for each, which the gap of k is held against, where there are rows for it.</summary>
    public static IReadOnlyList<int> Fitted(ClusterPoints points, IReadOnlyList<int> counts, ClusterAnalysisOptions options)
        => options.GapReferences == 0 ? counts : [.. counts.Concat(counts.Select(k => k + 1).Where(k => k < points.Rows && k <= points.Different)).Distinct().Order()];

    private static KMeansResult Fit(ClusterPoints points, int clusters, ClusterAnalysisOptions options, CancellationToken cancellationToken)
    {
        var how = new KMeansOptions(clusters) { Restarts = options.Restarts, Seed = options.Seed, Processors = options.Processors };
        return KMeans.Fit(points.Values, points.Rows, points.Columns, how, cancellationToken);
    }

    private static ClusterCountScore Score(ClusterPoints points, KMeansResult fit, int clusters, double?[] silhouettes, GapValue? gap)
    {
        var within = points.Within(fit);
        var spread = CalinskiHarabasz.OfSums(within, points.Total - within, points.Rows, clusters);
        return new ClusterCountScore(clusters, within * points.Unit * points.Unit, Silhouette.Mean(silhouettes), spread, gap?.Gap, gap?.Error);
    }
}
