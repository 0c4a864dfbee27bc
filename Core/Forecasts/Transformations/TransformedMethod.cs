namespace Octoplus.Core.Forecasts.Transformations;

/// <summary>
/// Another method on values transformed by <see cref="BoxCox"/>, λ by <see cref="Guerrero"/>; means are those of the values, not of their
/// transforms (<see cref="BoxCox.InvertMean"/>). λ is kept when fitted again.
/// </summary>
/// <param name="key">Of this method, such as <c>arima-boxcox</c>.</param>
public sealed class TransformedMethod(IForecastMethod inner, string key) : IForecastMethod
{
    /// <summary>λ instead of Guerrero's; 0 is the logarithm.</summary>
    public double? Lambda { get; init; }

    /// <summary>
    /// Smallest λ that is chosen: below 0, forecasts have an upper bound and rising ones explode before it. Where a value is not positive it is at
    /// least ½, the root that evens out the variance of counts; less would make outliers of zeros.
    /// </summary>
    public double LowestLambda { get; init; } = 0;

    /// <summary>Largest λ that is chosen.</summary>
    public double HighestLambda { get; init; } = 1;

    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    /// <returns>Null where a value has no transform, or the other method does not apply.</returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season)
    {
        var isPositive = new BoxCox(0).AppliesTo(values);
        var lowest = isPositive ? LowestLambda : Math.Max(LowestLambda, 0.5);
        var transformation = new BoxCox(Lambda ?? Guerrero.Lambda(values, season, lowest, Math.Max(lowest, HighestLambda)));
        return FittedTransformed.Of(transformation, values, transformed => inner.Fit(transformed, season));
    }

    private sealed class FittedTransformed : IFittedForecast
    {
        private readonly BoxCox _transformation;
        private readonly IFittedForecast _inner;

        private FittedTransformed(BoxCox transformation, IFittedForecast inner)
        {
            (_transformation, _inner) = (transformation, inner);
            Fitted = [.. inner.Fitted.Select(value => double.IsNaN(value) ? value : transformation.Invert(value))];
        }

        public string Form => FormattableString.Invariant($"{_inner.Form} λ={_transformation.Lambda:0.##}");

        public IReadOnlyList<double> Fitted { get; }

        public static IFittedForecast? Of(BoxCox transformation, ReadOnlySpan<double> values, Func<double[], IFittedForecast?> fit) =>
            transformation.AppliesTo(values) && fit(transformation.Transform(values)) is { } inner ? new FittedTransformed(transformation, inner) : null;

        public MethodForecast Forecast(int horizon)
        {
            var (means, deviations) = _inner.Forecast(horizon);
            var (ownMeans, ownDeviations) = (new double[horizon], new double[horizon]);
            for (var h = 0; h < horizon; h++)
            {
                ownMeans[h] = _transformation.InvertMean(means[h], deviations[h]);
                ownDeviations[h] = _transformation.InvertDeviation(means[h], deviations[h]);
            }

            return new(ownMeans, ownDeviations);
        }

        public IFittedForecast? Refit(ReadOnlySpan<double> values) => Of(_transformation, values, transformed => _inner.Refit(transformed));
    }
}
