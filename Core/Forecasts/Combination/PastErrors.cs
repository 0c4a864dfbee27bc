namespace Octoplus.Core.Forecasts.Combination;

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
