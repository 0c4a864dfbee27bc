using System.Collections.Concurrent;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>What days a period has.</summary>
/// <param name="Days">All.</param>
/// <param name="WorkingDays">Monday to Friday without holidays.</param>
/// <param name="WeekendDays">Fridays, Saturdays and Sundays: the days whose nights people go out.</param>
/// <param name="Holidays">Holidays from Monday to Friday.</param>
/// <param name="Easter">Share of the four days from Good Friday to Easter Monday that lie in the period, 0 to 1.</param>
public readonly record struct PeriodDays(int Days, int WorkingDays, int WeekendDays, int Holidays, double Easter)
{
    /// <summary>First year that is known.</summary>
    public const int FirstYear = 1900;

    /// <summary>Last year that is known.</summary>
    public const int LastYear = 2149;

    private static readonly ConcurrentDictionary<string, DayTable> _tables = new(StringComparer.Ordinal);

    /// <summary>The days of a period.</summary>
    /// <param name="grain">Week, month, quarter or year.</param>
    /// <param name="period">Key, see <see cref="Period"/>.</param>
    /// <param name="territory">Whose holidays; null for none.</param>
    /// <returns>Null for a key that is none of the grain, or outside <see cref="FirstYear"/> to <see cref="LastYear"/>.</returns>
    public static PeriodDays? Of(PeriodGrain grain, int period, string? territory)
        => Period.Start(grain, period) is { } start ? Between(start, CalendarPeriods.Next(grain, start), Table(territory)) : null;

    /// <summary>Days from the first of January of <see cref="FirstYear"/> on, counted up once for each kind of territory.</summary>
    internal static DayTable Table(string? territory) => _tables.GetOrAdd(FrenchHolidays.Kind(territory), static kind => new DayTable(kind));

    /// <summary>Days from one up to, without, another.</summary>
    internal static PeriodDays? Between(DateOnly from, DateOnly until, DayTable table)
        => from.Year >= FirstYear && until <= new DateOnly(LastYear + 1, 1, 1) ? table.Until(until) - table.Until(from) : null;

    private static PeriodDays Minus(PeriodDays a, PeriodDays b)
        => new(a.Days - b.Days, a.WorkingDays - b.WorkingDays, a.WeekendDays - b.WeekendDays, a.Holidays - b.Holidays, a.Easter - b.Easter);

    /// <summary>What one has more than the other.</summary>
    public static PeriodDays operator -(PeriodDays left, PeriodDays right) => Minus(left, right);
}

/// <summary>Days counted up from the first known one.</summary>
internal sealed class DayTable
{
    private static readonly int _first = new DateOnly(PeriodDays.FirstYear, 1, 1).DayNumber;

    private readonly PeriodDays[] _until;

    public DayTable(string kind)
    {
        _until = new PeriodDays[new DateOnly(PeriodDays.LastYear + 1, 1, 1).DayNumber - _first + 1];
        for (var year = PeriodDays.FirstYear; year <= PeriodDays.LastYear; year++)
        {
            var holidays = FrenchHolidays.Of(year, kind.Length == 0 ? null : kind).ToHashSet();
            var easter = Calendar.Easter.Sunday(year).DayNumber;
            for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
            {
                var i = day.DayNumber - _first;
                var isWeekday = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
                var isHoliday = isWeekday && holidays.Contains(day);
                var before = _until[i];
                _until[i + 1] = new(
                    before.Days + 1,
                    before.WorkingDays + (isWeekday && !isHoliday ? 1 : 0),
                    before.WeekendDays + (day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0),
                    before.Holidays + (isHoliday ? 1 : 0),
                    before.Easter + (day.DayNumber - easter is >= -2 and <= 1 ? 0.25 : 0));
            }
        }
    }

    /// <summary>All days before one.</summary>
    public PeriodDays Until(DateOnly day) => _until[day.DayNumber - _first];
}
