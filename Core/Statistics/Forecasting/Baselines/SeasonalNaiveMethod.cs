namespace Octoplus.Core.Statistics.Forecasting.Baselines;

/// <summary>
/// The seasonal naïve, yardstick of all others: each step is the value of the same position in the last season. The deviation of
/// step h is √(mean squared residual) × √(k + 1), with k whole seasons before it (Hyndman and Athanasopoulos, Forecasting: Principles
/// and Practice, 3rd edition 2021, section 5.5). Costs n operations.
/// </summary>
/// <remarks>Series of one season or less get the naïve: the last value, with a deviation that grows with √h.</remarks>
public sealed class SeasonalNaiveMethod : IForecastMethod
{
    /// <summary>Its key: what all others are measured against.</summary>
    public const string Yardstick = "naive";

    /// <inheritdoc/>
    public string Key => Yardstick;

    /// <inheritdoc/>
    /// <returns>Null below two points (nothing tells the deviation) and for magnitudes beyond 1e100.</returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) =>
        values.Length < 2 || !SeriesRange.Holds(values)
            ? null
            : new SeasonalNaiveForecast(values, values.Length > season ? Math.Max(season, 1) : 1, season);
}

internal sealed class SeasonalNaiveForecast : IFittedForecast
{
    private readonly double[] _lastSeason;
    private readonly double _deviation;
    private readonly double[] _fitted;
    private readonly int _askedSeason;

    public SeasonalNaiveForecast(ReadOnlySpan<double> values, int season, int askedSeason)
    {
        _askedSeason = askedSeason;
        _lastSeason = values[^season..].ToArray();
        _fitted = new double[values.Length];
        _fitted.AsSpan(0, season).Fill(double.NaN);
        values[..^season].CopyTo(_fitted.AsSpan(season));
        var squares = 0.0;
        for (var t = season; t < values.Length; t++)
        {
            var residual = values[t] - values[t - season];
            squares += residual * residual;
        }

        _deviation = Math.Sqrt(squares / (values.Length - season));
    }

    public string Form => _lastSeason.Length == 1 ? "naive" : "snaive";

    public IReadOnlyList<double> Fitted => _fitted;

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var deviations = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            means[step] = _lastSeason[step % _lastSeason.Length];
            deviations[step] = _deviation * Math.Sqrt((step / _lastSeason.Length) + 1);
        }

        return new MethodForecast(means, deviations);
    }

    public IFittedForecast? Refit(ReadOnlySpan<double> values) => new SeasonalNaiveMethod().Fit(values, _askedSeason);
}
