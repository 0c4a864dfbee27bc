using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class ClusterSuggestionRuleTests
{
    [Fact]
    public void Suggest_FirstGapThatIsNotBelowTheNext_IsTaken()
        => Expect(3, ClusterSuggestionReason.GapAndSilhouette, [0.5, 0.58, 0.6], [0.1, 0.2, 0.5, 0.52, 0.5]);

    [Fact]
    public void Suggest_GapWithAPoorSilhouette_IsPassedOver()
        => Expect(3, ClusterSuggestionReason.Silhouette, [0.3, 0.6, 0.31], [0.1, 0.5, 0.5, 0.8, 0.81]);

    [Fact]
    public void Suggest_NoGapAsked_IsTheBestSilhouette() => Expect(3, ClusterSuggestionReason.Silhouette, [0.3, 0.6, 0.6], []);

    [Fact]
    public void Suggest_PoorSilhouettes_AreNoStructure() => Expect(4, ClusterSuggestionReason.NoStructure, [0.1, 0.2, 0.24], [0.1, 0.5, 0.8, 0.8, 0.8]);

    /// <summary>Twice the error of 0.05 above 0.5 would be 0.6.</summary>
    [Fact]
    public void Suggest_GapNotAboveThatOfOneGroup_IsNoStructure()
    {
        Expect(2, ClusterSuggestionReason.NoStructure, [0.5, 0.4, 0.3], [0.5, 0.59, 0.5, 0.5, 0.5]);
        Expect(2, ClusterSuggestionReason.GapAndSilhouette, [0.5, 0.4, 0.3], [0.5, 0.61, 0.5, 0.5, 0.5]);
    }

    [Fact]
    public void Suggest_LastCountWithNothingBeyond_CountsWhereNothingIsLeftWithin()
    {
        Expect(4, ClusterSuggestionReason.GapAndSilhouette, [0.5, 0.8, 1], [0.1, 0.5, 5, 30], lastInertia: 0);
        Expect(4, ClusterSuggestionReason.Silhouette, [0.5, 0.8, 1], [0.1, 0.5, 5, 30], lastInertia: 1);
    }

    /// <param name="silhouettes">From two groups on.</param>
    /// <param name="gaps">From one group on; errors are 0.05.</param>
    private static void Expect(int clusters, ClusterSuggestionReason reason, double[] silhouettes, double[] gaps, double lastInertia = 1)
    {
        var known = gaps.Select((x, place) => (place, x)).ToDictionary(x => x.place + 1, x => new GapValue(x.x, 0.05));
        var counts = silhouettes.Select((x, place) => new ClusterCountScore(
            place + 2, place == silhouettes.Length - 1 ? lastInertia : 1, x, 1, known.GetValueOrDefault(place + 2)?.Gap, known.GetValueOrDefault(place + 2)?.Error)).ToList();

        var found = ClusterSuggestionRule.Suggest(counts, known);

        Assert.Equal((clusters, reason), (found.Clusters, found.Reason));
        Assert.Equal(gaps.Length > 0 ? gaps[0] : null, found.GapOfOneGroup);
    }
}
