using System.Collections.Concurrent;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>
/// Regressors of the calendar for the periods of a series: each as what its period has more than the same period of a mean year, so
/// that what comes back every year stays with the season (as in X-13ARIMA-SEATS, U.S. Census Bureau, manual § 4.3).
/// </summary>
internal sealed class CalendarRegressors
{
    /// <summary>The longer month has more of everything; its effect is known, not estimated.</summary>
    public const string Length = "month-length";

    private static readonly string[] _ofMonths = ["working-days", "weekend-days", "holidays", "easter"];

    private static readonly string[] _ofWeeks = ["holidays", "easter"];

    private static readonly ConcurrentDictionary<(PeriodGrain Grain, string Kind), double[][]> _means = [];

    private readonly PeriodGrain _grain;
    private readonly DateOnly _start;
    private readonly DayTable _days;
    private readonly double[][] _mean;
    private readonly int[] _places;

    private CalendarRegressors(PeriodGrain grain, DateOnly start, string? territory)
    {
        (_grain, _start, _days) = (grain, start, PeriodDays.Table(territory));
        Names = Candidates(grain, FrenchHolidays.Has(territory));
        _places = [.. Names.Select(n => Array.IndexOf(_ofMonths, n))];
        _mean = _means.GetOrAdd((grain, FrenchHolidays.Kind(territory)), _ => MeanYear(grain, _days));
    }

    /// <summary>Keys of the k regressors that are estimated.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null for a grain, or a first period, that has none.</summary>
    public static CalendarRegressors? Of(PeriodGrain grain, int firstPeriod, string? territory)
        => grain is PeriodGrain.Week or PeriodGrain.Month or PeriodGrain.Quarter && Period.Start(grain, firstPeriod) is { } start
            && (grain != PeriodGrain.Week || FrenchHolidays.Has(territory))
            ? new(grain, start, territory)
            : null;

    /// <summary>First day of a period counted from the first one.</summary>
    public DateOnly Start(int index) => CalendarPeriods.Next(_grain, _start, index);

    /// <summary>Position in the year.</summary>
    public int Position(int index) => CalendarPeriods.InYear(_grain, Start(index));

    /// <summary>The k regressors of a period, then the logarithm of its length relative to the mean one; zeros where it is not known.</summary>
    public void Row(int index, Span<double> row)
    {
        row.Clear();
        var start = Start(index);
        if (PeriodDays.Between(start, CalendarPeriods.Next(_grain, start), _days) is not { } days)
        {
            return;
        }

        var mean = _mean[CalendarPeriods.InYear(_grain, start)];
        for (var j = 0; j < _places.Length; j++)
        {
            row[j] = Value(_places[j], days) - mean[_places[j]];
        }

        row[_places.Length] = Math.Log(days.Days / mean[^1]);
    }

    private static string[] Candidates(PeriodGrain grain, bool hasHolidays)
        => grain == PeriodGrain.Week ? _ofWeeks : hasHolidays ? _ofMonths : [.. _ofMonths.Where(n => n != "holidays")];

    /// <summary>In the order of <see cref="_ofMonths"/>.</summary>
    private static double Value(int place, PeriodDays days) => place switch
    {
        0 => days.WorkingDays,
        1 => days.WeekendDays,
        2 => days.Holidays,
        _ => days.Easter,
    };

    /// <summary>Mean of each regressor, and of the days, by position in the year, over all known years.</summary>
    private static double[][] MeanYear(PeriodGrain grain, DayTable table)
    {
        var sums = Enumerable.Range(0, CalendarPeriods.PerYear(grain)).Select(_ => new double[_ofMonths.Length + 2]).ToArray();
        var last = new DateOnly(PeriodDays.LastYear, 12, 1);

        // A Monday, so that weeks start there too.
        var start = new DateOnly(PeriodDays.FirstYear, 1, 1);
        while (start < last)
        {
            var next = CalendarPeriods.Next(grain, start);
            var days = PeriodDays.Between(start, next, table)!.Value;
            var sum = sums[CalendarPeriods.InYear(grain, start)];
            for (var j = 0; j < _ofMonths.Length; j++)
            {
                sum[j] += Value(j, days);
            }

            sum[^2] += days.Days;
            sum[^1]++;
            start = next;
        }

        return [.. sums.Select(s => s[..^1].Select(v => v / s[^1]).ToArray())];
    }
}
