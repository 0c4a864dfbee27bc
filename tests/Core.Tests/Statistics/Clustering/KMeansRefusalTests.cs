using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public class KMeansRefusalTests
{
    [Fact]
    public void Fit_FewerRowsThanClusters_ThrowsWithBothNumbers()
    {
        var refused = Assert.Throws<ClusterException>(() => KMeans.Fit((double[])[1, 2, 3, 4], 2, 2, new KMeansOptions(3)));

        Assert.Equal((ClusterProblem.FewerRowsThanClusters, 2, 3), (refused.Problem, refused.Rows, refused.Clusters));
        Assert.Equal("2 rows cannot make 3 groups.", refused.Message);
    }

    [Fact]
    public void Fit_FewerDifferentRowsThanClusters_ThrowsWithBothNumbers()
    {
        var refused = Assert.Throws<ClusterException>(() => KMeans.Fit((double[])[1, 2, 1, 2, 3, 4, 3, 4, 1, 2], 5, 2, new KMeansOptions(3)));

        Assert.Equal((ClusterProblem.FewerDifferentRowsThanClusters, 2, 3), (refused.Problem, refused.Rows, refused.Clusters));
    }

    [Fact]
    public void Fit_FewerDifferentAmongManyRows_ThrowsWithBothNumbers()
    {
        var refused = Assert.Throws<ClusterException>(() => KMeans.Fit(Enumerable.Range(0, 20_000).Select(i => i % 3.0).ToArray(), 20_000, 1, new KMeansOptions(4)));

        Assert.Equal((ClusterProblem.FewerDifferentRowsThanClusters, 3, 4), (refused.Problem, refused.Rows, refused.Clusters));
    }

    [Fact]
    public void Fit_MissingValues_ThrowsWithTheirCells()
    {
        var refused = Assert.Throws<ClusterException>(() => KMeans.Fit((double[])[1, double.NaN, 3, 4, double.NaN, 6], 3, 2, new KMeansOptions(2)));

        Assert.Equal(ClusterProblem.MissingValues, refused.Problem);
        Assert.Equal([new MissingCell("0", "1"), new MissingCell("2", "0")], refused.Cells);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e200)]
    public void Fit_ValueWithoutASquare_ThrowsWithItsCell(double value)
    {
        var refused = Assert.Throws<ClusterException>(() => KMeans.Fit((double[])[1, 2, value], 3, 1, new KMeansOptions(2)));

        Assert.Equal(ClusterProblem.BadValues, refused.Problem);
        Assert.Equal([new MissingCell("2", "0")], refused.Cells);
    }

    [Fact]
    public void Fit_ManyBadValues_AThousandCells()
        => Assert.Equal(1000, Assert.Throws<ClusterException>(() => KMeans.Fit(Enumerable.Repeat(double.NaN, 5000).ToArray(), 5000, 1, new KMeansOptions(2))).Cells.Count);

    [Fact]
    public void Fit_OptionsOutOfRange_Throws()
    {
        double[] values = [1, 2, 3];

        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(values, 3, 1, new KMeansOptions(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(values, 3, 1, new KMeansOptions(2) { Restarts = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(values, 3, 1, new KMeansOptions(2) { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(values, 3, 1, new KMeansOptions(2) { Processors = 0 }));
        Assert.Throws<ArgumentException>(() => KMeans.Fit(values, 3, 2, new KMeansOptions(2)));
    }
}
