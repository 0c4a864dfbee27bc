namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>
/// What is left of a series without a smooth trend and a fixed season: the remainder of a classical decomposition, once repeated so that
/// the ends have a trend too. Linear in the values, so that a regression of one remainder on another is that of the series with trend
/// and season taken out of both (Frisch and Waugh 1933, doi:10.2307/1907330).
/// </summary>
/// <remarks>A few n steps for each call. Not for concurrent use: the buffers are its own.</remarks>
internal sealed class SeasonFilter
{
    private readonly int _season;
    private readonly int[] _positions;
    private readonly double[] _sums;
    private readonly int[] _counts;
    private readonly double[] _trend;

    /// <param name="positions">Position in the season of each of n values, 0 to season − 1.</param>
    /// <param name="season">At least 1.</param>
    public SeasonFilter(int[] positions, int season)
    {
        (_positions, _season) = (positions, season);
        (_sums, _counts, _trend) = (new double[season], new int[season], new double[positions.Length]);
    }

    /// <summary>Replaces n values by their remainder.</summary>
    public void Remainder(Span<double> values)
    {
        var season = new double[_season];
        MovingMean(values);
        SeasonOf(values, season, interiorOnly: values.Length >= 3 * _season);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] -= season[_positions[t]];
        }

        MovingMean(values);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] -= _trend[t];
        }

        Array.Clear(_trend);
        SeasonOf(values, season, interiorOnly: false);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] -= season[_positions[t]];
        }
    }

    /// <summary>Centred mean over one season, its two ends by half when even; over what there is at the ends of the series.</summary>
    private void MovingMean(ReadOnlySpan<double> values)
    {
        var half = _season / 2;
        var isEven = _season % 2 == 0;
        double sum = 0;
        var (from, until) = (0, 0);
        for (var t = 0; t < values.Length; t++)
        {
            for (; until < Math.Min(values.Length, t + half + 1); until++)
            {
                sum += values[until];
            }

            for (; from < t - half; from++)
            {
                sum -= values[from];
            }

            var isWhole = isEven && t - half >= 0 && t + half < values.Length;
            _trend[t] = isWhole ? (sum - ((values[t - half] + values[t + half]) / 2)) / _season : sum / (until - from);
        }
    }

    private void SeasonOf(ReadOnlySpan<double> values, double[] season, bool interiorOnly)
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
        var margin = interiorOnly ? _season / 2 : 0;
        for (var t = margin; t < values.Length - margin; t++)
        {
            _sums[_positions[t]] += values[t] - _trend[t];
            _counts[_positions[t]]++;
        }

        for (var p = 0; p < season.Length; p++)
        {
            season[p] = _counts[p] > 0 ? _sums[p] / _counts[p] : 0;
        }
    }
}
