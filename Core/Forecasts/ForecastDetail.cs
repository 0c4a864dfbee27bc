using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>
/// A <see cref="ForecastResult"/> as the panel reads it, in one text: lists of numbers rather than objects, fitted values and trend to six digits.
/// A monthly series of 264 months takes some 10 kB and 0.1 ms to read.
/// </summary>
internal sealed record ForecastDetail
{
    private const int NumbersOfStep = 8;

    /// <summary>Key of the first period of the history; 0 without.</summary>
    public int First { get; init; }

    public double?[] Values { get; init; } = [];

    public double?[] Fitted { get; init; } = [];

    public double?[] Trend { get; init; } = [];

    /// <summary>Period, mean, bounds of both bands, deviation of the total, expected total.</summary>
    public double[][] Steps { get; init; } = [];

    public double[] Profile { get; init; } = [];

    public IReadOnlyList<Intervention> Interventions { get; init; } = [];

    public IReadOnlyList<CalendarEffect> Effects { get; init; } = [];

    public IReadOnlyList<BacktestScore> Backtest { get; init; } = [];

    public static string Of(ForecastResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var detail = new ForecastDetail
        {
            First = result.History.Count > 0 ? result.History[0].Period : 0,
            Values = [.. result.History.Select(h => h.Value)],
            Fitted = [.. result.History.Select(h => Short(h.Fitted))],
            Trend = [.. result.History.Select(h => Short(h.Trend))],
            Steps = [.. result.Steps.Select((s, h) => new[] { s.Period, s.Mean, s.Low80, s.High80, s.Low95, s.High95, s.TotalDeviation, result.TotalAt(h) })],
            Profile = [.. result.SeasonalProfile.Select(p => Short(p)!.Value)],
            Interventions = result.Interventions,
            Effects = result.CalendarEffects,
            Backtest = result.Backtest,
        };
        return JsonSerializer.Serialize(detail, ForecastJson.Default.ForecastDetail);
    }

    /// <summary>The result, but for what stands beside it in tables: id, refusal, origin, predictability, specification.</summary>
    public static ForecastResult Parse(string json, string id, PeriodGrain grain)
    {
        var detail = JsonSerializer.Deserialize(json, ForecastJson.Default.ForecastDetail)!;
        return new ForecastResult
        {
            Id = id,
            Steps = [.. detail.Steps.Where(s => s.Length == NumbersOfStep).Select(s => new ForecastStep((int)s[0], s[1], s[2], s[3], s[4], s[5], s[6]) { TotalMean = s[7] })],
            History = detail.ToHistory(grain),
            SeasonalProfile = detail.Profile,
            Interventions = detail.Interventions,
            CalendarEffects = detail.Effects,
            Backtest = detail.Backtest,
        };
    }

    private HistoryStep[] ToHistory(PeriodGrain grain)
    {
        var history = new HistoryStep[Values.Length];
        for (var i = 0; i < history.Length; i++)
        {
            history[i] = new HistoryStep(PeriodSteps.Add(grain, First, i), Values[i], Fitted[i], Trend[i]);
        }

        return history;
    }

    private static double? Short(double? value)
        => value is { } number && double.IsFinite(number)
            ? double.Parse(number.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : null;
}

/// <summary>What the small multiples show of a series.</summary>
internal sealed record OverviewDetail(double?[] History, double[] Means, double[] Low80, double[] High80, double? LastTotal, double NextTotal, double TotalDeviation)
{
    private const int Years = 3;

    public static OverviewDetail Of(ForecastResult result, PeriodGrain grain)
    {
        ArgumentNullException.ThrowIfNull(result);
        var season = PeriodSteps.SeasonOf(grain);
        var steps = result.Steps.Take(season).ToList();
        double?[] known = [.. result.History.TakeWhile(h => h.Period <= result.Origin).Select(h => h.Value)];
        var last = known.TakeLast(season).ToList();
        return new OverviewDetail(
            [.. season == 1 ? known : known.TakeLast(Years * season)],
            [.. steps.Select(s => s.Mean)],
            [.. steps.Select(s => s.Low80)],
            [.. steps.Select(s => s.High80)],
            last.Count == season && last.TrueForAll(v => v is not null) ? last.Sum() : null,
            steps.Count > 0 ? result.TotalAt(steps.Count - 1) : 0,
            steps.Count > 0 ? steps[^1].TotalDeviation : 0);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ForecastJson.Default.OverviewDetail);

    public static OverviewDetail Parse(string json) => JsonSerializer.Deserialize(json, ForecastJson.Default.OverviewDetail)!;
}

/// <summary>Written by generated code: a panel is read thousands of times for each time that it is made.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ForecastDetail))]
[JsonSerializable(typeof(OverviewDetail))]
[JsonSerializable(typeof(ForecastSpecification))]
internal sealed partial class ForecastJson : JsonSerializerContext
{
    /// <summary>Has queries read columns of specifications; an empty one is null.</summary>
    public static void ReadSpecifications()
        => ColumnMapping.Read(json => json.Length > 0 ? JsonSerializer.Deserialize(json, Default.ForecastSpecification) : null);
}
