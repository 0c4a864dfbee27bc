namespace Octoplus.Core.Forecasts;

/// <summary>A point of a forecast that was published, as scoring reads it.</summary>
internal sealed record LedgerStep
{
    public required long SeriesId { get; init; }

    public required long ForecastId { get; init; }

    public required int Origin { get; init; }

    public required string Model { get; init; }

    public required bool IsDemonstration { get; init; }

    public required int Period { get; init; }

    public required double Mean { get; init; }

    public required double Low80 { get; init; }

    public required double High80 { get; init; }

    public required double Low95 { get; init; }

    public required double High95 { get; init; }

    public required double Naive { get; init; }

    /// <summary>As scored before; null: not scored.</summary>
    public double? Value { get; init; }

    public string? Vintage { get; init; }

    public DateTimeOffset? ScoredAt { get; init; }
}

/// <summary>Sums of errors.</summary>
internal sealed class ErrorSums
{
    public int Scored { get; private set; }

    public double AbsError { get; private set; }

    public double SquaredError { get; private set; }

    public double NaiveError { get; private set; }

    public double Smape { get; private set; }

    /// <summary>Of forecast − value.</summary>
    public double Error { get; private set; }

    public int Within80 { get; private set; }

    public int Within95 { get; private set; }

    public void Add(LedgerStep step, double value)
    {
        var error = step.Mean - value;
        var size = Math.Abs(step.Mean) + Math.Abs(value);
        Scored++;
        AbsError += Math.Abs(error);
        SquaredError += error * error;
        NaiveError += Math.Abs(step.Naive - value);
        Smape += size > 0 ? 200 * Math.Abs(error) / size : 0;
        Error += error;
        Within80 += value >= step.Low80 && value <= step.High80 ? 1 : 0;
        Within95 += value >= step.Low95 && value <= step.High95 ? 1 : 0;
    }
}

/// <summary>How a series' published forecasts have done of late: each of the last known periods by the forecast with the latest origin before it.</summary>
/// <param name="Scored">Periods.</param>
/// <param name="TrackingSignal">Sum of errors (forecast − value) ÷ mean absolute error; 0 without errors; null without periods.</param>
/// <param name="Mase">Absolute errors ÷ those of the seasonal naïve published beside; null where that never erred.</param>
/// <param name="R2">1 − squared errors ÷ squared deviations of the values from their mean; null where these do not vary.</param>
public sealed record RecentRecord(int Scored, double? TrackingSignal, double? Mase, double? R2, int Within80, int Within95)
{
    /// <summary>Nothing is scored.</summary>
    public static RecentRecord None { get; } = new(0, null, null, null, 0, 0);

    internal static RecentRecord Of(IReadOnlyList<LedgerStep> steps, IReadOnlyDictionary<int, double> known, bool isDemonstration, int periods)
    {
        var recent = known.Keys.OrderDescending().Take(periods).ToHashSet();
        var latest = steps.Where(s => s.IsDemonstration == isDemonstration && s.Origin < s.Period && recent.Contains(s.Period))
            .GroupBy(s => s.Period)
            .Select(g => g.OrderByDescending(s => s.Origin).ThenByDescending(s => s.ForecastId).First())
            .ToList();
        if (latest.Count == 0)
        {
            return None;
        }

        var sums = new ErrorSums();
        foreach (var step in latest)
        {
            sums.Add(step, known[step.Period]);
        }

        var mean = latest.Average(s => known[s.Period]);
        var variation = latest.Sum(s => (known[s.Period] - mean) * (known[s.Period] - mean));
        return new RecentRecord(
            sums.Scored,
            sums.AbsError > 0 ? sums.Error / (sums.AbsError / sums.Scored) : 0,
            sums.NaiveError > 0 ? sums.AbsError / sums.NaiveError : null,
            variation > 0 ? 1 - (sums.SquaredError / variation) : null,
            sums.Within80,
            sums.Within95);
    }
}
