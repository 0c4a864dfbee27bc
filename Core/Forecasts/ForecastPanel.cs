using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>Which series is forecast.</summary>
/// <param name="Territory"><c>FR</c>, <c>R84</c>, <c>75</c>, <c>FR-METRO</c>, or a code as published.</param>
/// <param name="ForceCode">Empty for all, else <c>police</c> or <c>gendarmerie</c>.</param>
public sealed record ForecastKey(string Dataset, string Measure, string Territory, string ForceCode = "")
{
    /// <summary>All four in one text, unique.</summary>
    public string Id => $"{Dataset}/{Measure}/{Territory}/{ForceCode}";
}

/// <summary>A measure that is forecast.</summary>
public sealed record ForecastMeasure(string Dataset, string Measure, string Label, string Unit, PeriodGrain Grain, MeasureKind Kind);

/// <summary>A territory and force that a measure is forecast of.</summary>
/// <param name="ForceCode">Empty for all.</param>
public sealed record ForecastTerritory(string Territory, string ForceCode);

/// <summary>What the page of one series shows: the forecast in force, read by its key.</summary>
/// <param name="Result">Steps up to the longest horizon that is published; shorter ones are their beginning.</param>
/// <param name="TrackingSignal">Sum of errors ÷ mean absolute error of the scored months (Trigg 1964, doi:10.2307/3007797); null before any is scored.</param>
/// <param name="RecentMase">Over the scored months in the window of the policy.</param>
public sealed record ForecastPanel(
    ForecastKey Key,
    ForecastMeasure Measure,
    long ForecastId,
    DateTimeOffset MadeAt,
    string Vintage,
    bool IsDemonstration,
    string Model,
    ForecastResult Result,
    double? TrackingSignal,
    double? RecentMase,
    double? RecentR2);

/// <summary>One territory among the small multiples of a measure.</summary>
/// <param name="Vintage">Slug of the file whose figures it learnt from.</param>
/// <param name="History">Last three years of values, of a yearly series all, oldest first.</param>
/// <param name="Means">Next periods, as many as a season.</param>
/// <param name="LastTotal">Sum of the last season known, null where a value is missing.</param>
/// <param name="NextTotal">Sum of <paramref name="Means"/>.</param>
/// <param name="TotalDeviation">Standard deviation of <paramref name="NextTotal"/>.</param>
public sealed record ForecastOverview(
    string Territory,
    string ForceCode,
    string Vintage,
    bool IsDemonstration,
    ForecastRefusal Refusal,
    Predictability Predictability,
    int Origin,
    IReadOnlyList<double?> History,
    IReadOnlyList<double> Means,
    IReadOnlyList<double> Low80,
    IReadOnlyList<double> High80,
    double? LastTotal,
    double NextTotal,
    double TotalDeviation);

/// <summary>Which forecasts of the ledger to read; null does not narrow them.</summary>
public sealed record LedgerFilter(string? Dataset = null, string? Measure = null, string? Territory = null, string? Model = null);

/// <summary>What the record of the ledger is grouped by.</summary>
public enum LedgerGrouping
{
    /// <summary><c>dataset/measure</c>.</summary>
    Measure,

    /// <summary>Code of a territory.</summary>
    Territory,

    /// <summary>Methods of the combination.</summary>
    Model,
}

/// <summary>A forecast of the ledger, with what became of it.</summary>
/// <param name="Cause"><c>first</c>, <c>data</c> (new or changed months), <c>drift</c> (its errors left their bounds) or <c>person</c>.</param>
/// <param name="Points">Periods forecast.</param>
/// <param name="Scored">Of these, known by now; the scores are of them and null without any.</param>
/// <param name="MaseOfNaive">Absolute errors ÷ those of the seasonal naïve published beside the forecast.</param>
public sealed record LedgerEntry(
    long ForecastId,
    ForecastKey Key,
    DateTimeOffset MadeAt,
    string Cause,
    int Origin,
    string Vintage,
    bool IsDemonstration,
    string Model,
    int Points,
    int Scored,
    double? Mae,
    double? MaseOfNaive,
    double? Smape,
    double? Bias,
    double? Coverage80,
    double? Coverage95);

/// <summary>The record of all scored forecasts by measure, territory or model.</summary>
/// <param name="Name">Key of what is grouped by: <c>dataset/measure</c>, code of a territory, or model.</param>
public sealed record LedgerRecord(
    string Name, int Forecasts, int Scored, double Mae, double? MaseOfNaive, double Smape, double Bias, double Coverage80, double Coverage95);

/// <summary>One period of a forecast of the ledger.</summary>
/// <param name="Value">What came true; null: not known yet.</param>
/// <param name="Naive">The seasonal naïve of the same period.</param>
public sealed record LedgerPoint(
    int Period, int Step, double Mean, double Low80, double High80, double Low95, double High95, double Naive, double? Value, DateTimeOffset? ScoredAt);
