namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>
/// A weekly series measured against its own season: each count relative to the mean of the 52 weeks up to its origin (the last week known
/// when it was forecast), and these ratios against those of the same weeks of earlier years. So past and coming weeks are compared alike,
/// and a tenth of the weeks of a series without trend or news are peaks.
/// </summary>
public sealed class WeekSeason
{
    /// <summary>Weeks of a level, and how many of them must be known.</summary>
    private const int LevelWeeks = 52, MinLevelWeeks = 40;

    private const double WeeksPerYear = 365.2425 / 7;

    private readonly PeakOptions _options;
    private readonly double[] _counts;
    private readonly double[] _levels;
    private readonly double[] _ratios;

    /// <summary>Works out thresholds and what is usual, week by week.</summary>
    /// <param name="counts">n counts, NaN for unknown.</param>
    /// <param name="ahead">Weeks from origin to week.</param>
    /// <param name="options">What a season is.</param>
    public WeekSeason(double[] counts, int ahead, PeakOptions options)
    {
        (_counts, Ahead, _options) = (counts, ahead, options);
        (_levels, _ratios) = (new double[counts.Length], new double[counts.Length]);
        Weeks = counts.Length + ahead;
        (Threshold, Usual, Exact, Anomaly) = (new double[Weeks], new double[Weeks], new double[Weeks], new double[Weeks]);
        FillLevels();
        Span<double> season = new double[options.Years * ((2 * options.WeeksAround) + 1)];
        for (var t = 0; t < Weeks; t++)
        {
            Fill(t, season);
        }
    }

    /// <summary>Weeks from origin to week.</summary>
    public int Ahead { get; }

    /// <summary>Known weeks and those up to the one asked for.</summary>
    public int Weeks { get; }

    /// <summary>What a peak exceeds, by what was known at the origin of each week; NaN where not known. So are the others.</summary>
    public double[] Threshold { get; }

    /// <summary>Median of the season.</summary>
    public double[] Usual { get; }

    /// <summary>Logarithm of the very same weeks of earlier years relative to the median of the season.</summary>
    public double[] Exact { get; }

    /// <summary>Logarithm of the count relative to the usual one.</summary>
    public double[] Anomaly { get; }

    /// <summary>Mean of the last 52 weeks; NaN where too many are not known.</summary>
    public double LastLevel { get; private set; } = double.NaN;

    /// <summary>The count of a week, NaN where not known.</summary>
    public double Count(int t) => t < _counts.Length ? _counts[t] : double.NaN;

    private double LevelFor(int t)
        => t - Ahead < 0 ? double.NaN : _options.AdjustsLevel || double.IsNaN(_levels[t - Ahead]) ? _levels[t - Ahead] : 1;

    private void FillLevels()
    {
        double sum = 0;
        var known = 0;
        for (var t = 0; t < _counts.Length; t++)
        {
            Take(t, 1);
            if (t >= LevelWeeks)
            {
                Take(t - LevelWeeks, -1);
            }

            LastLevel = known >= MinLevelWeeks ? sum / known : double.NaN;
            _levels[t] = sum > 0.5 ? LastLevel : double.NaN;
        }

        void Take(int t, int sign)
        {
            if (!double.IsNaN(_counts[t]))
            {
                sum += sign * _counts[t];
                known += sign;
            }
        }
    }

    private void Fill(int t, Span<double> season)
    {
        var level = LevelFor(t);
        if (t < _counts.Length)
        {
            _ratios[t] = _counts[t] / level;
        }

        (Threshold[t], Usual[t], Exact[t], Anomaly[t]) = (double.NaN, double.NaN, double.NaN, double.NaN);
        var size = 0;
        double exact = 0, weight = 0;
        for (var year = 1; year <= _options.Years; year++)
        {
            var same = t - (int)Math.Round(year * WeeksPerYear);
            for (var u = same - _options.WeeksAround; u <= same + _options.WeeksAround; u++)
            {
                // Only what was known at the origin of the week.
                if (u >= 0 && u <= t - Ahead && u < _ratios.Length && !double.IsNaN(_ratios[u]))
                {
                    season[size++] = _ratios[u];
                    var w = Math.Abs(u - same) switch { 0 => 2, 1 => 1, _ => 0 };
                    (exact, weight) = (exact + (w * _ratios[u]), weight + w);
                }
            }
        }

        if (size < _options.MinYears * ((2 * _options.WeeksAround) + 1) || double.IsNaN(level))
        {
            return;
        }

        season[..size].Sort();
        Usual[t] = level * Quantile(season[..size], 0.5);
        Threshold[t] = level * Quantile(season[..size], _options.Percentile);
        Exact[t] = weight > 0 ? Math.Log(((level * exact / weight) + 0.5) / (Usual[t] + 0.5)) : 0;
        Anomaly[t] = Math.Log((Count(t) + 0.5) / (Usual[t] + 0.5));
    }

    /// <summary>The quantile that a further value of the same distribution exceeds with just that probability (Weibull 1939; type 6 of Hyndman and Fan 1996).</summary>
    private static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        var place = Math.Clamp((probability * (sorted.Length + 1)) - 1, 0, sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
