using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class GapStatisticTests
{
    /// <summary>Evenly spaced rows are what the reference sets are in the mean: W of one group is n × range² ÷ 12, and neither is ahead.</summary>
    [Fact]
    public void Of_EvenRows_IsAboutZero()
    {
        var gaps = Gaps(SampleTables.Table([.. Enumerable.Range(0, 500).Select(x => (double)x)], 1), [2, 3, 4], references: 50);

        Assert.Equal([1, 2, 3, 4], gaps.Keys.Order());
        Assert.All(gaps.Values, x => Assert.Equal(0, x.Gap, 0.05));
        Assert.All(gaps.Values, x => Assert.InRange(x.Error, 0.005, 0.1));
    }

    /// <summary>A line in a plane: its box has no width, so the gaps are those of the line alone.</summary>
    [Fact]
    public void Of_SlantedLine_IsAsOfTheLineAlone()
    {
        double[] line = [.. Enumerable.Range(0, 200).Select(x => (double)x * x)];

        var alone = Gaps(SampleTables.Table(line, 1), [2, 3], references: 20);
        var slanted = Gaps(SampleTables.Table([.. line.SelectMany(x => new[] { x, -2 * x })], 2), [2, 3], references: 20);

        Assert.All(alone.Keys, k => Assert.Equal(alone[k].Gap, slanted[k].Gap, 1e-6));
    }

    [Fact]
    public void Of_OneReference_HasNoError()
        => Assert.All(Gaps(SampleTables.Noise(30, 2, seed: 1), [2], references: 1).Values, x => Assert.Equal(0, x.Error));

    [Fact]
    public void Of_Blobs_IsHighestAtTheirNumber()
    {
        var gaps = Gaps(SampleTables.ThreeBlobs(90, seed: 2), [2, 3, 4], references: 30);

        Assert.Equal(3, gaps.MaxBy(x => x.Value.Gap).Key);
        Assert.True(gaps[3].Gap > gaps[1].Gap + 1);
    }

    private static IReadOnlyDictionary<int, GapValue> Gaps(FeatureTable table, int[] counts, int references)
    {
        var points = ClusterPoints.From(FeaturePreparation.Prepare(table, default, default));
        var inertias = counts.ToDictionary(k => k, k => KMeans.Fit(points.Values, points.Rows, points.Columns, new KMeansOptions(k)).Inertia);
        return GapStatistic.Of(points, inertias, references, new ClusterAnalysisOptions(), new AnalysisProgress(null, 1), CancellationToken.None);
    }
}
