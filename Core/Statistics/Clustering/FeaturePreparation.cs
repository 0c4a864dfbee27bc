namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Features as they are grouped: checked, transformed, scaled, without those that are constant.</summary>
public static class FeaturePreparation
{
    /// <summary>Greatest size of a value: squares of larger ones would not be finite.</summary>
    public const double LargestValue = 1e100;

    /// <summary>Most cells that <see cref="ClusterException.Cells"/> lists.</summary>
    public const int MostCells = 1_000;

    /// <summary>Checks each cell, transforms, drops constant features, scales. Cost: rows × columns, and sorting for <see cref="FeatureScaling.Robust"/>.</summary>
    /// <exception cref="ClusterException">Missing or bad values with their cells, or nothing that varies.</exception>
    /// <exception cref="ArgumentException">The values of the table are not rows × columns.</exception>
    public static PreparedFeatures Prepare(FeatureTable table, FeatureTransformation transformation, FeatureScaling scaling)
    {
        var (rows, columns) = (table.Ids.Count, table.Features.Count);
        if (table.Values.Count != (long)rows * columns)
        {
            throw new ArgumentException("The values of a table must be rows × columns.", nameof(table));
        }

        Refuse(table, ClusterProblem.MissingValues, "Values are missing", double.IsNaN);
        var lowest = transformation == FeatureTransformation.None ? -LargestValue : 0;
        var name = transformation == FeatureTransformation.None ? "not finite or too large" : "below zero, not finite or too large";
        Refuse(table, ClusterProblem.BadValues, $"Values are {name}", x => !(x >= lowest && x <= LargestValue));

        var transformed = Enumerable.Range(0, columns).Select(c => Column(table, c, transformation)).ToArray();
        var kept = Enumerable.Range(0, columns).Where(c => Varies(transformed[c])).ToArray();
        if (kept.Length == 0)
        {
            throw new ClusterException(ClusterProblem.NothingVaries, "No feature differs from row to row.");
        }

        return new PreparedFeatures(rows, [.. kept.Select(c => table.Features[c])], [.. table.Features.Where((_, c) => !Varies(transformed[c]))], kept)
        {
            Transformed = Join(kept, rows, c => transformed[c]),
            Scaled = Join(kept, rows, c => Scale(transformed[c], scaling)),
        };
    }

    /// <summary>Population mean and standard deviation, the latter above 0 where values differ.</summary>
    internal static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();

        // A second pass takes out what rounding left in the mean.
        mean += values.Average(x => x - mean);
        var widest = values.Max(x => Math.Abs(x - mean));
        return (mean, widest > 0 ? widest * Math.Sqrt(values.Average(x => Math.Pow((x - mean) / widest, 2))) : 0);
    }

    /// <summary>By linear interpolation (type 7 of Hyndman and Fan 1996, as numpy).</summary>
    /// <param name="sorted">At least one value.</param>
    internal static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static void Refuse(FeatureTable table, ClusterProblem problem, string what, Func<double, bool> isBad)
    {
        var columns = table.Features.Count;
        var cells = new List<MissingCell>();
        for (var i = 0; i < table.Values.Count && cells.Count < MostCells; i++)
        {
            if (isBad(table.Values[i]))
            {
                cells.Add(new MissingCell(table.Ids[i / columns], table.Features[i % columns]));
            }
        }

        if (cells.Count > 0)
        {
            throw new ClusterException(problem, $"{what}: row {cells[0].Id}, column {cells[0].Feature}, and others as listed.") { Cells = cells };
        }
    }

    private static double[] Column(FeatureTable table, int column, FeatureTransformation transformation)
    {
        var values = new double[table.Ids.Count];
        for (var row = 0; row < values.Length; row++)
        {
            var value = table.Values[(row * table.Features.Count) + column];
            values[row] = transformation switch
            {
                FeatureTransformation.Log => LogOfOnePlus(value),
                FeatureTransformation.SquareRoot => Math.Sqrt(value),
                _ => value,
            };
        }

        return values;
    }

    // 1 + x rounds; what it rounds by is made good (Kahan's formula), so that small rates keep their digits.
    private static double LogOfOnePlus(double value)
    {
        var sum = 1 + value;
        return sum - 1 > 0 ? Math.Log(sum) * (value / (sum - 1)) : value;
    }

    // Values that only differ by their rounding are one value.
    private static bool Varies(double[] values)
        => values.Length > 0 && values.Max() - values.Min() > 1e-14 * values.Max(Math.Abs);

    private static double[] Scale(double[] values, FeatureScaling scaling)
    {
        if (scaling == FeatureScaling.None)
        {
            return values;
        }

        var (middle, spread) = Moments(values);
        if (scaling == FeatureScaling.Robust)
        {
            var sorted = values.Order().ToArray();
            var range = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
            middle = Quantile(sorted, 0.5);

            // Quartiles that differ by rounding alone are one.
            spread = range > 1e-14 * values.Max(Math.Abs) ? range : spread;
        }

        return Array.ConvertAll(values, x => (x - middle) / spread);
    }

    private static double[] Join(int[] columns, int rows, Func<int, double[]> column)
    {
        var joined = new double[rows * columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var values = column(columns[c]);
            for (var row = 0; row < rows; row++)
            {
                joined[(row * columns.Length) + c] = values[row];
            }
        }

        return joined;
    }
}

/// <summary>What <see cref="FeaturePreparation"/> made.</summary>
/// <param name="Rows">n.</param>
/// <param name="Features">Names of the d features kept, in the order given.</param>
/// <param name="DroppedFeatures">Names of constant features, after the transformation.</param>
/// <param name="Kept">Columns of the table that were kept, from 0.</param>
public sealed record PreparedFeatures(int Rows, IReadOnlyList<string> Features, IReadOnlyList<string> DroppedFeatures, IReadOnlyList<int> Kept)
{
    /// <summary>d.</summary>
    public int Columns => Features.Count;

    /// <summary>n × d, row-major, transformed.</summary>
    public required ReadOnlyMemory<double> Transformed { get; init; }

    /// <summary>n × d, row-major, transformed and scaled.</summary>
    public required ReadOnlyMemory<double> Scaled { get; init; }
}
