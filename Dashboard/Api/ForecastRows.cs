using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>The query of <c>/api/v1/forecasts</c>.</summary>
internal sealed record ForecastRequest(
    [property: Description("FR, a région as R84, a département as 31, 2A, 971, FR-METRO as published, or a code as published for other geographies")] string? Territory,
    [property: Description("Key of a measure, such as vols")] string? Measure,
    [property: Description("Periods ahead, 1 to 24; 12 without it. Weeks, quarters and years are published 26, 8 and 3 ahead: no more come")] int? Horizon,
    [property: Description("Dataset, where several have the measure; without it the monthly one")] string? Dataset,
    [property: Description("all, police or gendarmerie; the yearly counts of the État 4001 have forecasts by force")] string? Force)
{
    private const int MaxHorizon = 24;
    private const int UsualHorizon = 12;

    public ProblemHttpResult? Problem(out string force, out int horizon)
    {
        horizon = Horizon ?? UsualHorizon;
        force = Force is null or "all" ? "" : Force;
        return string.IsNullOrEmpty(Territory) ? ApiProblems.Bad("territory is required: for example territory=31&measure=vols.")
            : string.IsNullOrEmpty(Measure) ? ApiProblems.Bad("measure is required: for example territory=31&measure=vols.")
            : horizon is < 1 or > MaxHorizon ? ApiProblems.Bad(string.Create(CultureInfo.InvariantCulture, $"horizon is {horizon}: expected 1 to {MaxHorizon} periods."))
            : Force is not null && ForceCodes.TryParse(Force) is null ? ApiProblems.Bad($"force is '{Cut(Force)}': expected all, police or gendarmerie.")
            : null;
    }

    internal static string Cut(string text) => text.Length > 80 ? text[..80] : text;
}

/// <summary>Which measure a request means.</summary>
internal static class MeasureChoice
{
    /// <summary>The problem if there is none, or more than one.</summary>
    public static ProblemHttpResult? Of(IReadOnlyList<ForecastMeasure> measures, string? wanted, string? dataset, out ForecastMeasure measure)
    {
        measure = null!;
        if (dataset is not null && measures.All(m => m.Dataset != dataset))
        {
            return ApiProblems.Bad($"dataset is '{ForecastRequest.Cut(dataset)}': forecasts are of {string.Join(", ", measures.Select(m => m.Dataset).Distinct(StringComparer.Ordinal))}.");
        }

        // Columns of published files have underscores where keys have hyphens; a key may come with its dataset.
        var found = measures.Where(m => (dataset is null || m.Dataset == dataset)
            && (m.Measure == wanted || $"{m.Dataset}/{m.Measure}" == wanted || m.Measure == wanted?.Replace('_', '-'))).ToList();
        if (found.Count == 0)
        {
            return ApiProblems.Bad($"measure is '{ForecastRequest.Cut(wanted ?? "")}': forecasts are of {string.Join(", ", measures.Where(m => dataset is null || m.Dataset == dataset).Select(m => m.Measure).Distinct(StringComparer.Ordinal).Take(30))}.");
        }

        var chosen = found.Count == 1 ? found : [.. found.Where(m => m.Grain == PeriodGrain.Month)];
        if (chosen.Count != 1)
        {
            return ApiProblems.Bad($"measure is '{ForecastRequest.Cut(wanted!)}': say which with dataset, one of {string.Join(", ", found.Select(m => m.Dataset))}.");
        }

        measure = chosen[0];
        return null;
    }
}

