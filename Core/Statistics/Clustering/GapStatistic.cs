namespace Octoplus.Core.Statistics.Clustering;

/// <summary>
/// How much tighter groups are than in data without any (Tibshirani, Walther and Hastie 2001, DOI 10.1111/1467-9868.00293): mean of log W over reference sets less
/// log W of the data. W is the pooled sum of squares within groups, the inertia. Reference sets are their version (b): uniform over the box along the principal
/// components. K-means sees distances only, so they stay in the axes of the components.
/// </summary>
internal static class GapStatistic
{
    /// <summary>Starts of K-means on a reference set. One, with the swaps that belong to it, is enough where only a mean over many sets is wanted.</summary>
    public const int Restarts = 1;

    // Of all variation: rows that all lie at their centre have no logarithm.
    private const double LeastWithin = 1e-12;

    // Of the widest axis: what is flatter is flat, but for rounding.
    private const double Flat = 1e-9;

    /// <summary>Gaps by number of groups, also for one group. Cost: references × fits for each k.</summary>
    /// <param name="points">With more rows than the greatest number of groups; many rows are sampled before.</param>
    /// <param name="inertias">By number of groups; one group need not be among them.</param>
    /// <param name="references">B, at least 1. With few, gaps are rough, and their error tells less than there is: with one it is 0.</param>
    public static IReadOnlyDictionary<int, GapValue> Of(
        ClusterPoints points, IReadOnlyDictionary<int, double> inertias, int references, ClusterAnalysisOptions options, AnalysisProgress progress, CancellationToken cancellationToken)
    {
        int[] counts = [1, .. inertias.Keys.Where(k => k > 1).Order()];
        var box = Box(points);
        var logs = new double[references][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Processors ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, references, parallel, () => new double[points.Rows * box.Length], (piece, _, values) =>
        {
            var random = new SeededRandom(options.Seed, RandomPurpose.GapReference, piece);
            for (var i = 0; i < values.Length; i++)
            {
                var (lowest, highest) = box[i % box.Length];
                values[i] = lowest + ((highest - lowest) * random.NextDouble());
            }

            var seed = random.NextSeed();
            logs[piece] = Array.ConvertAll(counts, k => Log(Within(values, points.Rows, box.Length, k, seed, cancellationToken), points));
            progress.Add(Restarts * counts.Sum());
            return values;
        }, _ => { });
        return counts.Select((k, place) => (k, Value: OfOne(logs, place, Log(k == 1 ? points.Total : inertias[k], points)))).ToDictionary(x => x.k, x => x.Value);
    }

    private static (double Lowest, double Highest)[] Box(ClusterPoints points)
    {
        var components = PrincipalComponents.Of(points.Values, points.Rows, points.Columns);
        var ranges = Enumerable.Range(0, points.Columns).Select(c => components.Scores(points.Values, c)).Select(x => (x.Min(), x.Max())).ToArray();
        var widest = ranges.Max(x => x.Item2 - x.Item1);
        return [.. ranges.Where(x => x.Item2 - x.Item1 > Flat * widest)];
    }

    private static double Within(double[] values, int rows, int columns, int clusters, int seed, CancellationToken cancellationToken)
        => clusters == 1
            ? Enumerable.Range(0, columns).Sum(c => rows * Math.Pow(FeaturePreparation.Moments(ClusterPoints.Column(values, columns, c)).Deviation, 2))
            : KMeans.Fit(values, rows, columns, new KMeansOptions(clusters) { Restarts = Restarts, Seed = seed, Processors = 1 }, cancellationToken).Inertia;

    private static double Log(double within, ClusterPoints points) => Math.Log(Math.Max(within, LeastWithin * points.Total));

    private static GapValue OfOne(double[][] logs, int place, double log)
    {
        var (mean, deviation) = FeaturePreparation.Moments(Array.ConvertAll(logs, x => x[place]));
        return new GapValue(mean - log, deviation * Math.Sqrt(1 + (1.0 / logs.Length)));
    }
}

/// <param name="Error">s in equation (7) of the paper.</param>
internal sealed record GapValue(double Gap, double Error);
