using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Calendar;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Public holidays that fall on working days, for the chart of a forecast by month or week.</summary>
public static class HolidayMarks
{
    /// <summary>One mark for each period that has such days; none for longer periods, or places whose holidays are not known.</summary>
    /// <param name="periods">One after the other.</param>
    public static IReadOnlyList<ChartMark> Of(IStringLocalizer<ForecastTexts> texts, PeriodGrain grain, IReadOnlyList<int> periods, string territory)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(periods);
        var marks = new List<ChartMark>();
        if (grain is not (PeriodGrain.Month or PeriodGrain.Week) || !FrenchHolidays.Has(territory))
        {
            return marks;
        }

        for (var i = 0; i < periods.Count; i++)
        {
            if (Period.Start(grain, periods[i]) is { } start && In(start, CalendarPeriods.Next(grain, start), territory) is { Count: > 0 } days)
            {
                marks.Add(new ChartMark(i, string.Join(", ", days.Select(d => Say(texts, d)))));
            }
        }

        return marks;
    }

    private static List<Holiday> In(DateOnly from, DateOnly until, string territory)
        => [.. Enumerable.Range(from.Year, until.AddDays(-1).Year - from.Year + 1)
            .SelectMany(year => FrenchHolidays.Named(year, territory))
            .Where(h => h.Date >= from && h.Date < until && h.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];

    private static string Say(IStringLocalizer<ForecastTexts> texts, Holiday holiday)
        => texts["Holiday.Say", texts["Holiday." + holiday.Name].Value, holiday.Date.ToString("ddd d", CultureInfo.CurrentCulture)];
}
