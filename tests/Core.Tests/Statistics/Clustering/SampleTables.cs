using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

/// <summary>Tables to group.</summary>
internal static class SampleTables
{
    /// <summary>Every tenth of Fisher's irises (1936, DOI 10.1111/j.1469-1809.1936.tb02137.x), as <c>sklearn.datasets.load_iris().data[::10]</c>: five of each kind.</summary>
    public static double[] Iris { get; } =
    [
        5.1, 3.5, 1.4, 0.2, 5.4, 3.7, 1.5, 0.2, 5.4, 3.4, 1.7, 0.2, 4.8, 3.1, 1.6, 0.2, 5.0, 3.5, 1.3, 0.3,
        7.0, 3.2, 4.7, 1.4, 5.0, 2.0, 3.5, 1.0, 5.9, 3.2, 4.8, 1.8, 5.5, 2.4, 3.8, 1.1, 5.5, 2.6, 4.4, 1.2,
        6.3, 3.3, 6.0, 2.5, 6.5, 3.2, 5.1, 2.0, 6.9, 3.2, 5.7, 2.3, 7.4, 2.8, 6.1, 1.9, 6.7, 3.1, 5.6, 2.4,
    ];

    public static int[] IrisKinds { get; } = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2];

    public static FeatureTable IrisTable { get; } = Table(Iris, 4);

    public static FeatureTable Table(double[] values, int columns)
        => new([.. Enumerable.Range(0, values.Length / columns).Select(x => $"r{x}")], [.. Enumerable.Range(0, columns).Select(x => $"f{x}")], values);

    /// <summary>Rows of normal noise around centres, in turn.</summary>
    public static FeatureTable Blobs(int rows, double[][] centres, double spread, int seed)
    {
        var random = new SeededRandom(seed, default);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Table([.. Enumerable.Range(0, rows).SelectMany(row => centres[row % centres.Length].Select(x => x + (spread * Normal())))], centres[0].Length);
    }

    public static FeatureTable ThreeBlobs(int rows, int seed) => Blobs(rows, [[0, 0], [10, 0], [0, 10]], 1, seed);

    public static FeatureTable Noise(int rows, int columns, int seed)
    {
        var random = new SeededRandom(seed, default);
        return Table([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble())], columns);
    }

    /// <summary>Rows in another order, with their names.</summary>
    public static FeatureTable Reordered(FeatureTable table, IReadOnlyList<int> order)
    {
        var columns = table.Features.Count;
        return table with { Ids = [.. order.Select(x => table.Ids[x])], Values = [.. order.SelectMany(x => table.Values.Skip(x * columns).Take(columns))] };
    }

    /// <summary>Labels as groups of names, so that numbering does not matter.</summary>
    public static IReadOnlyList<string> Partition(ClusterAnalysis analysis)
        => [.. analysis.Members.GroupBy(x => x.Label).Select(x => string.Join(' ', x.Select(y => y.Id).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
}
