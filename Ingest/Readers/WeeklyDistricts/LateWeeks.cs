using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.Ingest.Readers.WeeklyDistricts;

/// <summary>
/// Which weeks at the end of a weekly file are not complete. The last week always counts as such: crimes are filed late, and nothing
/// in the file says that the week was closed. So do those before it, one after the other, that lack a district of the weeks before or
/// fall below <see cref="MinShare"/> of the usual total; at most <see cref="MaxWeeks"/> in all.
/// </summary>
internal static class LateWeeks
{
    public const int MaxWeeks = 4;

    /// <summary>Of the median total of the eight weeks before those that are looked at.</summary>
    public const double MinShare = 0.75;

    private const int UsualWeeks = 8;

    /// <returns>Keys of the weeks, ascending; at least one where there are points.</returns>
    public static IReadOnlyList<int> Find(SeriesTable points, string measure)
    {
        var sums = new SortedDictionary<int, (int Districts, double Total)>();
        foreach (var values in points.Series.Where(s => s.Key.Measure == measure).Select(s => s.Value))
        {
            for (var i = 0; i < values.Periods.Count; i++)
            {
                var (count, total) = sums.GetValueOrDefault(values.Periods[i]);
                sums[values.Periods[i]] = (count + 1, total + (values.ValueAt(i) ?? 0));
            }
        }

        var weeks = sums.Select(w => (Week: w.Key, w.Value.Districts, w.Value.Total)).ToList();
        var usual = weeks.SkipLast(MaxWeeks).TakeLast(UsualWeeks).ToList();
        if (usual.Count == 0)
        {
            return [weeks[^1].Week];
        }

        var median = usual.Select(w => w.Total).Order().ElementAt(usual.Count / 2);
        var districts = usual[^1].Districts;
        var late = weeks.TakeLast(MaxWeeks).Reverse().TakeWhile((w, i) => i == 0 || w.Districts < districts || w.Total < MinShare * median);
        return [.. late.Select(w => w.Week).Reverse()];
    }

    public static void Warn(FindingList findings, IReadOnlyList<int> weeks)
        => findings.Warning("provisional-weeks", null, null, null, string.Join(", ", weeks.Select(Period.Label)), string.Create(
            CultureInfo.InvariantCulture,
            $"Marked as provisional: the last week, and before it (at most {MaxWeeks} in all) those that lack a district or fall below {MinShare:P0} of the median of the eight weeks before."));
}
