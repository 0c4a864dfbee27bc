namespace Octoplus.Core.Statistics.Clustering;

/// <summary>
/// Whether groups come again when the rows are drawn anew (Hennig 2007, DOI 10.1016/j.csda.2006.11.025): rows are drawn with replacement and grouped; each group,
/// of the rows that were drawn, is compared with the most similar group found there by their Jaccard similarity, shared rows ÷ rows in either.
/// </summary>
/// <param name="Groups">By label, mean over the samples that hold rows of the group; null where none does. Below 0.6 a group should not be trusted, from 0.75 on it is stable (documentation of R's fpc::clusterboot).</param>
/// <param name="Members">By row, share of the samples that hold it in which it is in the group most similar to its own; null where none does.</param>
internal sealed record ClusterStability(IReadOnlyList<double?> Groups, IReadOnlyList<double?> Members)
{
    /// <summary>Starts of K-means on a sample, as on a reference set of the gap.</summary>
    public const int Restarts = 1;

    /// <summary>Samples are as large as the table, but for <see cref="RowSample.MostRows"/> rows at most. Cost: samples × a fit with few starts.</summary>
    public static ClusterStability Of(
        ClusterPoints points, Partition partition, int samples, ClusterAnalysisOptions options, AnalysisProgress progress, CancellationToken cancellationToken)
    {
        int[] labels = [.. partition.Labels];
        var similarities = new double?[samples][];
        var drawn = new int[points.Rows];
        var kept = new int[points.Rows];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Processors ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, samples, parallel, () => new Sample(points, partition.Clusters), (piece, _, sample) =>
        {
            sample.Draw(new SeededRandom(options.Seed, RandomPurpose.Bootstrap, piece), cancellationToken);
            var (similar, match) = sample.Compare(labels);
            similarities[piece] = similar;
            for (var row = 0; row < labels.Length; row++)
            {
                if (sample.LabelOf(row) is var label and >= 0)
                {
                    // Sums of whole numbers do not depend on who adds first.
                    Interlocked.Increment(ref drawn[row]);
                    Interlocked.Add(ref kept[row], label == match[labels[row]] ? 1 : 0);
                }
            }

            progress.Add(Restarts * partition.Clusters);
            return sample;
        }, _ => { });
        return new ClusterStability(
            [.. Enumerable.Range(0, partition.Clusters).Select(label => similarities.Average(x => x[label]))],
            [.. drawn.Zip(kept, (all, own) => all > 0 ? (double?)own / all : null)]);
    }

    /// <summary>One sample; its memory serves the next.</summary>
    private sealed class Sample(ClusterPoints points, int clusters)
    {
        private readonly double[] _values = new double[Math.Min(points.Rows, RowSample.MostRows) * points.Columns];
        private readonly int[] _rows = new int[Math.Min(points.Rows, RowSample.MostRows)];
        private readonly int[] _labels = new int[points.Rows];

        /// <summary>Group in the sample; −1 where it was not drawn.</summary>
        public int LabelOf(int row) => _labels[row];

        public void Draw(SeededRandom random, CancellationToken cancellationToken)
        {
            for (var i = 0; i < _rows.Length; i++)
            {
                _rows[i] = random.Next(points.Rows);
                points.Values.AsSpan(_rows[i] * points.Columns, points.Columns).CopyTo(_values.AsSpan(i * points.Columns));
            }

            // A small sample may hold fewer different rows than groups are asked.
            var found = Math.Min(clusters, ClusterPoints.CountDifferent(_values, _rows.Length, points.Columns));
            var options = new KMeansOptions(found) { Restarts = Restarts, Seed = random.NextSeed(), Processors = 1 };
            var fit = KMeans.Fit(_values, _rows.Length, points.Columns, options, cancellationToken);
            Array.Fill(_labels, -1);
            for (var i = 0; i < _rows.Length; i++)
            {
                _labels[_rows[i]] = fit.Labels[i];
            }
        }

        /// <summary>By own label: greatest Jaccard similarity, and with which group of the sample (the first of those that are as similar).</summary>
        public (double?[] Similar, int[] Match) Compare(int[] labels)
        {
            var both = new int[clusters, clusters];
            var own = new int[clusters];
            var other = new int[clusters];
            for (var row = 0; row < labels.Length; row++)
            {
                if (_labels[row] >= 0)
                {
                    both[labels[row], _labels[row]]++;
                    own[labels[row]]++;
                    other[_labels[row]]++;
                }
            }

            var similar = new double?[clusters];
            var match = new int[clusters];
            for (var label = 0; label < clusters; label++)
            {
                for (var candidate = 0; candidate < clusters && own[label] > 0; candidate++)
                {
                    var shared = both[label, candidate];
                    var jaccard = (double)shared / (own[label] + other[candidate] - shared);
                    if (!(jaccard <= similar[label]))
                    {
                        (similar[label], match[label]) = (jaccard, candidate);
                    }
                }
            }

            return (similar, match);
        }
    }
}
