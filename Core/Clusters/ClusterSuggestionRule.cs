namespace Octoplus.Core.Clusters;

/// <summary>Which number of groups is suggested.</summary>
internal static class ClusterSuggestionRule
{
    /// <summary>Below, groups are no structure that should be taken for real (Kaufman and Rousseeuw 1990, table 4).</summary>
    public const double LeastSilhouette = 0.25;

    /// <summary>How much below the best a mean silhouette may be to count as close to it.</summary>
    public const double CloseSilhouette = 0.05;

    /// <summary>
    /// In this order: no structure, where the best mean silhouette is below <see cref="LeastSilhouette"/>, or where no number of groups has a gap greater than
    /// that of one group by more than its error; the smallest k whose gap is not below that of k + 1 less its error and whose silhouette is close to the best;
    /// else the k with the best silhouette. Where silhouettes are equal, the smaller k.
    /// </summary>
    /// <param name="counts">At least one; in order of k.</param>
    /// <param name="gaps">By number of groups, also of one group and of one more than the last; empty where not asked.</param>
    public static ClusterSuggestion Suggest(IReadOnlyList<ClusterCountScore> counts, IReadOnlyDictionary<int, GapValue> gaps)
    {
        var best = counts.MaxBy(x => x.Silhouette)!;
        var one = gaps.TryGetValue(1, out var gap) ? gap.Gap : (double?)null;
        if (best.Silhouette < LeastSilhouette || !StandsApart(counts, one))
        {
            return new ClusterSuggestion(best.Clusters, ClusterSuggestionReason.NoStructure) { GapOfOneGroup = one };
        }

        var first = counts.FirstOrDefault(x => x.Silhouette >= best.Silhouette - CloseSilhouette && IsGapEnough(x, gaps));
        return first is null
            ? new ClusterSuggestion(best.Clusters, ClusterSuggestionReason.Silhouette) { GapOfOneGroup = one }
            : new ClusterSuggestion(first.Clusters, ClusterSuggestionReason.GapAndSilhouette) { GapOfOneGroup = one };
    }

    private static bool StandsApart(IReadOnlyList<ClusterCountScore> counts, double? one)
        => one is null || counts.Any(x => x.Gap - x.GapError > one);

    // Where rows of a few kinds leave nothing to divide further, there is no gap of k + 1.
    private static bool IsGapEnough(ClusterCountScore count, IReadOnlyDictionary<int, GapValue> gaps)
        => count.Gap is { } gap && (gaps.TryGetValue(count.Clusters + 1, out var next) ? gap >= next.Gap - next.Error : count.Inertia <= 0);
}
