namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Which number of groups is suggested.</summary>
internal static class ClusterSuggestionRule
{
    /// <summary>Below, groups are no structure that should be taken for real (Kaufman and Rousseeuw 1990, table 4).</summary>
    public const double LeastSilhouette = 0.25;

    /// <summary>How much below the best a mean silhouette may be to count as close to it.</summary>
    public const double CloseSilhouette = 0.05;

    /// <summary>How many of its errors a gap must lie above that of one group: with one, uniform noise is often taken for groups (docs/groups.md).</summary>
    public const double ErrorsOverOneGroup = 2;

    /// <summary>
    /// The smallest k whose gap is not below that of k + 1 less its error and whose silhouette is close to the best; where there is none, the k with the best
    /// silhouette, the smaller of equals. No structure, and the k with the best silhouette, where the best mean silhouette is below <see cref="LeastSilhouette"/>, or
    /// where the gap of the k found is not above that of one group by <see cref="ErrorsOverOneGroup"/> of its errors.
    /// </summary>
    /// <param name="counts">At least one; in order of k.</param>
    /// <param name="gaps">By number of groups, also of one group and of one more than the last; empty where not asked.</param>
    public static ClusterSuggestion Suggest(IReadOnlyList<ClusterCountScore> counts, IReadOnlyDictionary<int, GapValue> gaps)
    {
        var best = counts.MaxBy(x => x.Silhouette)!;
        var first = counts.FirstOrDefault(x => x.Silhouette >= best.Silhouette - CloseSilhouette && IsGapEnough(x, gaps));
        var found = first ?? best;
        var isThere = best.Silhouette >= LeastSilhouette && StandsApart(found.Clusters, gaps);
        var reason = !isThere ? ClusterSuggestionReason.NoStructure : first is null ? ClusterSuggestionReason.Silhouette : ClusterSuggestionReason.GapAndSilhouette;
        return new ClusterSuggestion((isThere ? found : best).Clusters, reason) { GapOfOneGroup = gaps.TryGetValue(1, out var one) ? one.Gap : null };
    }

    private static bool StandsApart(int clusters, IReadOnlyDictionary<int, GapValue> gaps)
        => !gaps.TryGetValue(clusters, out var gap) || gap.Gap - (ErrorsOverOneGroup * gap.Error) > gaps[1].Gap;

    // Where rows of a few kinds leave nothing to divide further, there is no gap of k + 1.
    private static bool IsGapEnough(ClusterCountScore count, IReadOnlyDictionary<int, GapValue> gaps)
        => count.Gap is { } gap && (gaps.TryGetValue(count.Clusters + 1, out var next) ? gap >= next.Gap - next.Error : count.Inertia <= 0);
}
