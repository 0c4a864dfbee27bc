namespace Octoplus.Core.Forecasts.Combination;

/// <summary>A series without its shrunk season, in logarithms where all values are positive: errors are then relative, and forecasts medians.</summary>
internal sealed class AdjustedSeries
{
    private const double Strength = 1.5;
    private const double YearlyWeight = 0.8;

    // e^700 is the end of what a double holds; a forecast so far off is none.
    private const double FarthestLog = 30;

    private readonly double[] _season;
    private readonly double _highest;

    private AdjustedSeries(bool isLog, double[] season, double[] values, double highest)
        => (IsLog, _season, Values, _highest) = (isLog, season, values, highest);

    public bool IsLog { get; }

    /// <summary>n values without season, on the working scale.</summary>
    public double[] Values { get; }

    public int Season => _season.Length;

    /// <param name="values">n values, oldest first.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="inLogs">Wanted where it can be.</param>
    public static AdjustedSeries Of(ReadOnlySpan<double> values, int season, bool inLogs)
    {
        var (positive, highest) = (inLogs, double.NegativeInfinity);
        foreach (var value in values)
        {
            positive &= value > 0;
            highest = Math.Max(highest, value);
        }

        var working = values.ToArray();
        for (var i = 0; positive && i < working.Length; i++)
        {
            working[i] = Math.Log(working[i]);
        }

        var factors = ShrunkSeason.Of(working, season, Strength, YearlyWeight);
        for (var i = 0; i < working.Length; i++)
        {
            working[i] -= factors[i % season];
        }

        return new AdjustedSeries(positive, factors, working, positive ? Math.Log(highest) : highest);
    }

    /// <summary>A value on the working scale with its season, as a value of the series.</summary>
    public double Restore(double working, int index)
    {
        var value = working + _season[index % _season.Length];
        return IsLog ? Math.Exp(Math.Min(value, _highest + FarthestLog)) : value;
    }
}
