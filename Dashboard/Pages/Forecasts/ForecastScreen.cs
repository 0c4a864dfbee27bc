using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>A forecast as the reader asked for it.</summary>
/// <param name="Panel">As published, or computed with the reader's own settings.</param>
/// <param name="IsSimulation">Computed now, published nowhere.</param>
/// <param name="Today">To tell how old the data is.</param>
/// <param name="Territories">Codes of the territories that have a forecast of this measure.</param>
public sealed record ForecastScreen(ForecastPanel Panel, ForecastPageState State, bool IsSimulation, DateOnly Today, IReadOnlyList<string> Territories)
{
    private const int YearsShown = 5;
    private const int WeeksAtFirst = 13;

    public ForecastResult Result => Panel.Result;

    public PeriodGrain Grain => Panel.Measure.Grain;

    /// <summary>Periods in a year.</summary>
    public int Season => PeriodSteps.SeasonOf(Grain);

    /// <summary>Sums over periods say something.</summary>
    public bool IsCount => Panel.Measure.Kind == MeasureKind.Count;

    public bool IsRefused => Result.Refusal != ForecastRefusal.None || Result.Steps.Count == 0;

    /// <summary>There is a forecast that one should not plan on.</summary>
    public bool IsDimmed => Result.Predictability is Predictability.TooFewEvents or Predictability.NoGain;

    /// <summary>Periods ahead that are shown.</summary>
    public int Horizon => Math.Min(State.Horizon ?? HorizonAtFirst(Grain), Math.Max(1, Result.Steps.Count));

    /// <summary>The longest horizon to choose.</summary>
    public int MaxHorizon => Math.Min(ForecastPageState.MaxHorizon, Result.Steps.Count);

    public IReadOnlyList<ForecastStep> Steps => [.. Result.Steps.Take(Horizon)];

    /// <summary>The sum of the steps shown; null where refused, where a sum says nothing, and where less than one event a period would be summed from whole ones because nothing else is known.</summary>
    public HorizonTotal? Total
        => IsCount && HorizonTotal.Of(Result, Horizon, Season, isCount: true) is { } total && (Result.Steps[0].TotalMean is not null || total.Outlook.Mean >= total.Steps) ? total : null;

    /// <summary>The likely range of <see cref="Total"/>: of a single step its own band, so that the page says one thing.</summary>
    public (double Low, double High) TotalRange80 => Horizon == 1 ? (Steps[0].Low80, Steps[0].High80) : Total!.Outlook.Range(0.8);

    /// <summary>The wider range of <see cref="Total"/>.</summary>
    public (double Low, double High) TotalRange95 => Horizon == 1 ? (Steps[0].Low95, Steps[0].High95) : Total!.Outlook.Range(0.95);

    /// <summary>The part of the history that the chart shows.</summary>
    public IReadOnlyList<HistoryStep> ShownHistory
        => State.ShowsWhole || Season == 1 ? Result.History : [.. Result.History.TakeLast(YearsShown * Season)];

    /// <summary>The value of the same period a year before a step; null where unknown.</summary>
    public double? Before(int step)
    {
        var index = Result.History.Count + step - (Season * ((step + Season) / Season));
        return index >= 0 && index < Result.History.Count ? Result.History[index].Value : null;
    }

    private static int HorizonAtFirst(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Month => 12,
        PeriodGrain.Quarter => 4,
        PeriodGrain.Week => WeeksAtFirst,
        _ => 1,
    };
}
