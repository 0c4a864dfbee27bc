namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>The columns of the model: time and one, season and regressors, changes of slope. Time runs from 0 to 1 over the history.</summary>
internal sealed class TrendSeasonDesign
{
    private readonly int _count;
    private readonly int _season;
    private readonly double[] _means;
    private readonly double[] _deviations;

    public TrendSeasonDesign(TrendSeasonMethod method, int count, int season, IReadOnlyList<double[]> regressors)
    {
        (_count, _season) = (count, season);
        Order = season > 1 && count >= 2 * season ? Math.Min(method.FourierOrder, season / 2) : 0;

        // The sine of the highest frequency of an even season is always 0.
        SeasonColumns = (2 * Order) - (2 * Order == season ? 1 : 0);
        Changes = Places(count, method.PotentialChanges);
        (_means, _deviations) = (new double[regressors.Count], new double[regressors.Count]);
        for (var i = 0; i < regressors.Count; i++)
        {
            (_means[i], _deviations[i]) = Moments(regressors[i].AsSpan(0, count));
        }
    }

    /// <summary>Pairs of sine and cosine.</summary>
    public int Order { get; }

    /// <summary>Columns of the season, before those of the regressors.</summary>
    public int SeasonColumns { get; }

    /// <summary>Columns of season and regressors.</summary>
    public int Effects => SeasonColumns + _means.Length;

    /// <summary>Times of potential changes, rising, each above 0 and below 1.</summary>
    public double[] Changes { get; }

    /// <summary>Time of a period.</summary>
    public double Time(int period) => period / (double)(_count - 1);

    /// <summary>Values of season and regressors of a period.</summary>
    /// <param name="row">Of the regressors.</param>
    public void Fill(int period, int row, IReadOnlyList<double[]> regressors, Span<double> effects)
    {
        for (var i = 0; i < SeasonColumns; i++)
        {
            // Whole turns are taken out first: sines of large arguments are slow and lose figures.
            var turns = (((i / 2) + 1) * (long)period) % _season / (double)_season;
            effects[i] = i % 2 == 0 ? Math.Cos(2 * Math.PI * turns) : Math.Sin(2 * Math.PI * turns);
        }

        for (var i = 0; i < _means.Length; i++)
        {
            effects[SeasonColumns + i] = i < regressors.Count ? (regressors[i][row] - _means[i]) / _deviations[i] : 0;
        }
    }

    /// <summary>k t + m + Σ δ (t − s)₊.</summary>
    public double Trend(double time, double slope, double level, ReadOnlySpan<double> changes)
    {
        var value = (slope * time) + level;
        for (var j = 0; j < Changes.Length && Changes[j] < time; j++)
        {
            value += changes[j] * (time - Changes[j]);
        }

        return value;
    }

    private static double[] Places(int count, int most)
    {
        var history = (int)(0.8 * count);
        var changes = Math.Clamp(most, 0, Math.Max(0, history - 1));
        var places = new double[changes];
        for (var j = 0; j < changes; j++)
        {
            places[j] = Math.Round((j + 1) * (history - 1) / (double)changes) / (count - 1);
        }

        return places;
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        var (mean, sum) = (0.0, 0.0);
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean) / values.Length;
        }

        return (mean, sum > 0 && double.IsFinite(sum) ? Math.Sqrt(sum) : 1);
    }
}
