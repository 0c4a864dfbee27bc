using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>What the page of a forecast says in words.</summary>
public sealed class ForecastNarration(IStringLocalizer<ForecastTexts> texts, ForecastScreen screen)
{
    private const int MonthsOfAge = 4;

    public ForecastFigures Figures { get; } = new(texts, screen.Panel.Measure);

    /// <summary>See <see cref="HolidayMarks"/>.</summary>
    public IReadOnlyList<ChartMark> Holidays(IReadOnlyList<int> periods) => HolidayMarks.Of(texts, screen.Grain, periods, screen.Panel.Key.Territory);

    public string MeasureName => MeasureNames.Of(texts, screen.Panel.Measure);

    /// <summary>With the force where it is one of the two.</summary>
    public string TerritoryName
    {
        get
        {
            var name = TerritoryNames.Of(texts, screen.Panel.Key.Territory);
            return screen.Panel.Key.ForceCode.Length == 0 ? name : texts["WithForce", name, texts["Force." + screen.Panel.Key.ForceCode]];
        }
    }

    /// <summary>The periods ahead within a sentence.</summary>
    public string Stretch => screen.IsRefused ? "" : PeriodWords.In(screen.Grain, screen.Steps[0].Period, screen.Steps[^1].Period);

    public string Title
    {
        get
        {
            if (screen.IsRefused)
            {
                return texts["Title.Refused", MeasureName, TerritoryName];
            }

            if (screen.Total is { } total)
            {
                var (low, high) = screen.TotalRange80;
                var (lowText, highText) = Figures.RoundedRange(low, high);
                var key = "Title" + (screen.IsDimmed ? ".Dimmed" : "");
                return texts[key, MeasureName, TerritoryName, Figures.Rounded(total.Outlook.Mean), Stretch, lowText, highText];
            }

            if (screen.IsCount)
            {
                return texts["Title.TooFew", MeasureName, TerritoryName, Stretch];
            }

            var last = screen.Steps[^1];
            return texts["Title.Value", MeasureName, TerritoryName, Figures.Value(last.Mean), PeriodWords.In(screen.Grain, last.Period), Figures.Value(last.Low80), Figures.Value(last.High80)];
        }
    }

    /// <summary>The last period known and how long ago that is.</summary>
    public string Origin => IsOld
        ? texts["Origin.Old", PeriodWords.In(screen.Grain, screen.Result.Origin), Age]
        : texts["Origin", PeriodWords.In(screen.Grain, screen.Result.Origin)];

    /// <summary>The forecast begins far in the past.</summary>
    public bool IsOld => MonthsSinceOrigin >= MonthsOfAge;

    /// <summary>Expected total beside that of the year before.</summary>
    public string? Comparison
    {
        get
        {
            if (screen.Total is not { Before: { } before } total)
            {
                return null;
            }

            var change = total.ChangePercent is { } percent ? Figures.Change(percent) : Figures.None;
            return screen.Season == 1 && total.Steps == 1 ? texts["Comparison.Year", change, Figures.Value(before)]
                : screen.Season == 1 ? texts["Comparison.Years", change, Figures.Value(before), Figures.Periods(total.Steps)]
                : total.SeasonsBefore == 1 ? texts["Comparison", change, Figures.Value(before)]
                : texts["Comparison.Several", change, Figures.Value(before), total.SeasonsBefore];
        }
    }

    /// <summary>In place of the picture.</summary>
    public string ChartSummary => screen.IsRefused || screen.Result.History.Count == 0
        ? Title
        : texts["Chart.Summary", Title, PeriodWords.Label(screen.Grain, screen.ShownHistory[0].Period), PeriodWords.Label(screen.Grain, screen.Result.Origin)];

    public string? ChanceAboveBefore => screen.Total?.ChanceAboveBefore is { } chance ? Figures.Chance(chance) : null;

    /// <summary>Null without a level that was typed and understood.</summary>
    public string? ChanceAboveLevel => screen.Total is { } total && screen.State.Level is { } level ? Figures.Chance(total.Outlook.ChanceAbove(level)) : null;

    /// <summary>Why not to plan on this forecast, or why there is none; null where nothing speaks against it.</summary>
    public string? Warning => screen.Result.Refusal != ForecastRefusal.None
        ? texts["Refusal." + screen.Result.Refusal].Value
        : screen.Result.Predictability == Predictability.Good ? null : texts["Predictability." + screen.Result.Predictability].Value;

    /// <summary>The next wider territory to look at instead: code and name.</summary>
    public (string Code, string Name)? Parent
        => TerritoryNames.Parent(screen.Panel.Key.Territory, screen.Territories) is { } code ? (code, TerritoryNames.Of(texts, code)) : null;

    /// <summary>A break or an anomalous period.</summary>
    public string Say(Intervention intervention)
    {
        ArgumentNullException.ThrowIfNull(intervention);
        return texts["Intervention." + intervention.Kind, PeriodWords.Label(screen.Grain, intervention.Period), Figures.Change(100 * (intervention.Effect - 1))];
    }

    /// <summary>An effect of the calendar, by its name where it has one.</summary>
    public string Say(CalendarEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var name = texts["Regressor." + effect.Regressor] is { ResourceNotFound: false } known ? known.Value : effect.Regressor;
        return texts["CalendarEffect", name, Figures.Change(effect.EffectPercent)];
    }

    /// <summary>The highest and the lowest place of the season.</summary>
    public string? SeasonSummary
    {
        get
        {
            if (screen.Result.SeasonalProfile is not { Count: > 1 } profile)
            {
                return null;
            }

            var factors = profile.ToList();
            var (high, low) = (factors.IndexOf(factors.Max()), factors.IndexOf(factors.Min()));
            return texts["Season.Summary", Place(high), Figures.Change(100 * (factors[high] - 1)), Place(low), Figures.Change(100 * (factors[low] - 1))];
        }
    }

    public string Place(int index)
        => screen.Grain == PeriodGrain.Week ? texts["Season.Week", PeriodWords.Position(screen.Grain, index)] : PeriodWords.Position(screen.Grain, index);

    private string Age
    {
        get
        {
            var (years, months) = Math.DivRem(MonthsSinceOrigin, 12);
            var yearText = years == 0 ? "" : years == 1 ? texts["Age.Year"].Value : texts["Age.Years", years].Value;
            var monthText = months == 0 ? "" : months == 1 ? texts["Age.Month"].Value : texts["Age.Months", months].Value;
            return yearText.Length > 0 && monthText.Length > 0 ? texts["Age.Both", yearText, monthText] : yearText + monthText;
        }
    }

    /// <summary>Whole months since the end of the last period known.</summary>
    private int MonthsSinceOrigin
    {
        get
        {
            if (Period.Start(screen.Grain, screen.Result.Origin) is not { } start)
            {
                return 0;
            }

            var end = screen.Grain switch
            {
                PeriodGrain.Month => start.AddMonths(1),
                PeriodGrain.Quarter => start.AddMonths(3),
                PeriodGrain.Week => start.AddDays(7),
                PeriodGrain.Day => start.AddDays(1),
                _ => start.AddYears(1),
            };
            return Math.Max(0, ((screen.Today.Year - end.Year) * 12) + screen.Today.Month - end.Month - (screen.Today.Day < end.Day ? 1 : 0));
        }
    }
}
