namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Season and level as people look at them.</summary>
internal static class SeasonProfile
{
    /// <summary>Mean factor of each position in the calendar's season, 1 being the mean; empty without a season or two of them.</summary>
    public static double[] Of(LearningSeries series)
    {
        var season = series.Season;
        if (season < 2 || series.Values.Length < 2 * season)
        {
            return [];
        }

        var level = series.Values.Average();
        var isLog = series.Values.All(v => v > 0);
        if (!isLog && level == 0)
        {
            return [];
        }

        var factors = ShrunkSeason.Of(isLog ? Array.ConvertAll(series.Values, Math.Log) : series.Values, season, 1, 0.8);
        var profile = new double[season];
        var first = PeriodSteps.Add(series.Input.Grain, series.Origin, 1 - series.Values.Length);
        for (var p = 0; p < season; p++)
        {
            var position = PeriodSteps.Position(series.Input.Grain, PeriodSteps.Add(series.Input.Grain, first, p), season);
            profile[position] = isLog ? Math.Exp(factors[p]) : 1 + (factors[p] / level);
        }

        // Weeks: a year of 53 may leave a position without a week of its own.
        for (var p = 1; p < season; p++)
        {
            profile[p] = profile[p] == 0 ? profile[p - 1] : profile[p];
        }

        return profile;
    }

    /// <summary>Moving mean over a season of the values without their season; null without a season.</summary>
    public static double[]? Trend(LearningSeries series)
    {
        if (series.Season < 2 || series.Values.Length < 2 * series.Season)
        {
            return null;
        }

        var adjusted = AdjustedSeries.Of(series.Values, series.Season, inLogs: true);
        var trend = new double[adjusted.Values.Length];
        var half = series.Season / 2;
        for (var i = 0; i < trend.Length; i++)
        {
            // Towards the ends the window narrows, but for a quarter of a season.
            var reach = Math.Max(Math.Max(1, half / 2), Math.Min(half, Math.Min(i, trend.Length - 1 - i)));
            var (from, to) = (Math.Max(0, i - reach), Math.Min(trend.Length - 1, i + reach));
            var mean = Smoothing.Mean(adjusted.Values.AsSpan(from, to - from + 1));
            trend[i] = adjusted.IsLog ? Math.Exp(mean) : mean;
        }

        return trend;
    }
}
