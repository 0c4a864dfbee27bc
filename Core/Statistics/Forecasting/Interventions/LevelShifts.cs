namespace Octoplus.Core.Statistics.Forecasting.Interventions;

/// <summary>
/// A step of the level: the medians of the w periods before and after it differ by far more than those of other places of the same series
/// do, the step is sharp rather than a slope, and it lasts.
/// </summary>
/// <remarks>
/// In the spirit of Chen, C. and Liu, L.-M. (1993), doi:10.1080/01621459.1993.10594321: the statistic of a step ÷ its robust deviation,
/// the largest first, then again on the adjusted series, with a high critical value (5; theirs is 3 to 4). Here the deviation is that of the statistic
/// itself over all places, so that a series whose level wanders needs a larger step than one that keeps still.
/// </remarks>
internal static class LevelShifts
{
    private const double Critical = 5;

    /// <summary>Share of the step that half the window must show already: a slope shows half, a step all.</summary>
    private const double Sharpness = 0.75;

    /// <summary>Share of the step that is still there over a season before and after.</summary>
    private const double Lasting = 0.7;

    /// <summary>Seasons that are needed.</summary>
    internal const int MinSeasons = 4;

    /// <summary>Periods on either side: half a season, 4 to 13; so a step is never found among the last three.</summary>
    public static int Window(int season) => Math.Clamp(season / 2, 4, 13);

    /// <summary>The first period after the clearest step.</summary>
    /// <param name="deseasoned">n values on their steady scale, without season and outliers.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="least">Smallest step that matters on this scale.</param>
    /// <param name="chance">Standard deviation of one period by chance alone; 0 where it is not known.</param>
    /// <param name="taken">Places of steps that were taken out: what is left of them within w periods is no other.</param>
    public static int? Find(double[] deseasoned, int season, double least, double chance, IReadOnlyCollection<int> taken)
    {
        var (n, w) = (deseasoned.Length, Window(season));
        if (n < Math.Max(MinSeasons * season, 6 * w))
        {
            return null;
        }

        var steps = new double[n - (2 * w) + 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Step(deseasoned, i + w, w);
        }

        // A median varies 1.25 times as much as a mean.
        var byChance = 1.25 * chance * Math.Sqrt(2.0 / w);
        var deviation = Math.Max(byChance, 1.4826 * RunningMedian.Of(Array.ConvertAll(steps, Math.Abs)));
        var best = -1;
        for (var i = 0; i < steps.Length; i++)
        {
            if (Math.Abs(steps[i]) > Math.Max(Critical * deviation, least)
                && (best < 0 || Math.Abs(steps[i]) > Math.Abs(steps[best]))
                && taken.All(place => Math.Abs(i + w - place) > w))
            {
                best = i;
            }
        }

        return best >= 0 ? Sharpest(deseasoned, best + w, season) : null;
    }

    /// <summary>Median of up to w periods from a place on, less that of up to w before it.</summary>
    public static double Step(ReadOnlySpan<double> values, int place, int w)
    {
        var (from, until) = (Math.Max(0, place - w), Math.Min(values.Length, place + w));
        return RunningMedian.Of(values[place..until]) - RunningMedian.Of(values[from..place]);
    }

    /// <summary>Medians cannot tell the place to the period: the one with the largest step from period to period, near it.</summary>
    private static int? Sharpest(double[] values, int near, int season)
    {
        var w = Window(season);
        var place = near;
        var largest = 0.0;
        var direction = Math.Sign(Step(values, near, w));
        for (var t = Math.Max(w, near - (w / 2)); t <= Math.Min(values.Length - w, near + (w / 2)); t++)
        {
            var change = direction * (Mean(values, t, t + 3) - Mean(values, t - 3, t));
            if (change > largest)
            {
                (place, largest) = (t, change);
            }
        }

        var step = Math.Abs(Step(values, place, w));
        var longer = Math.Max(season, w);
        var lasts = direction * Step(values, place, longer) >= Lasting * step;
        var isSharp = direction * Step(values, place, Math.Max(2, w / 2)) >= Sharpness * step;
        return lasts && isSharp ? place : null;
    }

    private static double Mean(double[] values, int from, int until)
    {
        (from, until) = (Math.Max(0, from), Math.Min(values.Length, until));
        double sum = 0;
        for (var t = from; t < until; t++)
        {
            sum += values[t];
        }

        return sum / Math.Max(1, until - from);
    }
}
