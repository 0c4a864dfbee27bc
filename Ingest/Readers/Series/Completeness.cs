using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Series;

/// <summary>Finds what is missing from series: whole periods, territories, and single points of a territory once it has appeared.</summary>
/// <param name="required">Territories that must be there, with the first period from which.</param>
internal sealed class Completeness(PeriodGrain grain, FindingList findings, IReadOnlyDictionary<string, int>? required = null)
{
    /// <summary>Checks the series of one measure, from its first period to its last.</summary>
    /// <param name="last">The last period that must be there, where that is later than the last of the measure.</param>
    /// <param name="excused">First period from which a missing point is no error.</param>
    public void Check(SeriesTable table, string measure, int last = 0, int excused = int.MaxValue)
    {
        var series = table.Series.Where(s => s.Key.Measure == measure).OrderBy(s => s.Key.Territory, StringComparer.Ordinal).ToList();
        if (series.Count == 0)
        {
            return;
        }

        var present = series.SelectMany(s => s.Value.Periods).ToHashSet();
        var range = Range(present.Min(), Math.Max(last, present.Max())).ToList();
        foreach (var gap in range.Where(p => !present.Contains(p)))
        {
            findings.Error("missing-period", null, null, null, Period.Label(gap), $"The file has no row of '{measure}' for {Period.Label(gap)}, and has others: export it whole.");
        }

        var expected = range.Where(p => present.Contains(p) && p < excused).ToList();
        foreach (var (key, values) in series)
        {
            var from = Math.Min(values.Periods[0], required?.GetValueOrDefault(key.Territory, int.MaxValue) ?? int.MaxValue);
            var own = values.Periods.ToHashSet();
            foreach (var missing in expected.Where(p => p >= from && !own.Contains(p)))
            {
                findings.Error("missing-row", null, null, null, $"{key.Territory} {Period.Label(missing)}",
                    $"{key.Territory} has no row of '{measure}' for {Period.Label(missing)}, and others have: export the file whole.");
            }
        }

        foreach (var lacking in (required ?? new Dictionary<string, int>(StringComparer.Ordinal)).Where(r => r.Value <= range[^1]).Select(r => r.Key).Except(series.Select(s => s.Key.Territory), StringComparer.Ordinal))
        {
            findings.Error("missing-department", null, null, null, lacking, $"The file has no row of '{measure}' for the département {lacking}: export it whole.");
        }
    }

    private IEnumerable<int> Range(int first, int last)
    {
        for (var key = first; key <= last; key = Next(key))
        {
            yield return key;
        }
    }

    private int Next(int key)
    {
        var start = Period.Start(grain, key)!.Value;
        return Period.Key(grain, grain switch
        {
            PeriodGrain.Year => start.AddYears(1),
            PeriodGrain.Quarter => start.AddMonths(3),
            PeriodGrain.Month => start.AddMonths(1),
            PeriodGrain.Week => start.AddDays(7),
            _ => start.AddDays(1),
        });
    }
}
