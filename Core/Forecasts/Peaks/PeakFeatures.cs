namespace Octoplus.Core.Forecasts.Peaks;

/// <summary>What is known of a week before it comes, for series that go together.</summary>
internal sealed class PeakFeatures
{
    /// <summary>Features of a week.</summary>
    public const int Width = 9;

    private readonly WeekSeason?[] _seasons;
    private readonly int[] _firstWeeks;
    private readonly int[] _aheads;
    private readonly int _first;
    private readonly double[] _commonLast;
    private readonly double[] _commonMonth;
    private readonly int[] _commonCount;

    /// <param name="seasons">One per series; null for a series that has none.</param>
    /// <param name="firstWeeks">Number of the first week of each series, weeks counted from any common one.</param>
    /// <param name="aheads">Weeks from origin to week, per series.</param>
    public PeakFeatures(WeekSeason?[] seasons, int[] firstWeeks, int[] aheads)
    {
        (_seasons, _firstWeeks, _aheads) = (seasons, firstWeeks, aheads);
        var used = Enumerable.Range(0, seasons.Length).Where(s => seasons[s] is not null).ToList();
        _first = used.Count > 0 ? used.Min(s => firstWeeks[s]) : 0;
        var weeks = used.Count > 0 ? used.Max(s => firstWeeks[s] + seasons[s]!.Weeks) - _first : 0;
        (_commonLast, _commonMonth, _commonCount) = (new double[weeks], new double[weeks], new int[weeks]);
        foreach (var s in used)
        {
            for (var t = 0; t < seasons[s]!.Weeks; t++)
            {
                if (Mean(seasons[s]!.Anomaly, t, 1) is { } last && Mean(seasons[s]!.Anomaly, t, 4) is { } month)
                {
                    var week = firstWeeks[s] + t - _first;
                    _commonLast[week] += last;
                    _commonMonth[week] += month;
                    _commonCount[week]++;
                }
            }
        }
    }

    /// <summary>Weeks from origin to week of a series.</summary>
    public int Ahead(int series) => _aheads[series];

    /// <summary>The features of a week.</summary>
    /// <returns>False where too little is known.</returns>
    public bool TryRow(int series, int t, Span<double> row)
    {
        var (season, ahead) = (_seasons[series], _aheads[series]);
        if (season is null || t >= season.Weeks || double.IsNaN(season.Threshold[t]) || t - ahead < 0)
        {
            return false;
        }

        var origin = t - ahead;
        if (Mean(season.Anomaly, origin, 1) is not { } last || Mean(season.Anomaly, origin, 4) is not { } month || Mean(season.Anomaly, origin, 13) is not { } quarter)
        {
            return false;
        }

        var sameWeek = t - 52 >= 0 && t - 52 <= origin && !double.IsNaN(season.Anomaly[t - 52]) ? season.Anomaly[t - 52] : 0;
        var week = _firstWeeks[series] + origin - _first;
        var others = _commonCount[week] - 1;
        row[0] = last;
        row[1] = month;
        row[2] = quarter;
        row[3] = Math.Log((season.Threshold[t] + 0.5) / (season.Usual[t] + 0.5));
        row[4] = season.Exact[t];
        row[5] = sameWeek;
        row[6] = others > 0 ? (_commonLast[week] - last) / others : 0;
        row[7] = others > 0 ? (_commonMonth[week] - month) / others : 0;
        row[8] = 1 / Math.Sqrt(season.Usual[t] + 1);
        return true;
    }

    /// <summary>Mean of the known ones of the last so many weeks up to one; null where half of them are not known.</summary>
    private static double? Mean(double[] values, int until, int weeks)
    {
        double sum = 0;
        var known = 0;
        for (var t = Math.Max(0, until - weeks + 1); t <= until; t++)
        {
            if (!double.IsNaN(values[t]))
            {
                sum += values[t];
                known++;
            }
        }

        return 2 * known > weeks || (weeks == 1 && known == 1) ? sum / known : null;
    }
}
