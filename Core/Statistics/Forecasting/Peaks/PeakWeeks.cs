using System.Runtime.InteropServices;

namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>All weeks of all series with features and a known outcome, in the order of time, then of series.</summary>
internal sealed class PeakWeeks
{
    private readonly List<double> _features = [];
    private readonly List<bool> _came = [];
    private readonly List<int> _weeks = [];
    private readonly List<int> _series = [];
    private readonly int _longestAhead;

    private PeakWeeks(int longestAhead) => _longestAhead = longestAhead;

    /// <summary>n.</summary>
    public int Count => _came.Count;

    public static PeakWeeks Of(WeekSeason?[] seasons, int[] firstWeeks)
    {
        var used = Enumerable.Range(0, seasons.Length).Where(s => seasons[s] is not null).ToList();
        var weeks = new PeakWeeks(used.Count > 0 ? used.Max(s => seasons[s]!.Ahead) : 1);
        if (used.Count == 0)
        {
            return weeks;
        }

        Span<double> row = stackalloc double[PeakFeatures.Width];
        for (var week = used.Min(s => firstWeeks[s]); week < used.Max(s => firstWeeks[s] + seasons[s]!.Weeks); week++)
        {
            foreach (var s in used)
            {
                var t = week - firstWeeks[s];
                if (t >= 0 && !double.IsNaN(seasons[s]!.Count(t)) && PeakFeatures.TryRow(seasons[s]!, t, row))
                {
                    weeks._features.AddRange(row);
                    weeks._came.Add(seasons[s]!.Count(t) > seasons[s]!.Threshold[t]);
                    weeks._weeks.Add(week);
                    weeks._series.Add(s);
                }
            }
        }

        return weeks;
    }

    public int Week(int i) => _weeks[i];

    public int Series(int i) => _series[i];

    public bool Came(int i) => _came[i];

    public ReadOnlySpan<double> Row(int i) => CollectionsMarshal.AsSpan(_features).Slice(i * PeakFeatures.Width, PeakFeatures.Width);

    /// <summary>The first position whose week is not before one.</summary>
    public int Until(int from, int week)
    {
        while (from < Count && _weeks[from] < week)
        {
            from++;
        }

        return from;
    }

    /// <summary>How many outcomes were known at the origin of the week at a position.</summary>
    public int KnownBefore(int i) => Until(0, _weeks[i] - _longestAhead + 1);

    /// <summary>Whether there is enough among the first weeks.</summary>
    public bool CanLearn(int count)
    {
        var peaks = CollectionsMarshal.AsSpan(_came)[..count].Count(true);
        return count >= PeakForecaster.MinLearnt && peaks >= PeakForecaster.MinPeaks && count - peaks >= PeakForecaster.MinPeaks;
    }

    /// <summary>Learns from the first weeks.</summary>
    public LogisticRegression Learn(int count)
        => LogisticRegression.Fit(CollectionsMarshal.AsSpan(_features), CollectionsMarshal.AsSpan(_came), count, PeakFeatures.Width);

    /// <summary>Share of peaks among the first weeks; without any, what the percentile leaves above it.</summary>
    public double BaseRate(int count, double percentile)
        => count >= PeakForecaster.MinLearnt ? (double)CollectionsMarshal.AsSpan(_came)[..count].Count(true) / count : 1 - percentile;
}
