using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public class KMeansTests
{
    // Least known, below what those calls found: Aloise, Hansen and Liberti (2012) prove 29.98894 cm² for k = 8.
    [Fact]
    public void Fit_IrisInEight_LessThanScikitLearn()
        => Assert.InRange(KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(8)).Inertia, 0, 2999.042640692641);

    // scikit-learn 1.2.1: the least of three KMeans(k, n_init=200, tol=0).inertia_ on load_iris(), here in mm².
    [Theory]
    [InlineData(1, 68137.06)]
    [InlineData(2, 15234.79517603579)]
    [InlineData(3, 7885.1441426146)]
    [InlineData(4, 5722.847321428572)]
    [InlineData(5, 4644.6182051282065)]
    [InlineData(6, 3903.998724608726)]
    [InlineData(7, 3429.822966507178)]
    [InlineData(9, 2778.609241730809)]
    public void Fit_Iris_InertiaOfScikitLearn(int clusters, double inertia)
    {
        var result = KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(clusters));

        Assert.Equal(inertia, result.Inertia, 1e-9 * inertia);
        Assert.True(result.Converged);
    }

    // Sizes and centres: scikit-learn 1.2.1, KMeans(3) on load_iris().
    [Fact]
    public void Fit_IrisInThree_CentresOfScikitLearn()
    {
        var result = KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(3));

        Assert.Equal([50, 62, 38], result.Labels.CountBy(l => l).OrderBy(l => l.Key).Select(l => l.Value));
        double[] expected = [50.06, 34.28, 14.62, 2.46, 59.016129, 27.483871, 43.935484, 14.338710, 68.5, 30.736842, 57.421053, 20.710526];
        Assert.All(expected.Zip(result.Centres), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    // The partition that Ruspini drew: 20, 23, 17 and 15 points; inertia of scikit-learn 1.2.1 and R 4.2.2's kmeans.
    [Fact]
    public void Fit_RuspiniInFour_ItsClouds()
    {
        var result = KMeans.Fit(KMeansData.Ruspini, 75, 2, new KMeansOptions(4));

        Assert.Equal(12881.05123648, result.Inertia, 1e-6);
        Assert.Equal(Enumerable.Repeat(result.Labels[0], 20), result.Labels.Take(20));
        Assert.Equal([20, 23, 17, 15], result.Labels.CountBy(l => l).Select(l => l.Value));
    }

    [Fact]
    public void Fit_OneCluster_MeanOfAll()
    {
        var result = KMeans.Fit((double[])[1, 10, 2, 20, 6, 30], 3, 2, new KMeansOptions(1));

        Assert.Equal([0, 0, 0], result.Labels);
        Assert.Equal([3, 20], result.Centres);
        Assert.Equal(214, result.Inertia, 1e-12);
    }

    [Fact]
    public void Fit_AsManyClustersAsRows_EachItsOwn()
    {
        var result = KMeans.Fit((double[])[5, 3, 9, 1], 4, 1, new KMeansOptions(4));

        Assert.Equal([2, 1, 3, 0], result.Labels);
        Assert.Equal([1, 3, 5, 9], result.Centres);
        Assert.Equal(0, result.Inertia);
    }

    [Fact]
    public void Fit_Labels_FollowTheCentres()
    {
        var result = KMeans.Fit((double[])[9, 0, 9.5, 0, 1, 5, 1, 5.5, 1, 0, 1, 0.5], 6, 2, new KMeansOptions(3));

        Assert.Equal([1, 0.25, 1, 5.25, 9.25, 0], result.Centres);
        Assert.Equal([2, 2, 1, 1, 0, 0], result.Labels);
    }

    [Fact]
    public void Ranked_EquallyGoodStarts_FirstOneFirst()
    {
        KMeansStart[] starts = [new(3, [], 2), new(1, [], 2), new(2, [], 1), new(0, [], 4)];

        Assert.Equal([2, 1, 0], KMeansStart.Ranked(starts, 0).Select(s => s.Stream));
    }

    /// <summary>Means that came out of sums about the middle of all rows were 1 and 0.9999999999999998.</summary>
    [Fact]
    public void Fit_CentresWithOneFirstFeature_FollowTheSecond()
    {
        var result = KMeans.Fit((double[])[1, 0, 1, 50, 1, 50, 1, 50, 9, 0], 5, 2, new KMeansOptions(3));

        Assert.Equal([1, 0, 1, 50, 9, 0], result.Centres);
        Assert.Equal([0, 1, 1, 1, 2], result.Labels);
    }

    /// <summary>Rows equally near to two centres, whose coordinates are 100,000 times as large as the distances: exchanging them once went round in circles.</summary>
    [Theory]
    [InlineData(3, new double[] { 7, 4, 100004, 100008, 100005, 100003, 100000 })]
    [InlineData(4, new double[] { 1000000008, 3, 1000000004, 1, 1000000007, 5, 6, 0, 1000000006, 1000000001 })]
    public void Fit_TiesFarFromTheMiddle_Ends(int clusters, double[] values)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        for (var seed = 0; seed < 12; seed++)
        {
            Assert.True(KMeans.Fit(values, values.Length, 1, new KMeansOptions(clusters) { Seed = seed }, limit.Token).Inertia > 0);
        }
    }

    [Fact]
    public void Nearest_EquallyNearCentres_First()
    {
        double[] squares = [.. Enumerable.Repeat(4.0, 8), .. Enumerable.Repeat(1.0, 8), .. Enumerable.Repeat(1.0, 8)];

        KMeansDistances.Nearest(squares, out var best, out var second, out var label);

        Assert.Equal((1.0, 1.0, 1.0), (best[0], second[0], label[0]));
    }

    [Fact]
    public void Fit_ManyEqualRows_EveryClusterHasRows()
    {
        // 97 equal rows and three others: the seeding alone can leave groups empty.
        double[] values = [.. Enumerable.Repeat(0.0, 97), 1, 2, 50];

        for (var seed = 0; seed < 50; seed++)
        {
            var result = KMeans.Fit(values, 100, 1, new KMeansOptions(4) { Seed = seed, Restarts = 1 });

            Assert.Equal(4, result.Labels.Distinct().Count());
            Assert.Equal(0, result.Inertia);
        }
    }

    [Fact]
    public void Fit_NotLongEnough_NotConverged()
    {
        var values = KMeansData.Clouds(2000, 3, 1, 5, 1);

        var result = KMeans.Fit(values, 2000, 3, new KMeansOptions(6) { MaxIterations = 1, Restarts = 1 });

        Assert.False(result.Converged);
        Assert.Equal(1, result.Iterations);
        Assert.Equal(KMeansOracle.Inertia(values, result), result.Inertia, 1e-9 * result.Inertia);
    }

    [Fact]
    public void Fit_RareRowsThatASampleMisses_Found()
    {
        var values = new double[40_000];
        (values[7], values[39_999]) = (1, 1000);

        var result = KMeans.Fit(values, 40_000, 1, new KMeansOptions(3));

        Assert.Equal([0, 1, 1000], result.Centres);
        Assert.Equal(0, result.Inertia);
    }

    [Fact]
    public async Task Fit_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(3), source.Token));
    }
}
