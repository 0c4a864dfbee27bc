namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// Variance of the first value of a stationary ARMA process with unit innovations, and covariance of it with what the next state is: where
/// <see cref="ArmaFilter"/> starts. Autocovariances of the autoregressive part come from the step-down recursion, those of the whole from
/// them by the moving average's own (Brockwell and Davis 1991, <i>Time Series: Theory and Methods</i>, §3.3 and §5.2), in O(lags²).
/// </summary>
internal sealed class ArmaStart(int largestLag)
{
    private readonly double[] _levels = new double[(largestLag + 1) * (largestLag + 1)];
    private readonly double[] _autoregressive = new double[(2 * largestLag) + 2];
    private readonly double[] _covariances = new double[largestLag + 2];
    private readonly double[] _weights = new double[largestLag + 2];
    private readonly double[] _products = new double[largestLag + 2];

    /// <summary>Variance of a value; NaN where rounding has left no stationary model.</summary>
    public double Variance { get; private set; }

    /// <param name="gain">Covariance of state i of the next period with the value of this one; at least as long as both polynomials.</param>
    public void Set(ArmaPolynomials model, Span<double> gain)
    {
        var (ar, ma) = (model.Ar, model.Ma);
        if (!Autoregressive(model))
        {
            Variance = double.NaN;
            return;
        }

        Products(model);
        for (var k = 0; k <= Math.Max(0, ar.Length - 1); k++)
        {
            var sum = _products[0] * _autoregressive[k];
            for (var h = 1; h <= ma.Length; h++)
            {
                if (_products[h] != 0)
                {
                    sum += _products[h] * (_autoregressive[Math.Abs(k - h)] + _autoregressive[k + h]);
                }
            }

            _covariances[k] = sum;
        }

        Variance = _covariances[0];
        gain.Clear();
        foreach (var lag in model.ArLags)
        {
            AddReversed(ar[lag - 1], _covariances.AsSpan(0, lag), gain);
        }

        foreach (var lag in model.MaLags)
        {
            AddReversed(ma[lag - 1], _weights.AsSpan(0, lag), gain);
        }
    }

    private static void AddReversed(double factor, ReadOnlySpan<double> values, Span<double> sums)
    {
        for (var i = 0; i < values.Length; i++)
        {
            sums[i] += factor * values[values.Length - 1 - i];
        }
    }

    private bool Autoregressive(ArmaPolynomials model)
    {
        var (ar, lags) = (model.Ar, model.Ar.Length);
        ar.CopyTo(_levels.AsSpan(lags * lags));
        var variance = 1.0;
        for (var k = lags; k >= 1; k--)
        {
            // Row k holds the k coefficients of the process's best linear forecast from k values.
            var now = _levels.AsSpan(k * lags, k);
            var below = _levels.AsSpan((k - 1) * lags, k - 1);
            var partial = now[k - 1];
            var rest = 1 - (partial * partial);
            if (!(rest > 0))
            {
                return false;
            }

            variance /= rest;
            for (var j = 0; j < below.Length; j++)
            {
                below[j] = (now[j] + (partial * now[k - 2 - j])) / rest;
            }
        }

        _autoregressive[0] = variance;
        for (var k = 1; k <= lags; k++)
        {
            var row = _levels.AsSpan(k * lags, k);
            var sum = 0.0;
            for (var j = 0; j < k; j++)
            {
                sum += row[j] * _autoregressive[k - 1 - j];
            }

            _autoregressive[k] = sum;
        }

        for (var k = lags + 1; k <= lags + model.Ma.Length; k++)
        {
            var sum = 0.0;
            foreach (var lag in model.ArLags)
            {
                sum += ar[lag - 1] * _autoregressive[k - lag];
            }

            _autoregressive[k] = sum;
        }

        return double.IsFinite(variance);
    }

    // Autocovariances of the moving average, and weights of past innovations in a value.
    private void Products(ArmaPolynomials model)
    {
        var ma = model.Ma;
        Array.Clear(_products);
        _products[0] = 1;
        for (var i = 0; i < model.MaLags.Length; i++)
        {
            var value = ma[model.MaLags[i] - 1];
            _products[0] += value * value;
            _products[model.MaLags[i]] += value;
            for (var j = 0; j < i; j++)
            {
                _products[model.MaLags[i] - model.MaLags[j]] += value * ma[model.MaLags[j] - 1];
            }
        }

        _weights[0] = 1;
        for (var k = 1; k < ma.Length; k++)
        {
            var sum = ma[k - 1];
            foreach (var lag in model.ArLags)
            {
                if (lag > k)
                {
                    break;
                }

                sum += model.Ar[lag - 1] * _weights[k - lag];
            }

            _weights[k] = sum;
        }
    }
}
