namespace Octoplus.Core.Statistics.Rates;

/// <summary>Classes of a choropleth map: <c>Upper[i]</c> is the upper bound (exclusive) of class i, the last class is open.</summary>
/// <param name="Upper">k − 1 bounds, strictly ascending.</param>
public sealed record ClassBreaks(IReadOnlyList<double> Upper)
{
    /// <summary>Number of classes.</summary>
    public int Count => Upper.Count + 1;

    /// <summary>Class of a value, 0…k − 1.</summary>
    public int ClassOf(double value) => Upper.Count(bound => value >= bound);

    /// <summary>Classes that hold about as many values each; fewer where values repeat.</summary>
    /// <param name="values">n values in any order.</param>
    /// <param name="classes">k, at least 1.</param>
    /// <remarks>Bounds are quantiles by linear interpolation: definition 7 of Hyndman and Fan (1996), The American Statistician 50, 361–365.</remarks>
    public static ClassBreaks Quantiles(IEnumerable<double> values, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return new ClassBreaks([]);
        }

        return new ClassBreaks([.. Enumerable.Range(1, classes - 1)
            .Select(i => Quantile(sorted, (double)i / classes))
            .Where(bound => bound > sorted[0])
            .Distinct()]);
    }

    /// <summary>Fixed classes for changes in per cent, the same on both sides of no change.</summary>
    public static ClassBreaks ChangePercent { get; } = new([-20, -10, -3, 3, 10, 20]);

    private static double Quantile(double[] sorted, double probability)
    {
        var position = probability * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
