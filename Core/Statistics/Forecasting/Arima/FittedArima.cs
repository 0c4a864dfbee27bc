namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>An ARIMA model fitted to a series. Immutable.</summary>
public sealed class FittedArima : IFittedForecast
{
    private readonly ArimaForm _form;
    private readonly double[] _ar;
    private readonly double[] _ma;
    private readonly double[] _state;
    private readonly double[] _tail;
    private readonly int _count;

    private FittedArima(ReadOnlySpan<double> values, ArimaForm form, IReadOnlyList<double[]> regressors, ArimaLikelihood likelihood, ArimaEstimate estimate, double scale)
    {
        (_form, _count) = (form, values.Length);
        Regression = [.. likelihood.Regression.Select(value => value * scale)];
        double[] innovations;
        (innovations, Variance, _state) = likelihood.Final(estimate.Parameters);
        (_ar, _ma) = (likelihood.Model.Ar, likelihood.Model.Ma);
        Coefficients = likelihood.Model.Coefficients();
        (LogLikelihood, Aicc) = (estimate.LogLikelihood, estimate.Aicc);

        var lost = form.Order.Lost;
        var fitted = new double[_count];
        for (var t = 0; t < _count; t++)
        {
            fitted[t] = t < lost ? double.NaN : values[t] - innovations[t - lost];
        }

        Fitted = fitted;
        _tail = Errors(values, regressors)[^lost..];
    }

    /// <inheritdoc/>
    public string Form => _form.Order.ToString();

    /// <summary>Orders chosen.</summary>
    public ArimaOrder Order => _form.Order;

    /// <summary>φ, θ, Φ and Θ in this order, with R's signs.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>Mean or drift a period first, if the model has one, then the coefficients of the regressors.</summary>
    public IReadOnlyList<double> Regression { get; }

    /// <summary>Variance of the innovations, per degree of freedom left.</summary>
    public double Variance { get; }

    /// <summary>Logarithm of the exact likelihood of the differenced values.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion corrected for small samples; infinite where there are too few values for it.</summary>
    public double Aicc { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Fitted { get; }

    /// <inheritdoc/>
    public MethodForecast Forecast(int horizon) => Forecast(horizon, []);

    /// <summary>The next periods, without the uncertainty of the coefficients (Brockwell and Davis 1991, §9.5).</summary>
    /// <param name="regressors">Of the next periods, as many columns as were fitted with, each at least as long as the horizon.</param>
    public MethodForecast Forecast(int horizon, IReadOnlyList<double[]> regressors)
    {
        var differencing = Differencing();
        var (means, deviations) = (new double[horizon], new double[horizon]);
        double[] past = [.. _tail, .. means];
        var state = (double[])_state.Clone();
        for (var h = 0; h < horizon; h++)
        {
            var value = state[0];
            for (var j = 1; j <= differencing.Length; j++)
            {
                value += differencing[j - 1] * past[_tail.Length + h - j];
            }

            past[_tail.Length + h] = value;
            means[h] = Finite(value + Regressed(_count + h, h, regressors));
            Advance(state);
        }

        var weights = Weights(differencing, horizon);
        var sum = 0.0;
        for (var h = 0; h < horizon; h++)
        {
            sum += weights[h] * weights[h];
            deviations[h] = Finite(Math.Sqrt(Variance * sum));
        }

        return new(means, deviations);
    }

    /// <inheritdoc/>
    public IFittedForecast? Refit(ReadOnlySpan<double> values) => Regression.Count > (Order.HasConstant ? 1 : 0) ? null : Refit(values, []);

    /// <summary>As <see cref="Refit(ReadOnlySpan{double})"/>, with regressors.</summary>
    public FittedArima? Refit(ReadOnlySpan<double> values, IReadOnlyList<double[]> regressors) => Of(values, _form, regressors, 4, 0.01);

    /// <summary>Estimates a form; null where there are too few values.</summary>
    internal static FittedArima? Of(ReadOnlySpan<double> values, ArimaForm form, IReadOnlyList<double[]> regressors, int rounds, double tolerance)
    {
        var order = form.Order;
        var series = new DifferencedSeries(values, order, regressors);
        var likelihood = new ArimaLikelihood(order, series, new(Math.Max(order.ArLags, order.MaLags), series.Columns.Length));
        if (likelihood.Count < likelihood.ParameterCount)
        {
            return null;
        }

        var estimate = ArimaEstimate.Of(likelihood, form.Parameters, rounds, tolerance);
        return double.IsFinite(estimate.Sum)
            ? new(values, form with { Parameters = estimate.Parameters }, regressors, likelihood, estimate, series.Scale)
            : null;
    }

    /// <summary>Other orders, to start from these parameters.</summary>
    internal ArimaForm As(ArimaOrder order) => new(order, _form.ParametersFor(order));

    /// <summary>Values without constant and regressors.</summary>
    internal double[] Errors(ReadOnlySpan<double> values, IReadOnlyList<double[]> regressors)
    {
        var errors = values.ToArray();
        for (var t = 0; t < errors.Length; t++)
        {
            errors[t] -= Regressed(t, t, regressors);
        }

        return errors;
    }

    private double Regressed(int time, int row, IReadOnlyList<double[]> regressors)
    {
        var first = Order.HasConstant ? 1 : 0;
        var sum = !Order.HasConstant ? 0 : Regression[0] * (Order.Differences + Order.SeasonalDifferences > 0 ? time + 1 : 1);
        for (var i = 0; i < regressors.Count && first + i < Regression.Count; i++)
        {
            sum += Regression[first + i] * regressors[i][row];
        }

        return sum;
    }

    private void Advance(double[] state)
    {
        var first = state[0];
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = (i + 1 < state.Length ? state[i + 1] : 0) + (i < _ar.Length ? _ar[i] * first : 0);
        }
    }

    // (1 − B)^d (1 − B^m)^D = 1 − Σ δ B^j
    private double[] Differencing()
    {
        double[] polynomial = [1];
        for (var i = 0; i < Order.Differences; i++)
        {
            polynomial = Times(polynomial, 1);
        }

        for (var i = 0; i < Order.SeasonalDifferences; i++)
        {
            polynomial = Times(polynomial, Order.Season);
        }

        return Array.ConvertAll(polynomial[1..], value => -value);

        static double[] Times(double[] polynomial, int lag)
        {
            var product = new double[polynomial.Length + lag];
            for (var i = 0; i < polynomial.Length; i++)
            {
                product[i] += polynomial[i];
                product[i + lag] -= polynomial[i];
            }

            return product;
        }
    }

    // Of the innovations in the error of a step, first the newest.
    private double[] Weights(double[] differencing, int horizon)
    {
        var weights = new double[horizon];
        var stationary = new double[horizon];
        for (var k = 0; k < horizon; k++)
        {
            var value = k == 0 ? 1 : k <= _ma.Length ? _ma[k - 1] : 0;
            for (var j = 1; j <= Math.Min(k, _ar.Length); j++)
            {
                value += _ar[j - 1] * stationary[k - j];
            }

            stationary[k] = value;
            for (var j = 1; j <= Math.Min(k, differencing.Length); j++)
            {
                value += differencing[j - 1] * weights[k - j];
            }

            weights[k] = value;
        }

        return weights;
    }

    private static double Finite(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -1e300, 1e300);
}
