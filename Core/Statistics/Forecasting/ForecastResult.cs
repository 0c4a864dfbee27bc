namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>Whether a series can be forecast, and why not.</summary>
public enum Predictability
{
    /// <summary>Better than the seasonal naïve in backtests, with enough events.</summary>
    Good,

    /// <summary>Fewer than 30 events a month in the mean of the last three years: look at the parent territory.</summary>
    TooFewEvents,

    /// <summary>No gain over the seasonal naïve in backtests.</summary>
    NoGain,

    /// <summary>Too short to be backtested.</summary>
    Untested,
}

/// <summary>Why there is no forecast at all.</summary>
public enum ForecastRefusal
{
    /// <summary>There is a forecast.</summary>
    None,

    /// <summary>No point, or only unknown ones.</summary>
    Empty,

    /// <summary>Too few points.</summary>
    TooShort,

    /// <summary>A value is not a finite number.</summary>
    NotFinite,

    /// <summary>A count is negative or no whole number.</summary>
    NotACount,

    /// <summary>More than a third of the periods are unknown, or the last season wholly.</summary>
    TooManyGaps,

    /// <summary>More points than are taken.</summary>
    TooLong,
}

/// <summary>A forecast of one series, with all that explains it. Immutable.</summary>
public sealed record ForecastResult
{
    /// <summary>Of the input.</summary>
    public required string Id { get; init; }

    /// <summary>Where not <see cref="ForecastRefusal.None"/>, all lists are empty.</summary>
    public ForecastRefusal Refusal { get; init; }

    /// <summary>Key of the last known period.</summary>
    public int Origin { get; init; }

    /// <summary>The next periods, in order.</summary>
    public IReadOnlyList<ForecastStep> Steps { get; init; } = [];

    /// <summary>The history as learnt from, oldest first.</summary>
    public IReadOnlyList<HistoryStep> History { get; init; } = [];

    /// <summary>Mean factor of each position in the season (January first, or the first quarter, or week 1), 1 being the mean; empty without season.</summary>
    public IReadOnlyList<double> SeasonalProfile { get; init; } = [];

    /// <summary>Breaks and outliers, in order.</summary>
    public IReadOnlyList<Intervention> Interventions { get; init; } = [];

    /// <summary>Regressors of the calendar that help, such as <c>working-days</c>, <c>easter</c>, with the effect of one more unit in per cent.</summary>
    public IReadOnlyList<CalendarEffect> CalendarEffects { get; init; } = [];

    /// <summary>Can this series be forecast?</summary>
    public Predictability Predictability { get; init; } = Predictability.Untested;

    /// <summary>What was chosen; null where refused.</summary>
    public ForecastSpecification? Specification { get; init; }

    /// <summary>Name of the model in the ledger: methods with a part in it that one would see, in order of their keys, joined by plus signs; at most 200 characters.</summary>
    public string Model
    {
        get
        {
            var methods = Specification?.Weights.Where(w => w.Weight >= LeastWeight).Select(w => w.Method).Distinct(StringComparer.Ordinal) ?? [];
            var name = string.Join('+', methods.Order(StringComparer.Ordinal));
            return name.Length <= MaxModel ? name : name[..MaxModel];
        }
    }

    // Less than that changes no figure that one sees.
    private const double LeastWeight = 0.05;
    private const int MaxModel = 200;

    /// <summary>Scores of the published combination (method <see cref="Combination"/>), the yardsticks and every candidate; empty where untested.</summary>
    public IReadOnlyList<BacktestScore> Backtest { get; init; } = [];

    /// <summary>Expected value of a step, not rounded where it is known so.</summary>
    /// <param name="step">From 0.</param>
    public double ExpectedAt(int step)
        => Steps[step].TotalMean is not { } total ? Steps[step].Mean : total - (step > 0 ? Steps[step - 1].TotalMean ?? 0 : 0);

    /// <summary>Expected sum from the first step to this one: that of the means where none is known that was not rounded.</summary>
    /// <param name="step">From 0.</param>
    public double TotalAt(int step) => Steps[step].TotalMean ?? Steps.Take(step + 1).Sum(s => s.Mean);

    /// <summary>Key of the combination among the methods of <see cref="Backtest"/>.</summary>
    public const string Combination = "combination";
}

/// <summary>One period ahead. For counts, whole numbers: expected total of rounded steps need not equal the rounded total.</summary>
/// <param name="Period">Key.</param>
/// <param name="TotalDeviation">Standard deviation of the sum from the first step to this one.</param>
public sealed record ForecastStep(int Period, double Mean, double Low80, double High80, double Low95, double High95, double TotalDeviation)
{
    /// <summary>Expected sum from the first step to this one, not rounded: ten events a year are not none, though each month's are.</summary>
    public double? TotalMean { get; init; }
}

/// <summary>One period of the past.</summary>
/// <param name="Value">As given; null: unknown.</param>
/// <param name="Fitted">One-step forecast of the combination, at the level of the period: before a break, that before it; null where there is none yet.</param>
/// <param name="Trend">Level without season and noise, likewise; null without decomposition.</param>
public sealed record HistoryStep(int Period, double? Value, double? Fitted, double? Trend);

/// <summary>What an intervention is.</summary>
public enum InterventionKind
{
    /// <summary>One period far from the rest.</summary>
    Outlier,

    /// <summary>A step of the level that was found.</summary>
    LevelShift,

    /// <summary>A step of the level at a date that was given.</summary>
    KnownBreak,
}

/// <summary>A break or an anomalous period.</summary>
/// <param name="Period">The period, or the first one after the break.</param>
/// <param name="Effect">Observed ÷ expected, or level after ÷ before.</param>
public sealed record Intervention(InterventionKind Kind, int Period, double Effect);

/// <summary>An effect of the calendar.</summary>
/// <param name="EffectPercent">Change by one more day.</param>
public sealed record CalendarEffect(string Regressor, double EffectPercent);

/// <summary>How good a method has been on rolling origins, over steps <paramref name="FirstStep"/> to <paramref name="LastStep"/> ahead.</summary>
/// <param name="Method">Key of a method, or <see cref="ForecastResult.Combination"/>.</param>
/// <param name="Count">Forecasts scored.</param>
/// <param name="Mase">Mean absolute error ÷ that of the seasonal naïve within the training part (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001).</param>
/// <param name="Smape">In per cent, 200 |y − f| ÷ (|y| + |f|), as in the M3 competition.</param>
/// <param name="R2">1 − squared errors ÷ squared deviations from the mean; null where the values do not vary.</param>
/// <param name="Coverage80">Part within the 80 % band, 0 to 1; null for methods without bands.</param>
/// <param name="Bias">Mean of forecast − value.</param>
public sealed record BacktestScore(
    string Method, int FirstStep, int LastStep, int Count, double Mae, double Rmse, double Mase, double Smape, double? R2, double? Coverage80, double? Coverage95, double Bias);
