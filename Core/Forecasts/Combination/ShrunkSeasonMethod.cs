namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Methods for values without season, put onto the shrunk season of a series (<see cref="AdjustedSeries"/>).</summary>
internal abstract class ShrunkSeasonMethod(string key, string form, bool inLogs = true) : IForecastMethod
{
    /// <inheritdoc/>
    public string Key { get; } = key;

    /// <inheritdoc/>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season)
        => values.Length < LearningSeries.MinPoints ? null : new Fitting(this, AdjustedSeries.Of(values, season, inLogs));

    /// <summary>One-step forecasts of the values, and the next ones.</summary>
    /// <param name="values">n values without season.</param>
    /// <param name="season">Periods in a season.</param>
    /// <param name="fitted">Filled: one-step forecasts.</param>
    /// <returns>The next values for any horizon: a function of the horizon, without season.</returns>
    protected abstract Func<int, double[]> Project(double[] values, int season, double[] fitted);

    private sealed class Fitting : IFittedForecast
    {
        private readonly ShrunkSeasonMethod _method;
        private readonly AdjustedSeries _series;
        private readonly Func<int, double[]> _project;
        private readonly double[] _fitted;
        private readonly double _deviation;

        public Fitting(ShrunkSeasonMethod method, AdjustedSeries series)
        {
            (_method, _series) = (method, series);
            _fitted = new double[series.Values.Length];
            _project = method.Project(series.Values, series.Season, _fitted);
            var squares = 0.0;
            for (var i = 0; i < _fitted.Length; i++)
            {
                var e = series.Values[i] - _fitted[i];
                squares += e * e;
                _fitted[i] = series.Restore(_fitted[i], i);
            }

            _deviation = Math.Sqrt(squares / Math.Max(1, _fitted.Length - 2));
        }

        public string Form => $"{_method.FormName}({(_series.IsLog ? "log" : "A")})";

        public IReadOnlyList<double> Fitted => _fitted;

        public MethodForecast Forecast(int horizon)
        {
            var means = _project(horizon);
            var deviations = new double[horizon];
            for (var h = 0; h < horizon; h++)
            {
                means[h] = _series.Restore(means[h], _fitted.Length + h);
                deviations[h] = _deviation * Math.Sqrt(1 + (0.25 * h)) * (_series.IsLog ? means[h] : 1);
            }

            return new MethodForecast(means, deviations);
        }

        public IFittedForecast? Refit(ReadOnlySpan<double> values) => _method.Fit(values, _series.Season);
    }

    private string FormName { get; } = form;
}