/// <summary>A forecast.</summary>
/// <param name="Force">all, police or gendarmerie.</param>
/// <param name="Refusal">none, or why there are no points: empty, tooshort, notfinite, notacount, toomanygaps, toolong.</param>
/// <param name="Predictability">good, toofewevents (look at the parent territory), nogain (no better than the seasonal naïve) or untested.</param>
/// <param name="Origin">Last known period.</param>
/// <param name="Model">Methods of the combination.</param>
/// <param name="RecentMase">Over the last periods that came true: absolute errors ÷ those of the seasonal naïve; null before any has.</param>
internal sealed record ForecastAnswer(
    string Dataset, string Measure, string Label, string Unit, string Grain, string Territory, string Force, string Refusal, string Predictability, string Origin,
    string Vintage, bool IsDemonstration, string MadeAt, string Model, IReadOnlyList<ForecastPointRow> Points, IReadOnlyList<BacktestScore> Backtest,
    double? TrackingSignal, double? RecentMase, double? RecentR2, string Caveat)
{
    public static ForecastAnswer Of(ForecastPanel panel, int horizon)
        => new(
            panel.Key.Dataset, panel.Key.Measure, panel.Measure.Label, panel.Measure.Unit, panel.Measure.Grain.Code(), panel.Key.Territory,
            panel.Key.ForceCode.Length == 0 ? Octoplus.Core.Reference.Force.All.Code() : panel.Key.ForceCode,
            EnumCode.Of(panel.Result.Refusal), EnumCode.Of(panel.Result.Predictability), Period.Label(panel.Result.Origin), panel.Vintage, panel.IsDemonstration,
            Instant.Of(panel.MadeAt), panel.Model,
            [.. panel.Result.Steps.Take(horizon).Select(s => new ForecastPointRow(Period.Label(s.Period), s.Mean, s.Low80, s.High80, s.Low95, s.High95))],
            panel.Result.Backtest, panel.TrackingSignal, panel.RecentMase, panel.RecentR2, CaveatOf(panel));

    private static string CaveatOf(ForecastPanel panel)
        => (panel.IsDemonstration ? "Fictional figures. " : "")
            + (panel.Measure.Kind == MeasureKind.Count ? "Recorded crime is not crime: what is filed depends on complaints and on police activity. " : "")
            + (panel.Result.Predictability switch
            {
                Octoplus.Core.Statistics.Forecasting.Predictability.TooFewEvents => "Too few events for a forecast to be of use here: see the parent territory. ",
                Octoplus.Core.Statistics.Forecasting.Predictability.NoGain => "In backtests no better than the same period of the last season. ",
                Octoplus.Core.Statistics.Forecasting.Predictability.Untested => "Too short to be tested on its own past. ",
                _ => "",
            })
            + "A forecast goes on from the past: it knows of no change to come. Four periods of five are meant to lie in the 80 % band.";
}

/// <summary>One period ahead.</summary>
internal sealed record ForecastPointRow(string Period, double Mean, double Low80, double High80, double Low95, double High95);

/// <summary>Runs and records.</summary>
/// <param name="Runs">Newest first; of each run the whole (dataset null), then its measures.</param>
/// <param name="Records">By measure, over all forecasts ever published whose periods are known by now.</param>
internal sealed record ForecastMetrics(IReadOnlyList<ForecastRunRow> Runs, IReadOnlyList<LedgerRecord> Records);

/// <summary>What a run did.</summary>
/// <param name="Mae">As the others: mean over the series trained, of the backtests of what is published; null without any.</param>
internal sealed record ForecastRunRow(
    long Run, string? Dataset, string? Measure, string MadeAt, int Series, int Trained, int Updated, int Refused, int Scored,
    double? Mae, double? Rmse, double? Mase, double? Smape, double? R2, double? Coverage80, double? Coverage95)
{
    public static ForecastRunRow Of(ForecastRun r)
        => new(
            r.RunId, r.Dataset.Length > 0 ? r.Dataset : null, r.Measure.Length > 0 ? r.Measure : null, Instant.Of(r.MadeAt), r.Series, r.Trained, r.Updated, r.Refused, r.Scored,
            r.Mae, r.Rmse, r.Mase, r.Smape, r.R2, r.Coverage80, r.Coverage95);
}

/// <summary>What to train; nothing: all.</summary>
internal sealed record RetrainRequest(
    [property: Description("Key of a measure, such as vols, or etat4001-mensuel/vols")] string? Measure,
    [property: Description("Dataset, where several have the measure")] string? Dataset);
