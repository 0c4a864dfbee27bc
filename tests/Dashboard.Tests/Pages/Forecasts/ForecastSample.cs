using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

/// <summary>
/// Thefts of Haute-Garonne in 72 months to December 2020: 2,000 each month, 2,200 in Decembers, April 2020 at 760. Twenty-four months
/// ahead of 2,100 each, whose total of n months deviates by 100 × n.
/// </summary>
internal static class ForecastSample
{
    public static ForecastMeasure Thefts { get; } = new(Datasets.Etat4001Monthly, "vols", "Vols", "fait", PeriodGrain.Month, MeasureKind.Count);

    public static ForecastMeasure Unemployment { get; } = new(Datasets.Unemployment, "chomage", "Taux de chômage", "%", PeriodGrain.Quarter, MeasureKind.Rate);

    public static IStringLocalizer<ForecastTexts> Texts { get; } = Localizers.GetRequiredService<IStringLocalizer<ForecastTexts>>();

    public static IStringLocalizer<DataTexts> DataTexts { get; } = Localizers.GetRequiredService<IStringLocalizer<DataTexts>>();

    private static ServiceProvider Localizers => new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();

    public static ForecastResult Result { get; } = new()
    {
        Id = "etat4001-mensuel/vols/31/",
        Origin = 202012,
        History = [.. Months(201501, 72).Select(m => new HistoryStep(m, Value(m), m < 201601 ? null : 2010, 2005))],
        Steps = [.. Months(202101, 24).Select((m, i) => new ForecastStep(m, 2100, 1950, 2250, 1850, 2350, 100 * (i + 1)))],
        SeasonalProfile = [0.97, 0.93, 1, 1, 1, 1, 1.02, 1.03, 1, 1, 1, 1.05],
        Interventions = [new Intervention(InterventionKind.LevelShift, 201703, 1.1), new Intervention(InterventionKind.Outlier, 202004, 0.38)],
        CalendarEffects = [new CalendarEffect("working-days", 0.8)],
        Predictability = Predictability.Good,
        Specification = new ForecastSpecification([new MethodWeight("ets", "ETS(M,N,M)", 0.6), new MethodWeight("theta", "theta", 0.4)], [1]),
        Backtest =
        [
            new BacktestScore("naive", 1, 12, 48, 200, 260, 1, 9, 0.1, null, null, 20),
            new BacktestScore("ets", 1, 12, 48, 160, 200, 0.8, 7, 0.3, 0.7, 0.9, 5),
            new BacktestScore("combination", 1, 12, 48, 150, 190, 0.75, 6.4, 0.35, 0.79, 0.95, -4),
            new BacktestScore("combination", 1, 1, 48, 90, 110, 0.5, 4, 0.6, 0.81, 0.96, 1),
        ],
    };

    public static ForecastPanel Panel(ForecastResult? result = null, ForecastMeasure? measure = null, string territory = "31")
    {
        measure ??= Thefts;
        return new ForecastPanel(
            new ForecastKey(measure.Dataset, measure.Measure, territory), measure, 7, new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero), "etat4001-mensuel-2020-1a2b3c4d", IsDemonstration: false,
            "ets+theta", result ?? Result, null, null, null);
    }

    public static ForecastScreen Screen(string query = "", ForecastResult? result = null, bool isSimulation = false)
        => new(Panel(result), ForecastPageState.Parse(query), isSimulation, new DateOnly(2026, 11, 22), ["FR", "R76", "31", "48"]);

    /// <summary>Unemployment of Gironde, 7.4 % in each of the next quarters.</summary>
    public static ForecastScreen RateScreen(string query = "")
    {
        var result = new ForecastResult
        {
            Id = "chomage/chomage/33/",
            Origin = 20253,
            History = [.. Enumerable.Range(0, 12).Select(i => new HistoryStep(((2022 + ((i + 3) / 4)) * 10) + ((i + 3) % 4) + 1, 8, 8, 8))],
            Steps = [new ForecastStep(20254, 7.4, 6.9, 7.9, 6.5, 8.3, 0.4), new ForecastStep(20261, 7.4, 6.8, 8, 6.4, 8.4, 0.8)],
            Predictability = Predictability.Good,
        };
        return new ForecastScreen(Panel(result, Unemployment, "33"), ForecastPageState.Parse(query), false, new DateOnly(2025, 11, 22), ["33"]);
    }

    public static ForecastNarration Narration(ForecastScreen screen) => new(Texts, screen);

    private static double Value(int month) => month == 202004 ? 760 : month % 100 == 12 ? 2200 : 2000;

    private static IEnumerable<int> Months(int first, int count) => Enumerable.Range(0, count).Select(i => PeriodSteps.Add(PeriodGrain.Month, first, i));
}
