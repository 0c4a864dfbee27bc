namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Theta on the series without its shrunk season, in logarithms.</summary>
internal sealed class ShrunkTheta() : ShrunkSeasonMethod("shrunk-theta", "Theta")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Theta(values, 0.5, fitted);
}

/// <summary>The same on the values themselves.</summary>
internal sealed class ShrunkLinearTheta() : ShrunkSeasonMethod("linear-theta", "Theta", inLogs: false)
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Theta(values, 0.5, fitted);
}

/// <summary>Damped trend on the series without its shrunk season, in logarithms.</summary>
internal sealed class ShrunkDampedTrend() : ShrunkSeasonMethod("damped-trend", "Damped")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Damped(values, fitted);
}

/// <summary>
/// Theta on means of 1, 2, 3, 4, 6 and 12 periods, averaged: temporal aggregation shows slow movements that noise hides (Kourentzes,
/// Petropoulos and Trapero 2014, doi:10.1016/j.ijforecast.2013.09.006). One-step fits are those of the periods themselves.
/// </summary>
internal sealed class AggregateTheta() : ShrunkSeasonMethod("aggregate-theta", "Aggregates")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted)
        => Aggregates.Mean(values, Aggregates.DivisorsOf(season), Smoothing.Theta(values, 0.5, fitted), means => Smoothing.Theta(means, 0.5, null));
}

/// <summary>Damped trends on means of 1, 3, 6 and 12 periods, averaged: as <see cref="AggregateTheta"/>.</summary>
internal sealed class AggregateDamped() : ShrunkSeasonMethod("aggregate-damped", "Aggregates")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted)
        => Aggregates.Mean(
            values, [.. Aggregates.DivisorsOf(season).Where(d => d > 2 && d != 4)], Smoothing.Damped(values, fitted), means => Smoothing.Damped(means, null));
}

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
