namespace Octoplus.Core.Statistics.Clustering;

/// <summary>How far groups lie apart against how wide they are (Caliński and Harabasz 1974, DOI 10.1080/03610927408827101): the more, the better.</summary>
public static class CalinskiHarabasz
{
    /// <summary>
    /// (between ÷ (k − 1)) ÷ (within ÷ (n − k)), both sums of squared distances; k counts groups that have rows. 1, as in scikit-learn, where nothing is within;
    /// also 1 where it is not defined: one group, or as many as rows.
    /// </summary>
    /// <param name="values">rows × columns, row-major, finite.</param>
    /// <param name="labels">One by row, from 0 to <paramref name="clusters"/> − 1.</param>
    /// <exception cref="ArgumentException">Values or labels do not fit the rows.</exception>
    public static double Of(ReadOnlySpan<double> values, int rows, int columns, IReadOnlyList<int> labels, int clusters)
    {
        if (values.Length != (long)rows * columns || labels.Count != rows)
        {
            throw new ArgumentException("Values must be rows × columns, labels one by row.", nameof(values));
        }

        var sizes = new int[clusters];
        var centres = new double[clusters * columns];
        var mean = new double[columns];
        for (var i = 0; i < values.Length; i++)
        {
            mean[i % columns] += values[i] / rows;
            centres[(labels[i / columns] * columns) + (i % columns)] += values[i];
        }

        foreach (var label in labels)
        {
            sizes[label]++;
        }

        for (var i = 0; i < centres.Length; i++)
        {
            centres[i] /= Math.Max(1, sizes[i / columns]);
        }

        var (within, between) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var centre = centres[(labels[i / columns] * columns) + (i % columns)];
            within += Square(values[i] - centre);
            between += Square(centre - mean[i % columns]);
        }

        return OfSums(within, between, rows, sizes.Count(x => x > 0));
    }

    /// <summary>The same of sums that are known.</summary>
    internal static double OfSums(double within, double between, int rows, int clusters)
        => clusters < 2 || clusters >= rows || within <= 0 ? 1 : between / (clusters - 1) / (within / (rows - clusters));

    private static double Square(double value) => value * value;
}
