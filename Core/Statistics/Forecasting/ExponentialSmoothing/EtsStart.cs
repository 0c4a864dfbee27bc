namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>
/// First guesses (Hyndman et al. 2008, section 2.6.1): season by classical decomposition of the first five seasons; level and slope from a
/// straight line through the first ten (or two seasons) of the seasonally adjusted values.
/// </summary>
internal static class EtsStart
{
    /// <summary>Smoothing parameters to start from, from slow to quick: α, share of β, share of γ.</summary>
    private static readonly (double Alpha, double Trend, double Season)[] _smoothings = [(0.1, 0.1, 0.05), (0.4, 0.1, 0.1), (0.8, 0.05, 0.3), (0.8, 0.8, 0.1)];

    public static int Count => _smoothings.Length;

    private const int LongestInitialSeasons = 5;
    private const double FirstDamping = 0.95;

    // An index may not be nearly 0 to be divided by.
    private const double LeastIndex = 0.01;

    /// <summary>Guesses the initial states.</summary>
    /// <param name="y">Scaled values; two seasons at least where the form has a season.</param>
    public static void GuessStates(EtsLayout layout, ReadOnlySpan<double> y, Span<double> x)
    {
        var indices = x.Slice(layout.FirstSeason, layout.Season);
        var isMultiplied = layout.Form.Season == EtsSeason.Multiplicative;
        if (layout.Season > 0)
        {
            ClassicalSeason.Estimate(y[..Math.Min(y.Length, LongestInitialSeasons * layout.Season)], isMultiplied, indices);
            for (var j = 0; j < indices.Length && isMultiplied; j++)
            {
                indices[j] = Math.Max(indices[j], LeastIndex);
            }
        }

        var count = Math.Min(y.Length, Math.Max(10, 2 * layout.Season));
        double mean = 0, moment = 0, middle = (count + 1) / 2.0;
        for (var t = 0; t < count; t++)
        {
            var adjusted = layout.Season == 0 ? y[t] : isMultiplied ? y[t] / indices[t % layout.Season] : y[t] - indices[t % layout.Season];
            mean += adjusted / count;
            moment += (t + 1 - middle) * adjusted;
        }

        var slope = layout.Slope < 0 ? 0 : moment * 12 / (count * ((double)count * count - 1));
        x[layout.Level] = mean - (slope * middle);
        if (layout.Slope >= 0)
        {
            x[layout.Slope] = slope;
        }

        KeepPositive(layout, y, mean, x);
    }

    /// <summary>Sets the smoothing parameters of a guess.</summary>
    public static void SetSmoothing(EtsLayout layout, int guess, Span<double> x)
    {
        var (alpha, trend, season) = _smoothings[guess];
        x[0] = alpha;
        if (layout.Trend >= 0)
        {
            x[layout.Trend] = trend;
        }

        if (layout.Seasonal >= 0)
        {
            x[layout.Seasonal] = season;
        }

        if (layout.Damping >= 0)
        {
            x[layout.Damping] = FirstDamping;
        }
    }

    /// <summary>Size of a natural step of each variable, about the deviation of its estimate.</summary>
    /// <param name="deviation">Of the errors, relative for a multiplicative error.</param>
    public static void Steps(EtsLayout layout, double deviation, ReadOnlySpan<double> x, Span<double> steps)
    {
        steps[..layout.Level].Fill(0.15);
        steps[0] = 0.08;
        if (layout.Damping >= 0)
        {
            steps[layout.Damping] = 0.05;
        }

        var unit = layout.Form.Error == EtsError.Multiplicative ? deviation * Math.Max(Math.Abs(x[layout.Level]), 1e-3) : deviation;
        steps[layout.Level] = 0.5 * unit;
        if (layout.Slope >= 0)
        {
            steps[layout.Slope] = 0.1 * unit;
        }

        steps[layout.FirstSeason..layout.Count].Fill(0.35 * (layout.Form.Season == EtsSeason.Multiplicative ? deviation : unit));
    }

    // A multiplicative error needs a positive forecast to start with.
    private static void KeepPositive(EtsLayout layout, ReadOnlySpan<double> y, double mean, Span<double> x)
    {
        if (layout.Form.Error == EtsError.Multiplicative && !(x[layout.Level] > 0.05 * mean))
        {
            x[layout.Level] = Math.Max(mean, y[0]);
            if (layout.Slope >= 0)
            {
                x[layout.Slope] = 0;
            }
        }
    }
}

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
