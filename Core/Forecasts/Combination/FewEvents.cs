namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Which series are counts of few events: chance makes most of their scatter.</summary>
internal static class FewEvents
{
    /// <summary>Events a period from which on a series is one like others.</summary>
    public const double Most = 30;

    private const double Fewest = 10;
    private const int Seasons = 3;
    private const int LeastPeriods = 10;

    /// <summary>0 for series like others to 1 for those of few events, by the mean of the last three seasons.</summary>
    public static double PartOf(LearningSeries series)
    {
        if (!series.Input.IsCount)
        {
            return 0;
        }

        var values = series.Values.AsSpan(Math.Max(0, series.Values.Length - Math.Max(Seasons * series.Season, LeastPeriods)));
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return Math.Clamp((Most - (sum / values.Length * series.Scale)) / (Most - Fewest), 0, 1);
    }
}
