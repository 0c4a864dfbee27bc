namespace Octoplus.Core.Statistics.Forecasting.Baselines;

/// <summary>
/// The mean of all values, with deviation s √(1 + 1/n) at each step (Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
/// 3rd edition 2021, section 5.5). Costs n operations.
/// </summary>
public sealed class MeanMethod : IForecastMethod
{
    /// <inheritdoc/>
    public string Key => "mean";

    /// <inheritdoc/>
    /// <returns>Null below two points (nothing tells the deviation) and for magnitudes beyond 1e100.</returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) =>
        values.Length < 2 || !SeriesRange.Holds(values) ? null : new MeanForecast(values);
}

internal sealed class MeanForecast : IFittedForecast
{
    private readonly double _mean;
    private readonly double _deviation;
    private readonly double[] _fitted;

    public MeanForecast(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        _mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - _mean) * (value - _mean);
        }

        _deviation = Math.Sqrt(squares / (values.Length - 1) * (1 + (1.0 / values.Length)));
        _fitted = new double[values.Length];
        Array.Fill(_fitted, _mean);
    }

    public string Form => "mean";

    public IReadOnlyList<double> Fitted => _fitted;

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var deviations = new double[horizon];
        Array.Fill(means, _mean);
        Array.Fill(deviations, _deviation);
        return new MethodForecast(means, deviations);
    }

    public IFittedForecast? Refit(ReadOnlySpan<double> values) => new MeanMethod().Fit(values, 1);
}
