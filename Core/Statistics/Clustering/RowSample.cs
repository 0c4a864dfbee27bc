namespace Octoplus.Core.Statistics.Clustering;

/// <summary>A sample of rows, where there are more than can be held against each other, or grouped again hundreds of times.</summary>
internal static class RowSample
{
    /// <summary>Rows of a sample.</summary>
    public const int MostRows = 5_000;

    /// <summary><see cref="MostRows"/> different rows, rising; null where there are no more.</summary>
    public static int[]? Of(int rows, int seed)
    {
        if (rows <= MostRows)
        {
            return null;
        }

        var random = new SeededRandom(seed, RandomPurpose.RowSample);
        var order = Enumerable.Range(0, rows).ToArray();
        for (var i = 0; i < MostRows; i++)
        {
            var other = i + random.Next(rows - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        // Sums run in the order of the rows, as they would without a sample.
        var sample = order[..MostRows];
        Array.Sort(sample);
        return sample;
    }

    /// <param name="values">Row-major.</param>
    public static double[] Pick(ReadOnlySpan<double> values, int columns, int[] rows)
    {
        var picked = new double[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            values.Slice(rows[i] * columns, columns).CopyTo(picked.AsSpan(i * columns));
        }

        return picked;
    }
}
