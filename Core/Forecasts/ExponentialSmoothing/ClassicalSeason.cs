namespace Octoplus.Core.Forecasts.ExponentialSmoothing;

/// <summary>
/// Seasonal indices by the classical decomposition: mean of the values over (or less) their centred moving average, by position in
/// the season (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition 2021, section 3.4).
/// </summary>
internal static class ClassicalSeason
{
    /// <summary>Estimates the indices.</summary>
    /// <param name="values">At least two seasons.</param>
    /// <param name="isMultiplicative">Ratios with mean 1 (all values must be positive), else differences with sum 0.</param>
    /// <param name="indices">One per position, the first that of the first value.</param>
    public static void Estimate(ReadOnlySpan<double> values, bool isMultiplicative, Span<double> indices)
    {
        var season = indices.Length;
        Span<int> counts = stackalloc int[season];
        counts.Clear();
        indices.Clear();
        var half = season / 2;
        var isEven = season % 2 == 0;
        for (var t = half; t < values.Length - half; t++)
        {
            var sum = 0.0;
            foreach (var value in values.Slice(t - half, (2 * half) + 1))
            {
                sum += value;
            }

            // An even season has half a value at both ends.
            sum -= isEven ? 0.5 * (values[t - half] + values[t + half]) : 0;
            var average = sum / season;
            indices[t % season] += isMultiplicative ? values[t] / average : values[t] - average;
            counts[t % season]++;
        }

        Normalise(indices, counts, isMultiplicative);
    }

    private static void Normalise(Span<double> indices, ReadOnlySpan<int> counts, bool isMultiplicative)
    {
        var mean = 0.0;
        for (var j = 0; j < indices.Length; j++)
        {
            indices[j] /= Math.Max(counts[j], 1);
            mean += indices[j] / indices.Length;
        }

        for (var j = 0; j < indices.Length; j++)
        {
            indices[j] = isMultiplicative ? indices[j] / mean : indices[j] - mean;
        }
    }
}
