namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>All that was worked out for one series before it is combined: the candidates now and at past origins.</summary>
internal sealed class SeriesTraining
{
    private const int MostOrigins = 6;

    private SeriesTraining(LearningSeries series, CandidateRun now, IFittedForecast?[] fits, IReadOnlyList<CandidateRun> past, double[] weights)
        => (Series, Now, Fits, Past, Weights) = (series, now, fits, past, weights);

    public LearningSeries Series { get; }

    public CandidateRun Now { get; }

    public IFittedForecast?[] Fits { get; }

    /// <summary>At past origins, oldest first.</summary>
    public IReadOnlyList<CandidateRun> Past { get; }

    /// <summary>By candidate, summing to 1 over those that apply now.</summary>
    public double[] Weights { get; }

    public static SeriesTraining Of(LearningSeries series, ForecastOptions options)
    {
        var weights = InitialWeights(series, options.Kept);
        var fits = new IFittedForecast?[weights.Length];
        var now = CandidateRun.Of(series, series.Values.Length, options.Horizon, Array.ConvertAll(weights, w => w > 0), null, fits);
        var past = new List<CandidateRun>();
        if (options.Backtests && options.Kept is null)
        {
            // Forms are chosen at the oldest and the middle origin, not on the whole series: that would know what is to be forecast.
            IFittedForecast?[]? chosen = null;
            var wanted = new bool[weights.Length];
            Array.Fill(wanted, value: true);
            var origins = Origins(series, options.Horizon).ToList();
            for (var k = 0; k < origins.Count; k++)
            {
                var scratch = new IFittedForecast?[weights.Length];
                var again = k == 0 || k == MostOrigins / 2;
                past.Add(CandidateRun.Of(
                    series, origins[k], Math.Min(options.Horizon, series.Values.Length - origins[k]), wanted, again ? null : chosen, scratch));
                chosen = again ? scratch : chosen;
            }
        }

        Normalise(weights, now);
        return new SeriesTraining(series, now, fits, past, weights);
    }

    // Half a season apart, so that each season of the year is begun from; the oldest keeps two seasons to learn from.
    private static IEnumerable<int> Origins(LearningSeries series, int horizon)
    {
        var n = series.Values.Length;
        var least = Math.Max((2 * series.Season) + 1, 6);
        var apart = Math.Max(1, Math.Min(series.Season, horizon) / 2);
        for (var k = MostOrigins; k >= 1; k--)
        {
            if (n - (k * apart) >= least)
            {
                yield return n - (k * apart);
            }
        }
    }

    private static double[] InitialWeights(LearningSeries series, ForecastSpecification? kept)
    {
        var weights = new double[Candidate.All.Count];
        for (var c = 0; c < weights.Length; c++)
        {
            weights[c] = kept is null
                ? Candidate.All[c].WeightFor(series)
                : kept.Weights.Where(w => string.Equals(w.Method, Candidate.All[c].Method.Key, StringComparison.Ordinal)).Sum(w => w.Weight);
        }

        return weights;
    }

    // Where none applies (a kept choice of methods that no longer do, or very few values) the yardstick speaks.
    private static void Normalise(double[] weights, CandidateRun now)
    {
        var total = 0.0;
        for (var c = 0; c < weights.Length; c++)
        {
            weights[c] = now.Means[c] is null ? 0 : weights[c];
            total += weights[c];
        }

        // Those of a kept choice sum to 1 already: its forecasts are to be the same to the last digit.
        for (var c = 0; c < weights.Length && Math.Abs(total - 1) > 1e-12; c++)
        {
            weights[c] = total > 0 ? weights[c] / total : 0;
        }
    }
}
