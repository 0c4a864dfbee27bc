using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>Points of one measure as they are read, in any order.</summary>
internal sealed class PointTable(PeriodGrain grain)
{
    private readonly Dictionary<ForecastTerritory, Dictionary<int, double?>> _series = [];
    private int _first = int.MaxValue;
    private int _last = int.MinValue;

    public bool IsEmpty => _series.Count == 0;

    public IReadOnlyCollection<string> Territories => [.. _series.Keys.Select(k => k.Territory).Distinct(StringComparer.Ordinal)];

    // Older periods tell nothing of the next ones, and a page has to draw them: 40 years of months, 10 of weeks, 50 of quarters.
    private int MostPeriods => grain switch
    {
        PeriodGrain.Week => 520,
        PeriodGrain.Month => 480,
        PeriodGrain.Quarter => 200,
        _ => 100,
    };

    public void Add(ForecastTerritory key, int period, double? value)
    {
        if (!_series.TryGetValue(key, out var points))
        {
            _series[key] = points = [];
        }

        points[period] = value;
        (_first, _last) = (Math.Min(_first, period), Math.Max(_last, period));
    }

    /// <summary>All periods from the first to the last, as far back as is learnt from.</summary>
    public int[] Axis()
    {
        var count = PeriodSteps.Between(grain, _first, _last) + 1;
        var from = PeriodSteps.Add(grain, _last, 1 - Math.Min(count, MostPeriods));
        return [.. Enumerable.Range(0, Math.Min(count, MostPeriods)).Select(i => PeriodSteps.Add(grain, from, i))];
    }

    /// <summary>Each series from its first period on the axis; those which ended before it are left out.</summary>
    public IReadOnlyList<PublishedValues> ToSeries(
        int[] axis, Func<ForecastTerritory, IReadOnlyList<ForecastTerritory>> sums, Func<ForecastTerritory, IReadOnlyList<int>> breaks)
    {
        var series = new List<PublishedValues>(_series.Count);
        foreach (var (key, points) in _series)
        {
            var first = Array.FindIndex(axis, points.ContainsKey);
            if (first >= 0)
            {
                series.Add(new PublishedValues(key, first, [.. axis[first..].Select(p => points.GetValueOrDefault(p))], sums(key), breaks(key)));
            }
        }

        return series;
    }
}
