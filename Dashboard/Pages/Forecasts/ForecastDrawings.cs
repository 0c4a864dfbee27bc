using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Turns a forecast into what its chart draws.</summary>
public static class ForecastDrawings
{
    public static ForecastDrawing Of(ForecastScreen screen, ForecastNarration narration, Func<ForecastStep, string> say)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(narration);
        ArgumentNullException.ThrowIfNull(say);
        var history = screen.ShownHistory;
        var steps = screen.IsRefused ? [] : screen.Steps;
        int[] periods = [.. history.Select(h => h.Period), .. steps.Select(s => s.Period)];
        var places = periods.Select((period, i) => (period, i)).ToDictionary(p => p.period, p => p.i);
        var interventions = screen.Result.Interventions.Where(i => places.ContainsKey(i.Period)).ToList();
        return new ForecastDrawing(
            [.. periods.Select(p => PeriodWords.Label(screen.Grain, p))],
            [.. history.Select(h => h.Value)],
            [.. history.Select(h => narration.Figures.Value(h.Value))],
            screen.State.ShowsFit && history.Any(h => h.Fitted is not null) ? [.. history.Select(h => h.Fitted)] : [],
            history.Any(h => h.Trend is not null) ? [.. history.Select(h => h.Trend)] : [],
            [.. steps.Select(s => new ForecastBand(s.Mean, s.Low80, s.High80, s.Low95, s.High95, say(s)))],
            [.. interventions.Where(i => i.Kind != InterventionKind.Outlier).Select(i => new ChartMark(places[i.Period], narration.Say(i)))],
            [.. interventions.Where(i => i.Kind == InterventionKind.Outlier).Select(i => new ChartMark(places[i.Period], narration.Say(i), history.ElementAtOrDefault(places[i.Period])?.Value))],
            narration.Holidays(periods),
            Ticks(screen.Grain, periods),
            screen.IsDimmed);
    }

    /// <summary>The first period of each year.</summary>
    private static List<ChartMark> Ticks(PeriodGrain grain, int[] periods)
    {
        var ticks = new List<ChartMark>();
        var last = 0;
        for (var i = 0; i < periods.Length; i++)
        {
            var year = Period.Start(grain, periods[i])?.Year ?? 0;
            if (year != last && (i > 0 || grain == PeriodGrain.Year || IsFirst(grain, periods[i])))
            {
                ticks.Add(new ChartMark(i, year.ToString(CultureInfo.InvariantCulture)));
            }

            last = year;
        }

        return ticks;
    }

    private static bool IsFirst(PeriodGrain grain, int period) => Period.Start(grain, period) is { Month: 1, Day: <= 7 };
}
