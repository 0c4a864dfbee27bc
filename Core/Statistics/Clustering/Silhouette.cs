using System.Runtime.Intrinsics;

namespace Octoplus.Core.Statistics.Clustering;

/// <summary>How much closer a row is to its own group than to the next: −1 to 1 (Rousseeuw 1987, DOI 10.1016/0377-0427(87)90125-7).</summary>
public static class Silhouette
{
    /// <summary>Above, silhouettes are those of a sample of that many rows.</summary>
    public const int MostRows = RowSample.MostRows;

    // Below so many distances a second thread costs more than it brings.
    private const long FewDistances = 100_000;

    /// <summary>
    /// (b − a) ÷ max(a, b) of each row: a, its mean distance to the others of its group; b, the least of its mean distances to the rows of another group.
    /// Exact up to <see cref="MostRows"/> rows. Above, for a sample without replacement of that many, within which distances are measured: null elsewhere.
    /// Cost: rows measured², times columns.
    /// </summary>
    /// <param name="values">rows × columns, row-major, finite; distances between them must be finite too.</param>
    /// <param name="labels">One by row, from 0 to <paramref name="clusters"/> − 1. Groups may be empty.</param>
    /// <param name="seed">Of the sample.</param>
    /// <param name="processors">Null: all. Changes no figure.</param>
    /// <returns>One by row: 0 for a row alone in its group; null for rows out of the sample, and for all where the rows measured are of one group.</returns>
    /// <exception cref="ArgumentException">Values or labels do not fit the rows.</exception>
    public static double?[] Of(
        ReadOnlyMemory<double> values, int rows, int columns, IReadOnlyList<int> labels, int clusters, int seed, int? processors = null, CancellationToken cancellationToken = default)
        => Of(values, rows, columns, [new Partition(labels, clusters)], seed, processors, cancellationToken)[0];

    /// <summary>As above for several partitions of the same rows: distances are measured once.</summary>
    /// <returns>By partition, by row.</returns>
    internal static double?[][] Of(
        ReadOnlyMemory<double> values, int rows, int columns, IReadOnlyList<Partition> partitions, int seed, int? processors = null, CancellationToken cancellationToken = default)
    {
        if (values.Length != (long)rows * columns || partitions.Any(x => x.Labels.Count != rows || x.Labels.Any(label => label < 0 || label >= x.Clusters)))
        {
            throw new ArgumentException("Values must be rows × columns, labels one by row from 0 to clusters − 1.", nameof(values));
        }

        var sample = RowSample.Of(rows, seed);
        var rowValues = sample is null ? values : RowSample.Pick(values.Span, columns, sample);
        var labels = Array.ConvertAll([.. partitions], x => sample is null ? [.. x.Labels] : Array.ConvertAll(sample, row => x.Labels[row]));
        var sizes = partitions.Select((x, p) => Sizes(labels[p], x.Clusters)).ToArray();
        var results = Array.ConvertAll(labels, _ => new double?[rows]);
        var measured = sample?.Length ?? rows;
        var degree = (long)measured * measured < FewDistances ? 1 : processors ?? Environment.ProcessorCount;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken };
        Parallel.For(0, measured, parallel, () => new double[measured], (row, _, distances) =>
        {
            Measure(rowValues.Span, columns, row, distances);
            for (var p = 0; p < results.Length; p++)
            {
                results[p][sample?[row] ?? row] = OfRow(distances, labels[p], sizes[p], row);
            }

            return distances;
        }, _ => { });
        return results;
    }

    /// <summary>Mean of those measured; 0 where there is none.</summary>
    internal static double Mean(IEnumerable<double?> silhouettes) => silhouettes.Average() ?? 0;

    private static int[] Sizes(int[] labels, int clusters)
    {
        var sizes = new int[clusters];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        return sizes;
    }

    private static void Measure(ReadOnlySpan<double> values, int columns, int row, double[] distances)
    {
        var own = values.Slice(row * columns, columns);
        for (var other = 0; other < distances.Length; other++)
        {
            distances[other] = Math.Sqrt(SquaredDistance(own, values.Slice(other * columns, columns)));
        }
    }

    // Four lanes on every machine, so that sums are added in one order.
    private static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i <= left.Length - 4; i += 4)
        {
            var difference = Vector256.Create(left[i..]) - Vector256.Create(right[i..]);
            lanes += difference * difference;
        }

        var sum = Vector256.Sum(lanes);
        for (; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }

    private static double? OfRow(double[] distances, int[] labels, int[] sizes, int row)
    {
        var own = labels[row];
        if (sizes[own] == labels.Length)
        {
            return null;
        }

        if (sizes[own] == 1)
        {
            return 0;
        }

        Span<double> sums = sizes.Length <= 64 ? stackalloc double[sizes.Length] : new double[sizes.Length];
        sums.Clear();
        for (var other = 0; other < labels.Length; other++)
        {
            sums[labels[other]] += distances[other];
        }

        var within = sums[own] / (sizes[own] - 1);
        var nearest = double.PositiveInfinity;
        for (var group = 0; group < sizes.Length; group++)
        {
            if (group != own && sizes[group] > 0)
            {
                nearest = Math.Min(nearest, sums[group] / sizes[group]);
            }
        }

        var larger = Math.Max(within, nearest);
        return larger > 0 ? (nearest - within) / larger : 0;
    }
}

/// <summary>Which group each row is in.</summary>
/// <param name="Labels">One by row, from 0.</param>
/// <param name="Clusters">k.</param>
internal sealed record Partition(IReadOnlyList<int> Labels, int Clusters);
