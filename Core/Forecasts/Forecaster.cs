using Octoplus.Core.Forecasts.Combination;

namespace Octoplus.Core.Forecasts;

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

        var results = new ForecastResult[inputs.Count];
        var done = 0;
        Parallel.For(0, inputs.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            results[i] = One(LearningSeries.Of(inputs[i], options), options);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return results;
    }

    private static ForecastResult One(LearningSeries series, ForecastOptions options)
    {
        if (series.Refusal != ForecastRefusal.None)
        {
            return new ForecastResult { Id = series.Input.Id, Refusal = series.Refusal };
        }

        var method = new ShrunkTheta();
        var fit = method.Fit(series.Values, series.Season)!;
        var forecast = fit.Forecast(options.Horizon);
        var steps = new ForecastStep[options.Horizon];
        for (var h = 0; h < steps.Length; h++)
        {
            var (mean, deviation) = (forecast.Means[h] * series.Scale, forecast.Deviations[h] * series.Scale);
            steps[h] = new ForecastStep(
                PeriodSteps.Add(series.Input.Grain, series.Origin, h + 1), mean, mean - (1.2816 * deviation), mean + (1.2816 * deviation),
                mean - (1.96 * deviation), mean + (1.96 * deviation), deviation);
        }

        return new ForecastResult
        {
            Id = series.Input.Id,
            Origin = series.Origin,
            Steps = steps,
            Specification = new ForecastSpecification([new MethodWeight(method.Key, fit.Form, 1)], [1]),
        };
    }
}
