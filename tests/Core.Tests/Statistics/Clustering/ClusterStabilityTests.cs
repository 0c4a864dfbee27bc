using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class ClusterStabilityTests
{
    /// <summary>Three groups of what are two: the whole one comes again, the halves do not.</summary>
    [Fact]
    public void Of_GroupCutInTwo_IsToldFromTheWholeOne()
    {
        // Always the wide one is cut.
        var (tight, wide) = (SampleTables.Blobs(60, [[0, 0]], spread: 0.1, seed: 1), SampleTables.Blobs(60, [[30, 0]], spread: 2, seed: 2));
        var table = SampleTables.Table([.. tight.Values, .. wide.Values], 2);

        var analysis = ClusterAnalyser.Analyse(table, new ClusterAnalysisOptions { Clusters = 3, GapReferences = 0 });

        var whole = analysis.Groups.MaxBy(x => x.Size)!;
        var halves = analysis.Groups.Where(x => x.Label != whole.Label).ToList();
        Assert.Equal(60, whole.Size);
        Assert.Equal(1, whole.Stability);
        Assert.All(halves, x => Assert.InRange(x.Stability!.Value, 0.2, 0.85));
    }

    /// <summary>On the border between two blobs: in one group in some samples, in the other in the rest.</summary>
    [Fact]
    public void Of_RowBetweenTwoGroups_IsLessStableThanTheirCentres()
    {
        var blobs = SampleTables.Blobs(60, [[0, 0], [10, 0]], spread: 1, seed: 3);
        var table = new FeatureTable([.. blobs.Ids, "border"], blobs.Features, [.. blobs.Values, 5.05, 0]);

        var members = ClusterAnalyser.Analyse(table, new ClusterAnalysisOptions { Clusters = 2, GapReferences = 0 }).Members;

        Assert.InRange(members[^1].Stability!.Value, 0.2, 0.9);
        Assert.All(members.SkipLast(1), x => Assert.Equal(1, x.Stability));
    }

    /// <summary>One sample of ten rows with repetition leaves some out: they have no figure, and nothing is divided by 0.</summary>
    [Fact]
    public void Of_RowsNeverDrawn_HaveNone()
    {
        var points = ClusterPoints.From(FeaturePreparation.Prepare(SampleTables.Table([0, 1, 5, 6, 20, 21, 40, 41, 90, 95], 1), default, default));
        var partition = new Partition([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], 2);

        var stability = ClusterStability.Of(points, partition, 1, new ClusterAnalysisOptions(), new AnalysisProgress(null, 1), CancellationToken.None);

        Assert.Contains(null, stability.Members);
        Assert.All(stability.Members, x => Assert.True(x is null or 0 or 1));
    }
}
