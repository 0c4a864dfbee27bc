using System.Globalization;

namespace Octoplus.Core.Backups;

/// <summary>Which backups are kept: the newest of each of the last days, weeks (from Monday) and months that have one, and always the newest of all.</summary>
public static class KeepRule
{
    /// <summary>The moments to keep, of those given; days are of UTC.</summary>
    /// <param name="made">When each backup was made, in any order.</param>
    public static IReadOnlySet<DateTime> Kept(IEnumerable<DateTime> made, KeepOptions keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var newestFirst = made.OrderDescending().ToList();
        var kept = new HashSet<DateTime>(newestFirst.Take(1));
        Add(kept, newestFirst, keep.Daily, m => m.Date);
        Add(kept, newestFirst, keep.Weekly, m => ISOWeek.ToDateTime(ISOWeek.GetYear(m), ISOWeek.GetWeekOfYear(m), DayOfWeek.Monday));
        Add(kept, newestFirst, keep.Monthly, m => new DateTime(m.Year, m.Month, 1, 0, 0, 0, m.Kind));
        return kept;
    }

    private static void Add(HashSet<DateTime> kept, List<DateTime> newestFirst, int count, Func<DateTime, DateTime> periodOf)
        => kept.UnionWith(newestFirst.GroupBy(periodOf).Take(count).Select(p => p.First()));
}
