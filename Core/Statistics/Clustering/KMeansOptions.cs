using System.Globalization;

namespace Octoplus.Core.Statistics.Clustering;

/// <summary>How <see cref="KMeans"/> works.</summary>
/// <param name="Clusters">k, at least 1.</param>
public sealed record KMeansOptions(int Clusters)
{
    /// <summary>Starts from different seeds, at most; the best inertia is kept, of equal ones the first start's. Fewer where some of them agree. Default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>Of one way down to an optimum. Default 1,000.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>All random choices follow from it, whatever the number of processors. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Processors used; null: all. Changes no figure.</summary>
    public int? Processors { get; init; }
}

/// <summary>What <see cref="KMeans"/> found. Immutable.</summary>
/// <param name="Labels">n, from 0, in the order of the centres.</param>
/// <param name="Centres">k × d, row-major, by their first feature, then the second and so on.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centre.</param>
/// <param name="Iterations">Of the last way down of the start that was kept.</param>
/// <param name="Converged">Whether it stopped by itself, not by the greatest number of iterations.</param>
/// <param name="Seed">As asked.</param>
public sealed record KMeansResult(IReadOnlyList<int> Labels, IReadOnlyList<double> Centres, double Inertia, int Iterations, bool Converged, int Seed);

/// <summary>What K-means refuses.</summary>
internal static class KMeansInput
{
    private const int MostCells = 1000;
    private const double Largest = 1e150;

    public static void Check(ReadOnlyMemory<double> values, int rows, int columns, KMeansOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Processors ?? 1, 1);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException("There are not rows × columns values.", nameof(values));
        }

        if (rows < options.Clusters)
        {
            throw new ClusterException(
                ClusterProblem.FewerRowsThanClusters,
                string.Create(CultureInfo.InvariantCulture, $"{rows} rows cannot make {options.Clusters} groups."))
            {
                Rows = rows,
                Clusters = options.Clusters,
            };
        }

        CheckCells(values.Span, columns);
    }

    public static ClusterException TooFewDifferent(int rows, int different, int clusters)
        => new(
            ClusterProblem.FewerDifferentRowsThanClusters,
            string.Create(CultureInfo.InvariantCulture, $"Only {different} of the {rows} rows differ, too few for {clusters} groups."))
        {
            Rows = different,
            Clusters = clusters,
        };

    private static void CheckCells(ReadOnlySpan<double> values, int columns)
    {
        var bad = new List<MissingCell>();
        var missing = true;
        for (var i = 0; i < values.Length && bad.Count < MostCells; i++)
        {
            if (!(Math.Abs(values[i]) <= Largest))
            {
                missing &= double.IsNaN(values[i]);
                bad.Add(new MissingCell((i / columns).ToString(CultureInfo.InvariantCulture), (i % columns).ToString(CultureInfo.InvariantCulture)));
            }
        }

        if (bad.Count > 0)
        {
            throw new ClusterException(
                missing ? ClusterProblem.MissingValues : ClusterProblem.BadValues,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Values that are missing, infinite or beyond ±1e150, by row and column from 0: {string.Join(", ", bad.Take(5).Select(c => $"({c.Id}, {c.Feature})"))}{(bad.Count > 5 ? ", …" : "")}."))
            {
                Cells = bad,
            };
        }
    }
}
