namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// The exact Gaussian likelihood of an ARMA model, as a sum of squares: innovations over their deviations, times the geometric mean of these
/// (Brockwell and Davis 1991, §8.7), with variance, constant and coefficients of regressors at their best values given the ARMA part
/// (generalised least squares). Buffers are reused; not for concurrent use.
/// </summary>
internal sealed class ArimaLikelihood
{
    private readonly DifferencedSeries _series;
    private readonly ArmaFilter _filter;
    private readonly double[][] _whitened;
    private readonly double[] _products;

    public ArimaLikelihood(ArimaOrder order, DifferencedSeries series, ArmaFilter filter)
    {
        (Order, _series, _filter) = (order, series, filter);
        Model = new(order);
        _whitened = new double[series.Columns.Length][];
        for (var i = 0; i < _whitened.Length; i++)
        {
            _whitened[i] = new double[series.Count];
        }

        var regressors = series.Columns.Length - 1;
        Regression = new double[regressors];
        _products = new double[regressors * (regressors + 1)];
    }

    public ArimaOrder Order { get; }

    public ArmaPolynomials Model { get; }

    /// <summary>Coefficients of the constant and the regressors, in units of the scaled series, at the parameters evaluated last.</summary>
    public double[] Regression { get; }

    public int Count => _series.Count;

    /// <summary>Coefficients that the likelihood was maximised over, variance included.</summary>
    public int ParameterCount => Order.Coefficients + Regression.Length + 1;

    /// <summary>Sum of squares at some parameters; infinite where the model is at the edge of stationarity.</summary>
    /// <param name="residuals">n; their squares sum to the result.</param>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals)
    {
        Model.Set(parameters);
        var logs = _filter.Run(Model, _series.Columns, _whitened, []);
        if (!double.IsFinite(logs))
        {
            return double.PositiveInfinity;
        }

        Regress();
        var scale = Math.Exp(logs / (2 * Count));
        var sum = 0.0;
        for (var t = 0; t < residuals.Length; t++)
        {
            var value = _whitened[0][t];
            for (var i = 0; i < Regression.Length; i++)
            {
                value -= Regression[i] * _whitened[i + 1][t];
            }

            residuals[t] = value * scale;
            sum += residuals[t] * residuals[t];
        }

        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }

    /// <summary>The logarithm of the likelihood of the unscaled values.</summary>
    public double LogLikelihood(double sum) =>
        -0.5 * Count * (Math.Log(2 * Math.PI * Math.Max(sum, 1e-30 * Count) / Count) + 1 + (2 * Math.Log(_series.Scale)));

    /// <summary>Innovations, their variance per degree of freedom, and the state after the last value, all unscaled.</summary>
    public (double[] Innovations, double Variance, double[] State) Final(ReadOnlySpan<double> parameters)
    {
        var deviations = new double[Count];
        Model.Set(parameters);
        _filter.Run(Model, _series.Columns, _whitened, deviations);
        Regress();
        var innovations = new double[Count];
        var sum = 0.0;
        for (var t = 0; t < Count; t++)
        {
            var value = _whitened[0][t];
            for (var i = 0; i < Regression.Length; i++)
            {
                value -= Regression[i] * _whitened[i + 1][t];
            }

            sum += value * value;
            innovations[t] = value * deviations[t] * _series.Scale;
        }

        var state = new double[Math.Max(1, Math.Max(Model.Ar.Length, Model.Ma.Length))];
        for (var j = 0; j < state.Length; j++)
        {
            state[j] = _filter.State(0)[j];
            for (var i = 0; i < Regression.Length; i++)
            {
                state[j] -= Regression[i] * _filter.State(i + 1)[j];
            }

            state[j] *= _series.Scale;
        }

        return (innovations, sum * _series.Scale * _series.Scale / Math.Max(1, Count - ParameterCount + 1), state);
    }

    // Least squares of the whitened series on the whitened regressors, by Cholesky's decomposition.
    private void Regress()
    {
        var size = Regression.Length;
        if (size == 0)
        {
            return;
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                _products[(i * size) + j] = _products[(j * size) + i] = Cholesky.Dot(_whitened[i + 1], _whitened[j + 1]);
            }

            Regression[i] = Cholesky.Dot(_whitened[i + 1], _whitened[0]);
        }

        Cholesky.Solve(_products.AsSpan(0, size * size), Regression);
    }
}
