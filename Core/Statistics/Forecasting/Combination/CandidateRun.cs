using Octoplus.Core.Statistics.Forecasting.Counts;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>What all candidates say at one origin.</summary>
/// <param name="Length">Values known at the origin.</param>
/// <param name="Means">By candidate and step; null where a candidate does not apply.</param>
/// <param name="Deviations">By candidate: size of its one-step errors on the scale of the bands, far ones drawn in.</param>
internal sealed record CandidateRun(int Length, double[]?[] Means, double[] Deviations)
{
    /// <summary>How counts of few events scatter; null for other series.</summary>
    public CountSpread? Counts { get; private init; }

    // A far error counts as 3.5 deviations.
    private const double Far = 3.5 * 1.4826;

    // One more value with an error of 5 %: what never varied may vary.
    private const double LeastError = 0.05;

    /// <summary>Runs them.</summary>
    /// <param name="series">Whose first values are looked at.</param>
    /// <param name="length">How many.</param>
    /// <param name="horizon">Steps.</param>
    /// <param name="wanted">By candidate.</param>
    /// <param name="kept">Fits to refit, or null to choose forms anew.</param>
    /// <param name="fits">Filled by candidate.</param>
    public static CandidateRun Of(
        LearningSeries series, int length, int horizon, ReadOnlySpan<bool> wanted, IFittedForecast?[]? kept, IFittedForecast?[] fits)
    {
        var values = series.Values.AsSpan(0, length);
        var scale = BandScale.Of(series);
        var means = new double[]?[Candidate.All.Count];
        var deviations = new double[means.Length];
        for (var c = 0; c < means.Length; c++)
        {
            var candidate = Candidate.All[c];
            fits[c] = !wanted[c] ? null
                : candidate.Refits && kept is not null ? kept[c]?.Refit(values)
                : candidate.Method.Fit(values, series.Season);
            if (fits[c] is { } fit && Bounded(fit.Forecast(horizon).Means, values, series.IsNonNegative) is { } bounded)
            {
                means[c] = bounded;
                deviations[c] = Deviation(fit.Fitted, values, series.Season, scale);
            }
            else
            {
                fits[c] = null;
            }
        }

        return new CandidateRun(length, means, deviations)
        {
            Counts = fits[Candidate.CountsIndex] is CountForecast counts && FewEvents.PartOf(series) > 0 ? CountSpread.Of(counts, horizon) : null,
        };
    }

    /// <summary>Weighted mean of those that there are; null where none has a weight.</summary>
    public double[]? Combine(ReadOnlySpan<double> weights)
    {
        double[]? sum = null;
        var total = 0.0;
        for (var c = 0; c < Means.Length; c++)
        {
            if (Means[c] is { } means && weights[c] > 0)
            {
                sum ??= new double[means.Length];
                total += weights[c];
                for (var h = 0; h < sum.Length; h++)
                {
                    sum[h] += weights[c] * means[h];
                }
            }
        }

        for (var h = 0; sum is not null && h < sum.Length; h++)
        {
            sum[h] /= total;
        }

        return sum;
    }

    /// <summary>Weighted mean of <see cref="Deviations"/>.</summary>
    public double Deviation(ReadOnlySpan<double> weights)
    {
        var (sum, total) = (0.0, 0.0);
        for (var c = 0; c < Means.Length; c++)
        {
            if (Means[c] is not null)
            {
                sum += weights[c] * Deviations[c];
                total += weights[c];
            }
        }

        return total > 0 ? sum / total : LeastError;
    }

    // No forecast leaves the history by more than five times its width: a method that does so has lost itself.
    private static double[]? Bounded(IReadOnlyList<double> means, ReadOnlySpan<double> values, bool isNonNegative)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        var reach = 5 * Math.Max(high - low, Math.Max(Math.Abs(low), Math.Abs(high)) / 10);
        var bounded = new double[means.Count];
        for (var h = 0; h < bounded.Length; h++)
        {
            if (!double.IsFinite(means[h]))
            {
                return null;
            }

            bounded[h] = Math.Clamp(means[h], isNonNegative ? Math.Max(0, low - reach) : low - reach, high + reach);
        }

        return bounded;
    }

    private static double Deviation(IReadOnlyList<double> fitted, ReadOnlySpan<double> values, int season, BandScale scale)
    {
        var first = Math.Min(season, values.Length / 3);
        var errors = new double[values.Length - first];
        var count = 0;
        for (var i = first; i < values.Length; i++)
        {
            if (!double.IsNaN(fitted[i]))
            {
                errors[count++] = Math.Abs(scale.Of(values[i]) - scale.Of(fitted[i]));
            }
        }

        if (count == 0)
        {
            return LeastError;
        }

        var sorted = errors.AsSpan(0, count);
        sorted.Sort();
        var far = sorted[count / 2] * Far;
        var squares = LeastError * LeastError;
        foreach (var error in sorted)
        {
            var e = far > 0 ? Math.Min(error, far) : error;
            squares += e * e;
        }

        return Math.Sqrt(squares / Math.Max(1, count - 1));
    }
}
