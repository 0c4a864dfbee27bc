using System.Globalization;

namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>A decomposable model fitted to a series. Immutable.</summary>
public sealed class FittedTrendSeason : IFittedForecast
{
    private readonly TrendSeasonMethod _method;
    private readonly int _season;
    private readonly int _count;
    private readonly double _scale;
    private readonly TrendSeasonDesign _design;
    private readonly double[] _effects;
    private readonly double[] _changes;
    private readonly double _slope;
    private readonly double _level;
    private readonly double _noise;

    private FittedTrendSeason(
        TrendSeasonMethod method, double[] values, double scale, int season, TrendSeasonDesign design, bool isMultiplicative, double[][] columns)
    {
        (_method, _season, _count, _scale, _design, IsMultiplicative) = (method, season, values.Length, scale, design, isMultiplicative);
        var estimate = new TrendSeasonEstimate(values, columns, design.Changes.Length, method.ChangeScale, isMultiplicative);
        estimate.Run();
        LogPosterior = estimate.LogPosterior;
        (_slope, _level, _noise) = (estimate.Solution[0], estimate.Solution[1], estimate.Noise);
        _effects = estimate.Solution[2..(2 + design.Effects)];
        _changes = estimate.Solution[(2 + design.Effects)..];

        var (trend, effect, fitted) = (new double[_count], new double[_count], new double[_count]);
        for (var t = 0; t < _count; t++)
        {
            var share = 0.0;
            for (var i = 0; i < _effects.Length; i++)
            {
                share += _effects[i] * columns[2 + i][t];
            }

            var level = design.Trend(design.Time(t), _slope, _level, _changes);
            trend[t] = level * scale;
            effect[t] = (isMultiplicative ? level * share : share) * scale;
            fitted[t] = trend[t] + effect[t];
        }

        (Trend, Effect, Fitted) = (trend, effect, fitted);
    }

    /// <inheritdoc/>
    public string Form => string.Create(CultureInfo.InvariantCulture, $"TrendSeason({(IsMultiplicative ? "M" : "A")},{_design.Order})");

    /// <summary>Whether season and regressors multiply the trend.</summary>
    public bool IsMultiplicative { get; }

    /// <summary>Whether there are a season or regressors.</summary>
    public bool HasSeason => _effects.Length > 0;

    /// <summary>Trend of each period of the history, in units of the values.</summary>
    public IReadOnlyList<double> Trend { get; }

    /// <summary>What season and regressors add to the trend of each period, in units of the values.</summary>
    public IReadOnlyList<double> Effect { get; }

    /// <summary>Periods after which the slope changes, from the first period as 0, and by how much a period.</summary>
    public IReadOnlyList<(int Period, double Change)> SlopeChanges =>
        [.. _design.Changes.Select((time, j) => ((int)Math.Round(time * (_count - 1)), _changes[j] * _scale / (_count - 1))).Where(change => change.Item2 != 0)];

    /// <summary>Deviation of the noise, in units of the values.</summary>
    public double NoiseDeviation => Math.Sqrt(_noise) * _scale;

    /// <summary>Logarithm of the posterior at its mode, but for a constant that depends on the length alone; compares fits of one series.</summary>
    public double LogPosterior { get; }

    /// <summary>Of the whole fit: a smooth of all values, so nearer to them than forecasts one step ahead.</summary>
    public IReadOnlyList<double> Fitted { get; }

    /// <inheritdoc/>
    public MethodForecast Forecast(int horizon) => Forecast(horizon, []);

    /// <summary>
    /// The next periods. Deviations are of the noise and of future changes of slope, which come as often and are as large in the mean as those
    /// of the history (§3.1.4); their variance after time τ is that of a compound Poisson process, rate × 2λ² × τ³ ÷ 3, instead of a simulation.
    /// </summary>
    /// <param name="regressors">Of the next periods, as many columns as were fitted with; what is missing is at its mean.</param>
    public MethodForecast Forecast(int horizon, IReadOnlyList<double[]> regressors)
    {
        var (means, deviations, effects) = (new double[horizon], new double[horizon], new double[_effects.Length]);
        var size = 0.0;
        foreach (var change in _changes)
        {
            size += Math.Abs(change) / _changes.Length;
        }

        for (var h = 0; h < horizon; h++)
        {
            var time = _design.Time(_count + h);
            _design.Fill(_count + h, h, regressors, effects);
            var effect = 0.0;
            for (var i = 0; i < effects.Length; i++)
            {
                effect += _effects[i] * effects[i];
            }

            var trend = _design.Trend(time, _slope, _level, _changes);
            var ahead = time - 1;
            var spread = _changes.Length * 2 * size * size * ahead * ahead * ahead / 3;
            var factor = IsMultiplicative ? 1 + effect : 1;
            means[h] = Finite((IsMultiplicative ? trend * factor : trend + effect) * _scale);
            deviations[h] = Finite(Math.Sqrt(_noise + (spread * factor * factor)) * _scale);
        }

        return new(means, deviations);
    }

    /// <inheritdoc/>
    public IFittedForecast? Refit(ReadOnlySpan<double> values) => _effects.Length > _design.SeasonColumns ? null : Refit(values, []);

    /// <summary>As <see cref="Refit(ReadOnlySpan{double})"/>, with regressors.</summary>
    public FittedTrendSeason? Refit(ReadOnlySpan<double> values, IReadOnlyList<double[]> regressors) =>
        values.Length < 3 || (IsMultiplicative && values.IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue) >= 0)
            ? null
            : Of(_method, values, _season, regressors, IsMultiplicative);

    internal static FittedTrendSeason Of(
        TrendSeasonMethod method, ReadOnlySpan<double> values, int season, IReadOnlyList<double[]> regressors, bool isMultiplicative)
    {
        var count = values.Length;
        var design = new TrendSeasonDesign(method, count, season, regressors);
        var columns = new double[2 + design.Effects + design.Changes.Length][];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new double[count];
        }

        var effects = new double[design.Effects];
        for (var t = 0; t < count; t++)
        {
            var time = design.Time(t);
            (columns[0][t], columns[1][t]) = (time, 1);
            design.Fill(t, t, regressors, effects);
            for (var i = 0; i < effects.Length; i++)
            {
                columns[2 + i][t] = effects[i];
            }

            for (var j = 0; j < design.Changes.Length && design.Changes[j] < time; j++)
            {
                columns[2 + effects.Length + j][t] = time - design.Changes[j];
            }
        }

        var scale = Scale(values);
        var scaled = new double[count];
        for (var t = 0; t < count; t++)
        {
            scaled[t] = values[t] / scale;
        }

        return new(method, scaled, scale, season, design, isMultiplicative, columns);
    }

    private static double Scale(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest > 0 ? largest : 1;
    }

    private static double Finite(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -1e300, 1e300);
}
