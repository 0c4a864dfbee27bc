using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

/// <summary>What K-means must find, said in the plainest way.</summary>
internal static class KMeansOracle
{
    /// <summary>Sum of squared distances to the nearest centre.</summary>
    public static double Inertia(double[] values, KMeansResult result)
        => values.Chunk(values.Length / result.Labels.Count).Sum(row => Squares(row, result).Min());

    /// <summary>Each row with its nearest centre, each centre the mean of its rows, inertia theirs.</summary>
    public static void AssertOptimum(double[] values, KMeansResult result)
    {
        var d = values.Length / result.Labels.Count;
        var rows = values.Chunk(d).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            var squares = Squares(rows[i], result);
            Assert.Equal(squares.Min(), squares[result.Labels[i]], 1e-9 * (1 + squares.Min()));
        }

        foreach (var group in rows.Zip(result.Labels).GroupBy(r => r.Second))
        {
            for (var j = 0; j < d; j++)
            {
                Assert.Equal(group.Average(r => r.First[j]), result.Centres[group.Key * d + j], 1e-9 * (1 + Math.Abs(result.Centres[group.Key * d + j])));
            }
        }

        Assert.Equal(Inertia(values, result), result.Inertia, 1e-9 * (1 + result.Inertia));
    }

    private static double[] Squares(double[] row, KMeansResult result)
        => [.. result.Centres.Chunk(row.Length).Select(c => row.Zip(c).Sum(p => (p.First - p.Second) * (p.First - p.Second)))];
}
