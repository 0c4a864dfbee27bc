namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>
/// Forecasts regular series by a combination of methods whose weights and bands come from backtests: docs/forecasts.md. Deterministic: the
/// same whatever the number of cores and the order of the inputs.
/// </summary>
public static class Forecaster
{
    /// <summary>Forecasts one series by itself.</summary>
    /// <exception cref="ArgumentException">Options out of range, or a first period that is no key of its grain.</exception>
    public static ForecastResult Forecast(ForecastInput input, ForecastOptions options) => ForecastAll([input], options)[0];

    /// <summary>Forecasts series that may learn from each other.</summary>
    /// <param name="inputs">Any number; ids need not be unique.</param>
    /// <param name="options">For all of them.</param>
    /// <param name="progress">Series done, now and then.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One result per input, in their order; refusals are results too.</returns>
    /// <exception cref="ArgumentException">Options out of range, or a first period that is no key of its grain.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static IReadOnlyList<ForecastResult> ForecastAll(
        IReadOnlyList<ForecastInput> inputs, ForecastOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (options.Horizon is < 1 or > ForecastOptions.MaxHorizon)
        {
            throw new ArgumentException("The horizon lies outside 1 and MaxHorizon.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Processors ?? 1, 1);

        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = options.Processors ?? Environment.ProcessorCount };
        var series = new LearningSeries[inputs.Count];
        var trainings = new SeriesTraining?[inputs.Count];
        var errors = new PastErrors?[inputs.Count];
        var done = 0;
        Parallel.For(0, inputs.Count, parallel, i =>
        {
            series[i] = LearningSeries.Of(inputs[i], options);
            if (series[i].Refusal == ForecastRefusal.None)
            {
                trainings[i] = SeriesTraining.Of(series[i], options);
                errors[i] = PastErrors.Of(trainings[i]!);
            }

            progress?.Report(Interlocked.Increment(ref done));
        });

        // Sorted, so that the order of the inputs changes not even the last digit.
        var pool = Enumerable.Range(0, inputs.Count).Where(i => errors[i] is not null && trainings[i]!.Now.Counts is null)
            .OrderBy(i => inputs[i].Id, StringComparer.Ordinal).Select(i => errors[i]!).ToList();
        var shape = BandShape.Of(pool, options.Horizon);
        var totals = TotalRatios.Of(pool, shape, options.Horizon);
        var results = new ForecastResult[inputs.Count];
        Parallel.For(0, inputs.Count, parallel, i => results[i] = trainings[i] is { } training
            ? ResultOf.Series(training, errors[i]!, shape, totals, options)
            : new ForecastResult { Id = inputs[i].Id, Refusal = series[i].Refusal });
        return results;
    }
}
