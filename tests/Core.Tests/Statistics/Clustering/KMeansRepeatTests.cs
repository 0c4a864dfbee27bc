using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public class KMeansRepeatTests
{
    [Fact]
    public void Fit_AThousandTimes_SameLabels()
    {
        // Without any structure, so that every rounding would show.
        var values = KMeansData.Clouds(100, 4, 1, 8, 3);
        var first = KMeans.Fit(values, 100, 4, new KMeansOptions(7));

        for (var run = 0; run < 1000; run++)
        {
            var again = KMeans.Fit(values, 100, 4, new KMeansOptions(7) { Processors = 1 + (run % 2) });

            Assert.Equal(first.Labels, again.Labels);
        }
    }

    [Theory]
    [InlineData(20_000, 3, 5)]
    [InlineData(150_000, 2, 4)]
    public void Fit_OnOneProcessorAndTwo_SameBits(int rows, int columns, int clusters)
    {
        var values = KMeansData.Clouds(rows, columns, 1, 8, 4);

        var one = KMeans.Fit(values, rows, columns, new KMeansOptions(clusters) { Processors = 1 });
        var two = KMeans.Fit(values, rows, columns, new KMeansOptions(clusters) { Processors = 2 });

        Assert.Equal(one.Labels, two.Labels);
        Assert.Equal(one.Centres, two.Centres);
        Assert.Equal(one.Inertia, two.Inertia);
        Assert.Equal(one.Iterations, two.Iterations);
    }

    [Fact]
    public void Fit_OtherSeeds_SameBestOfClearGroups()
    {
        var inertias = Enumerable.Range(0, 20).Select(seed => KMeans.Fit(KMeansData.Iris, 150, 4, new KMeansOptions(3) { Seed = seed }).Inertia);

        Assert.All(inertias, inertia => Assert.Equal(7885.1441426146, inertia, 1e-6));
    }
}
