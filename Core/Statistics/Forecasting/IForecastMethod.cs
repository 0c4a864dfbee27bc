namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>
/// A way to forecast one regular series, with its options. Immutable and safe for concurrent use; deterministic. Formulas and their
/// sources stand with each method.
/// </summary>
public interface IForecastMethod
{
    /// <summary>Stable key such as <c>ets</c>; at most 20 characters; names by language are in the resources.</summary>
    string Key { get; }

    /// <summary>Chooses the form of the model and estimates its parameters.</summary>
    /// <param name="values">n finite values, oldest first, n ≥ 1.</param>
    /// <param name="season">Periods in a season; 1 for none.</param>
    /// <returns>Null where the method does not apply: too few points, negative values for a multiplicative form, no variation… Never throws for finite values.</returns>
    IFittedForecast? Fit(ReadOnlySpan<double> values, int season);
}

/// <summary>A method fitted to a series. Immutable.</summary>
public interface IFittedForecast
{
    /// <summary>What was chosen, as the field writes it: <c>ETS(M,Ad,M)</c>, <c>ARIMA(0,1,1)(0,1,1)[12]</c>.</summary>
    string Form { get; }

    /// <summary>One-step forecasts of the n values fitted; NaN where the method has none yet.</summary>
    IReadOnlyList<double> Fitted { get; }

    /// <summary>The next periods; all values finite.</summary>
    /// <param name="horizon">At least 1.</param>
    MethodForecast Forecast(int horizon);

    /// <summary>
    /// The same form on other values of the same series (an earlier origin, or more months): parameters estimated again from where they
    /// are, at a fraction of the cost of <see cref="IForecastMethod.Fit"/>.
    /// </summary>
    /// <returns>Null where the form does not apply to them.</returns>
    IFittedForecast? Refit(ReadOnlySpan<double> values);
}

/// <summary>What one method says of the next periods.</summary>
/// <param name="Means">Expected value of each step, finite.</param>
/// <param name="Deviations">Standard deviation of each step's error, by the method's own model; finite and ≥ 0.</param>
public sealed record MethodForecast(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations);
