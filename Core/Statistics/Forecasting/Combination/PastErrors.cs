namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Errors of the combination of one series at its past origins, on the scale of the bands, in units of the one-step deviation known at the origin.</summary>
internal sealed class PastErrors
{
    // Errors further off tell of a break, not of the width of bands.
    private const double Far = 12;

    private const double LeastEvidence = 0.6;

    private PastErrors(IReadOnlyList<Origin> origins) => Origins = origins;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Origin> Origins { get; }

    /// <param name="Length">Values known at the origin.</param>
    /// <param name="Forecast">By step.</param>
    /// <param name="Errors">By step, in one-step deviations.</param>
    internal sealed record Origin(int Length, double[] Forecast, double[] Errors)
    {
        /// <summary>Null but for counts of few events.</summary>
        public CountSpread? Counts { get; init; }
    }

    public static PastErrors Of(SeriesTraining training)
    {
        var series = training.Series;
        var scale = BandScale.Of(series);
        var origins = new List<Origin>();
        foreach (var run in training.Past)
        {
            if (run.Combine(training.Weights) is { } forecast)
            {
                var deviation = run.Deviation(training.Weights);
                var errors = new double[forecast.Length];
                for (var h = 0; h < errors.Length; h++)
                {
                    errors[h] = Math.Clamp((scale.Of(series.Scored[run.Length + h]) - scale.Of(forecast[h])) / deviation, -Far, Far);
                }

                origins.Add(new Origin(run.Length, forecast, errors) { Counts = run.Counts });
            }
        }

        return new PastErrors(origins);
    }

    /// <summary>
    /// The origins to calibrate by: those at which as much was known of the errors of this series as an origin tells, nearly as now; all of
    /// them where there are none. At others its width was guessed, and bands that make up for that would be too wide now.
    /// </summary>
    public IEnumerable<Origin> Informed()
    {
        var informed = Origins.Where(o => Evidence(o.Length) >= LeastEvidence).ToList();
        return informed.Count > 0 ? informed : Origins;
    }

    // In origins: one of which a part of the steps is known counts for that part.
    private double Evidence(int known)
        => Origins.Where(o => o.Length < known).Sum(o => (double)Math.Min(o.Errors.Length, known - o.Length) / o.Errors.Length);

    /// <summary>
    /// How much larger the errors of this series are than those of others, by what is known when a number of its values is: root of the mean squared
    /// error in units of the usual one of its step, drawn towards 1 as if <see cref="BandShape.PriorOrigins"/> origins had been usual.
    /// </summary>
    public double Multiplier(BandShape shape, int known)
    {
        var (squares, origins) = (BandShape.PriorOrigins, BandShape.PriorOrigins);
        foreach (var origin in Origins)
        {
            var steps = Math.Min(origin.Errors.Length, known - origin.Length);
            var sum = 0.0;
            for (var h = 0; h < steps; h++)
            {
                var e = Math.Clamp(origin.Errors[h] / shape.Growth(h), -BandShape.Far, BandShape.Far);
                sum += e * e;
            }

            if (steps > 0)
            {
                // An origin of which one step is known tells little.
                var part = (double)steps / origin.Errors.Length;
                squares += part * sum / steps;
                origins += part;
            }
        }

        return Math.Sqrt(squares / origins);
    }
}

/// <summary>How far the errors of the steps cancel in their sum: deviation of the sum ÷ sum of the deviations, 1 where they all go the same way.</summary>
internal static class TotalRatios
{
    // As on the French monthly series: errors of twelve months cancel by a third.
    private const double UsualInTheLongRun = 0.65;
    private const double PriorOrigins = 20;

    // The normal deviate of an 80 % range, which totals are read with, and the width of a 95 % one, which deviations are taken from.
    private const double Usual80 = 1.2816;
    private const double Width95 = 3.92;

    /// <summary>The usual ratio of a sum of so many steps after the first.</summary>
    public static double Usual(int step) => UsualInTheLongRun + ((1 - UsualInTheLongRun) / (1 + (0.5 * step)));

    /// <summary>
    /// By step: how many deviations hold 80 % of the summed errors at the origins of all series, and <see cref="Usual"/> where there are few. Not the root of
    /// their mean square: far errors made totals of M3's months cover 87 to 93 % and did not help those of France.
    /// </summary>
    public static double[] Of(IReadOnlyList<PastErrors> all, BandShape shape, int horizon)
    {
        var parts = PartsOf(all, shape, horizon);
        var width = Usual80 * (shape.Quantiles[3] - shape.Quantiles[0]) / Width95;
        var ratios = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            parts[h].Sort();
            var own = parts[h].Count > 0 ? parts[h][(int)(0.8 * (parts[h].Count - 1))] / width : 0;
            ratios[h] = Math.Min(1, ((own * parts[h].Count) + (PriorOrigins * Usual(h))) / (parts[h].Count + PriorOrigins));
        }

        return ratios;
    }

    // By step: size of the sum of errors to it ÷ sum of their usual sizes, of each origin.
    private static List<double>[] PartsOf(IReadOnlyList<PastErrors> all, BandShape shape, int horizon)
    {
        var parts = new List<double>[horizon];
        for (var h = 0; h < horizon; h++)
        {
            parts[h] = [];
        }

        foreach (var errors in all)
        {
            foreach (var origin in errors.Origins)
            {
                var multiplier = errors.Multiplier(shape, origin.Length);
                var (sum, most) = (0.0, 0.0);
                for (var h = 0; h < Math.Min(horizon, origin.Errors.Length); h++)
                {
                    var growth = shape.Growth(h) * multiplier;
                    sum += Math.Clamp(origin.Errors[h], -BandShape.Far * growth, BandShape.Far * growth);
                    most += growth;
                    parts[h].Add(Math.Abs(sum) / most);
                }
            }
        }

        return parts;
    }
}
