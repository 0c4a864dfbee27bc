using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public class KMeansPropertyTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(16, 1, 3)]
    [InlineData(101, 12, 8)]
    [InlineData(99, 7, 13)]
    [InlineData(203, 9, 5)]
    [InlineData(500, 50, 10)]
    [InlineData(3000, 2, 6)]
    [InlineData(20_000, 3, 4)]
    public void Fit_AnyShape_OptimumOfItsOwnFigures(int rows, int columns, int clusters)
    {
        var values = KMeansData.Clouds(rows, columns, 3, 8, rows);

        var result = KMeans.Fit(values, rows, columns, new KMeansOptions(clusters));

        Assert.True(result.Converged);
        Assert.Equal(clusters, result.Labels.Distinct().Count());
        KMeansOracle.AssertOptimum(values, result);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_RowsInAnotherOrder_SamePartition(int seed)
    {
        var order = Enumerable.Range(0, 150).ToArray();
        new Random(seed).Shuffle(order);

        var before = KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(3));
        var after = KMeans.Fit(order.SelectMany(i => KMeansData.Iris[(i * 4)..(i * 4 + 4)]).ToArray(), 150, 4, new KMeansOptions(3));

        Assert.Equal(order.Select(i => before.Labels[i]), after.Labels);
        Assert.Equal(before.Inertia, after.Inertia, 1e-9);
    }

    [Theory]
    [InlineData(1e6, 1)]
    [InlineData(-1e9, 1)]
    [InlineData(0, 1e-9)]
    [InlineData(1e3, 1e9)]
    public void Fit_ShiftedAndScaled_SamePartition(double shift, double scale)
    {
        var values = KMeansData.Clouds(400, 5, 6, 2, 7);
        var before = KMeans.Fit(values, 400, 5, new KMeansOptions(6));

        var after = KMeans.Fit(values.Select(v => (v * scale) + shift).ToArray(), 400, 5, new KMeansOptions(6));

        Assert.Equal(before.Labels, after.Labels);
        Assert.Equal(before.Inertia * scale * scale, after.Inertia, 1e-6 * before.Inertia * scale * scale);
    }

    [Fact]
    public void Fit_EveryRowTwice_SamePartitionTwiceTheInertia()
    {
        var once = KMeans.Fit(KMeansData.Ruspini, 75, 2, new KMeansOptions(4));
        var twice = KMeans.Fit((double[])[.. KMeansData.Ruspini, .. KMeansData.Ruspini], 150, 2, new KMeansOptions(4));

        Assert.Equal([.. once.Labels, .. once.Labels], twice.Labels);
        Assert.Equal(2 * once.Inertia, twice.Inertia, 1e-6);
    }

    [Fact]
    public void Fit_OneRowAgain_GoesWithItsTwin()
    {
        var result = KMeans.Fit((double[])[.. KMeansData.Iris, .. KMeansData.Iris[200..204]], 151, 4, new KMeansOptions(3));

        Assert.Equal(result.Labels[50], result.Labels[150]);
    }

    [Fact]
    public void Fit_MoreClusters_LessInertia()
    {
        var inertias = Enumerable.Range(1, 12).Select(k => KMeans.Fit(KMeansData.Ruspini, 75, 2, new KMeansOptions(k)).Inertia).ToList();

        Assert.Equal(inertias.OrderDescending(), inertias);
    }
}
