using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>When a series is trained anew rather than continued: its published forecasts leave these bounds.</summary>
/// <param name="MaxMase">Largest ratio of absolute errors to those of the seasonal naïve published beside, 0.1 to 10.</param>
/// <param name="MinR2">Smallest R² of the published forecasts, −10 to 1; null: not asked for.</param>
/// <param name="MaxTrackingSignal">Largest sum of errors ÷ mean absolute error, regardless of sign, 1 to 100.</param>
/// <param name="RecentPeriods">The last scored periods that are looked at, 3 to 120.</param>
/// <param name="ChangedBy">Null: as shipped.</param>
/// <param name="ChangedAt">Null: as shipped.</param>
public sealed record ForecastPolicy(
    double MaxMase, double? MinR2, double MaxTrackingSignal, int RecentPeriods, string? ChangedBy = null, DateTimeOffset? ChangedAt = null)
{
    /// <summary>As shipped.</summary>
    public static ForecastPolicy Shipped { get; } = new(1, null, 4, 12);

    /// <summary>Names of the values outside their bounds; none where it may be kept.</summary>
    public IReadOnlyList<string> Problems()
    {
        (string Name, bool IsRight)[] checks =
        [
            (nameof(MaxMase), MaxMase is >= 0.1 and <= 10),
            (nameof(MinR2), MinR2 is null or (>= -10 and <= 1)),
            (nameof(MaxTrackingSignal), MaxTrackingSignal is >= 1 and <= 100),
            (nameof(RecentPeriods), RecentPeriods is >= 3 and <= 120),
        ];
        return [.. checks.Where(c => !c.IsRight).Select(c => c.Name)];
    }
}

/// <summary>What a run of training did, over all or for one measure.</summary>
public sealed record ForecastRun
{
    /// <summary>Key of the run of the job.</summary>
    public required long RunId { get; init; }

    /// <summary>Empty: over all measures.</summary>
    public required string Dataset { get; init; }

    /// <summary>Empty: over all measures.</summary>
    public required string Measure { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Looked at.</summary>
    public required int Series { get; init; }

    /// <summary>Forms and weights chosen anew.</summary>
    public required int Trained { get; init; }

    /// <summary>Continued with more or changed values.</summary>
    public required int Updated { get; init; }

    /// <summary>Of those, without a forecast.</summary>
    public required int Refused { get; init; }

    /// <summary>Points of the ledger whose value became known, changed or went.</summary>
    public required int Scored { get; init; }

    /// <summary>As the others below: mean over the series trained, of the backtests of what is published; null without any.</summary>
    public double? Mae { get; init; }

    /// <summary>Root of the mean squared error.</summary>
    public double? Rmse { get; init; }

    /// <summary>See <see cref="BacktestScore"/>.</summary>
    public double? Mase { get; init; }

    /// <summary>In per cent.</summary>
    public double? Smape { get; init; }

    /// <summary>Of the series whose values vary.</summary>
    public double? R2 { get; init; }

    /// <summary>0 to 1.</summary>
    public double? Coverage80 { get; init; }

    /// <summary>0 to 1.</summary>
    public double? Coverage95 { get; init; }
}
