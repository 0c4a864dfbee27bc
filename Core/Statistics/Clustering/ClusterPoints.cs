namespace Octoplus.Core.Statistics.Clustering;

/// <summary>
/// Scaled values around their mean, in a unit (a power of two) in which the farthest lies between 1 and 2, rounded to 2⁻⁴⁴ (6 × 10⁻¹⁴) of it: squares of distances
/// neither overflow nor vanish, rates at 10¹² keep their digits, and rows that differ here still do when a sample of them is moved to its own mean.
/// </summary>
/// <param name="Values">n × d, row-major.</param>
/// <param name="Unit">What a distance of 1 is in scaled values.</param>
/// <param name="Different">Rows that differ from each other.</param>
internal sealed record ClusterPoints(double[] Values, int Rows, int Columns, double Unit, int Different)
{
    private const double Steps = 1L << 44;

    // Of all variation: what rounding leaves of rows that all lie at their centre.
    private const double Rounding = 1e-25;

    /// <summary>Sum of squared distances to the mean of all, in squared <see cref="Unit"/>.</summary>
    public double Total { get; } = Values.Sum(x => x * x);

    /// <summary>Inertia in squared <see cref="Unit"/>, 0 where it is rounding alone.</summary>
    public double Within(KMeansResult fit) => fit.Inertia > Rounding * Total ? fit.Inertia : 0;

    /// <exception cref="ClusterException">Scaling made values too large, or leaves no difference.</exception>
    public static ClusterPoints From(PreparedFeatures features) => Centred(features.Scaled.ToArray(), features.Rows, features.Columns);

    /// <summary>The sample of <see cref="RowSample"/>, around its own mean, in its own unit; these points themselves where they are no more.</summary>
    public ClusterPoints Sampled(int seed)
        => RowSample.Of(Rows, seed) is { } rows ? Centred(RowSample.Pick(Values, Columns, rows), rows.Length, Columns) : this;

    /// <summary>One column of row-major values.</summary>
    public static double[] Column(ReadOnlySpan<double> values, int columns, int column)
    {
        var one = new double[values.Length / columns];
        for (var row = 0; row < one.Length; row++)
        {
            one[row] = values[(row * columns) + column];
        }

        return one;
    }

    /// <summary>How many of the rows differ from each other.</summary>
    public static int CountDifferent(double[] values, int rows, int columns)
        => Enumerable.Range(0, rows).Distinct(new RowComparer(values, columns)).Count();

    private static ClusterPoints Centred(double[] values, int rows, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            var mean = FeaturePreparation.Moments(Column(values, columns, column)).Mean;
            for (var i = column; i < values.Length; i += columns)
            {
                values[i] -= mean;
            }
        }

        var farthest = values.Max(Math.Abs);
        if (!(farthest <= FeaturePreparation.LargestValue * 2))
        {
            throw new ClusterException(ClusterProblem.BadValues, "Values are too far apart to be scaled: take another scaling, or look for a wrong unit.");
        }

        // A sample may be of identical rows.
        var unit = farthest > 0 ? Math.ScaleB(1, Math.ILogB(farthest)) : 1;
        for (var i = 0; i < values.Length; i++)
        {
            // A sum with 0, since there is but one zero.
            values[i] = (Math.Round(values[i] / unit * Steps) / Steps) + 0;
        }

        return new ClusterPoints(values, rows, columns, unit, CountDifferent(values, rows, columns));
    }

    private sealed class RowComparer(double[] values, int columns) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Row(x).SequenceEqual(Row(y));

        public int GetHashCode(int obj)
        {
            var hash = default(HashCode);
            foreach (var value in Row(obj))
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }

        private ReadOnlySpan<double> Row(int row) => values.AsSpan(row * columns, columns);
    }
}
