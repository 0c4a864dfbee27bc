namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>A method fitted to logarithms where all values are positive, as it is elsewhere. Its forecasts are then medians, and its errors relative.</summary>
internal sealed class InLogs(IForecastMethod method) : IForecastMethod
{
    /// <inheritdoc/>
    public string Key => method.Key;

    /// <inheritdoc/>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season)
        => ArePositive(values) ? Wrap(method.Fit(Logs(values), season), values) : method.Fit(values, season);

    private static Fitting? Wrap(IFittedForecast? inner, ReadOnlySpan<double> values) => inner is null ? null : new Fitting(inner, values);

    private static bool ArePositive(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value <= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Logs(ReadOnlySpan<double> values)
    {
        var logs = new double[values.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log(values[i]);
        }

        return logs;
    }

    private sealed class Fitting : IFittedForecast
    {
        // Further from the history than e^10 times its width there is no forecast, only overflow.
        private const double Farthest = 10;

        private readonly IFittedForecast _inner;
        private readonly double[] _fitted;
        private readonly double _low;
        private readonly double _high;

        public Fitting(IFittedForecast inner, ReadOnlySpan<double> values)
        {
            _inner = inner;
            (_low, _high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var value in values)
            {
                (_low, _high) = (Math.Min(_low, value), Math.Max(_high, value));
            }

            (_low, _high) = (Math.Log(_low) - Farthest, Math.Log(_high) + Farthest);
            _fitted = new double[inner.Fitted.Count];
            for (var i = 0; i < _fitted.Length; i++)
            {
                _fitted[i] = Raise(inner.Fitted[i]);
            }
        }

        public string Form => $"log {_inner.Form}";

        public IReadOnlyList<double> Fitted => _fitted;

        public MethodForecast Forecast(int horizon)
        {
            var logs = _inner.Forecast(horizon);
            var (means, deviations) = (new double[horizon], new double[horizon]);
            for (var h = 0; h < horizon; h++)
            {
                means[h] = Raise(logs.Means[h]);
                deviations[h] = means[h] * Math.Min(Math.Exp(Farthest), logs.Deviations[h]);
            }

            return new MethodForecast(means, deviations);
        }

        public IFittedForecast? Refit(ReadOnlySpan<double> values) => ArePositive(values) ? Wrap(_inner.Refit(Logs(values)), values) : null;

        private double Raise(double log) => double.IsNaN(log) ? double.NaN : Math.Exp(Math.Clamp(log, _low, _high));
    }
}
