namespace Octoplus.Core.Clusters;

/// <summary>
/// K-means: k centres that make the sum of squared distances (inertia) small. The search is stated in docs/decisions/0023: seeding by greedy k-means++ (Arthur and
/// Vassilvitskii 2007), Lloyd's iterations with Hamerly's bounds (2010), exchange of single rows in small data (Hartigan and Wong 1979), swaps of a centre (Lattanzi and
/// Sohler 2019), on samples first where there are more than 8,192 rows. It is a heuristic, as all of them are: no one can promise the best of all partitions.
/// </summary>
public static class KMeans
{
    private const int FinalRounds = 100;

    /// <summary>
    /// Groups n points of d dimensions. The same values, options and seed give the same result to the last bit, on any number of processors. Labels follow
    /// the order of the centres by their first feature, then the second and so on; a row equally near to two centres belongs to the first.
    /// Cost: O(n d k) an iteration and linear in n beyond 131,072 rows, which are not copied; memory beside them about 25 bytes a row and 60 MB for samples of 50 features. Where rows that differ
    /// are so rare that samples miss them, all rows are searched, and copied, instead.
    /// </summary>
    /// <param name="values">n × d, row-major, finite, within ±1e150. Features of different units should be scaled before.</param>
    /// <param name="rows">n, at least k.</param>
    /// <param name="columns">d, at least 1.</param>
    /// <param name="options">k and how hard to search.</param>
    /// <param name="cancellationToken">Stops the work, looked at several times an iteration in large data.</param>
    /// <exception cref="ClusterException">
    /// Fewer rows than k; values that are missing or not finite, with their cells (row and column from 0 as texts); fewer different rows than k, with both numbers.
    /// </exception>
    /// <exception cref="ArgumentException">Options out of range, or a length that is not rows × columns.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static KMeansResult Fit(ReadOnlyMemory<double> values, int rows, int columns, KMeansOptions options, CancellationToken cancellationToken = default)
    {
        KMeansInput.Check(values, rows, columns, options);
        var processors = Math.Min(options.Processors ?? Environment.ProcessorCount, Environment.ProcessorCount);
        var all = KMeansPoints.InPlace(values, rows, columns);
        var best = new KMeansStages(all, options, processors, cancellationToken).Run();
        return best.DifferentRows < options.Clusters
            ? throw KMeansInput.TooFewDifferent(rows, best.DifferentRows, options.Clusters)
            : Finish(best, rows, new KMeansLloyd(all, options.Clusters), options, processors, cancellationToken);
    }

    /// <summary>Labels in the order of the centres, equally near ones to the first; centres the means of exactly these rows where it converged; inertia of exactly these centres.</summary>
    private static KMeansResult Finish(KMeansStart start, int rows, KMeansLloyd lloyd, KMeansOptions options, int processors, CancellationToken cancellationToken)
    {
        var d = start.Centres.Length / options.Clusters;
        var centres = Ordered(start.Centres, d);
        int[] labels = [];
        for (var round = 1; ; round++)
        {
            var inertia = lloyd.Assign(centres, processors, cancellationToken);
            var same = labels.AsSpan().SequenceEqual(lloyd.Labels);
            if (same || !start.Converged || round == FinalRounds || Array.IndexOf(lloyd.Counts, 0) >= 0)
            {
                return new KMeansResult(lloyd.Labels[..rows], centres, inertia, start.Iterations, start.Converged && same, options.Seed);
            }

            labels = [.. lloyd.Labels];
            for (var i = 0; i < centres.Length; i++)
            {
                centres[i] = lloyd.Sums[i] / lloyd.Counts[i / d];
            }

            // The means of these rows may come in another order than the centres that chose them, which carry some rounding.
            centres = Ordered(centres, d);
        }
    }

    /// <summary>By the first feature, then the second, and so on.</summary>
    private static double[] Ordered(double[] centres, int columns)
        => [.. centres.Chunk(columns).Order(Comparer<double[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).SelectMany(c => c)];
}
