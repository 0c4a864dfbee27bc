namespace Octoplus.Core.Statistics.Forecasting.Interventions;

/// <summary>Medians of a window that moves along a series.</summary>
internal static class RunningMedian
{
    /// <summary>Median of the values up to half a window before and after each; of what there is at the ends.</summary>
    /// <param name="values">Read every <paramref name="stride"/>, from <paramref name="first"/> on.</param>
    /// <param name="half">Values on either side.</param>
    /// <param name="medians">Written at the same places.</param>
    /// <param name="first">First place.</param>
    /// <param name="stride">Distance of places.</param>
    public static void Of(ReadOnlySpan<double> values, int half, Span<double> medians, int first = 0, int stride = 1)
    {
        var count = values.Length > first ? ((values.Length - first - 1) / stride) + 1 : 0;
        var window = new double[(2 * half) + 1];
        var size = 0;
        for (var i = 0; i < Math.Min(half, count); i++)
        {
            Insert(window, ref size, values[first + (i * stride)]);
        }

        for (var i = 0; i < count; i++)
        {
            if (i - half - 1 >= 0)
            {
                Remove(window, ref size, values[first + ((i - half - 1) * stride)]);
            }

            if (i + half < count)
            {
                Insert(window, ref size, values[first + ((i + half) * stride)]);
            }

            medians[first + (i * stride)] = Middle(window, size);
        }
    }

    /// <summary>The quantile of values that are sorted, 0 for none.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.Length == 0)
        {
            return 0;
        }

        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>Median of a few values; 0 for none.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Middle(sorted, sorted.Length);
    }

    private static double Middle(double[] sorted, int size)
        => size == 0 ? 0 : size % 2 == 1 ? sorted[size / 2] : (sorted[(size / 2) - 1] + sorted[size / 2]) / 2;

    private static void Insert(double[] window, ref int size, double value)
    {
        var place = Array.BinarySearch(window, 0, size, value);
        place = place < 0 ? ~place : place;
        Array.Copy(window, place, window, place + 1, size - place);
        window[place] = value;
        size++;
    }

    private static void Remove(double[] window, ref int size, double value)
    {
        var place = Array.BinarySearch(window, 0, size, value);
        Array.Copy(window, place + 1, window, place, size - place - 1);
        size--;
    }
}
