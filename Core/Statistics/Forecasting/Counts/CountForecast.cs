using MathNet.Numerics;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Statistics.Forecasting.Counts;

internal sealed class CountForecast : IFittedForecast
{
    private const double LargestDispersion = 1e4;

    // Of the form D: half gone after one month to three years.
    private static readonly double[] _persistences = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98];

    private readonly Level _level;
    private readonly double[] _factors;
    private readonly double[] _fitted;

    private CountForecast(Level level, double[] factors, double[] fitted, double dispersion)
    {
        (_level, _factors, _fitted, Dispersion) = (level, factors, fitted, dispersion);
    }

    public string Form => _factors.Length == 0 ? $"NB({_level.Kind})" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"NB({_level.Kind})[{_factors.Length}]");

    public IReadOnlyList<double> Fitted => _fitted;

    /// <summary>Variance ÷ mean.</summary>
    public double Dispersion { get; }

    public double Alpha => _level.Alpha;

    public double Persistence => _level.Persistence;

    /// <summary>Estimates the forms and keeps the best, or that of <paramref name="kind"/>.</summary>
    public static CountForecast Choose(ReadOnlySpan<double> values, double[]? factors, char? kind = null)
    {
        var season = factors ?? [];
        var levels = new List<Level>();
        foreach (var asked in kind is { } kept ? [kept] : (ReadOnlySpan<char>)['N', 'L', 'D'])
        {
            levels.Add(Estimate(values, season, asked));
        }

        var fitted = new double[values.Length];
        if (levels.Count > 1)
        {
            Run(values, season, levels[^1], fitted);
            Rank(levels, Pearson(values, fitted, levels[^1].Parameters), values.Length);
        }

        var best = levels[0] with { Next = Run(values, season, levels[0], fitted) };
        return new CountForecast(best, season, fitted, Disperse(values, fitted));
    }

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var deviations = new double[horizon];
        var (expected, variance) = (_level.Next, 0.0);
        for (var step = 0; step < horizon; step++)
        {
            var factor = _factors.Length == 0 ? 1 : _factors[(_fitted.Length + step) % _factors.Length];
            means[step] = factor * expected;
            deviations[step] = Math.Sqrt((Dispersion * means[step]) + (factor * factor * variance));

            // The level's variance: what persists of it, and α² times that of the next count by its factor.
            variance = (_level.Persistence * _level.Persistence * variance) + (_level.Alpha * _level.Alpha * Dispersion * expected / factor);
            expected = ((1 - _level.Persistence) * _level.Mean) + (_level.Persistence * expected);
        }

        return new MethodForecast(means, deviations);
    }

    public IFittedForecast? Refit(ReadOnlySpan<double> values)
    {
        if (!CountMethod.Applies(values))
        {
            return null;
        }

        if (_factors.Length == 0)
        {
            return Choose(values, null, _level.Kind);
        }

        // Too short a part says nothing of the season: what is known of it holds.
        return Choose(values, CountSeason.Estimate(values, _factors.Length) ?? _factors, _level.Kind);
    }

    private static double Run(ReadOnlySpan<double> values, double[] factors, Level level, double[] fitted)
    {
        var equations = new CountLevel(values, factors, level.Mean, level.First, level.Persistence);
        equations.Run(level.Alpha, fitted);
        return equations.Next;
    }

    private static Level Estimate(ReadOnlySpan<double> values, double[] factors, char kind)
    {
        var mean = Mean(values, factors, values.Length);
        var first = kind == 'N' ? mean : Mean(values, factors, Math.Max(Math.Max(factors.Length, 10), 1));
        var best = new Level(kind, 0, 0, mean, first, double.PositiveInfinity);
        foreach (var persistence in kind switch { 'N' => [0], 'L' => [1], _ => (ReadOnlySpan<double>)_persistences })
        {
            var equations = new CountLevel(values, factors, mean, first, persistence);
            var alpha = kind == 'N' ? 0 : ScalarMinimum.Find(ref equations, 0, persistence, ScalarMinimum.Rough);
            var value = equations.Evaluate(alpha);
            best = value < best.Value ? new Level(kind, alpha, persistence, mean, first, value) : best;
        }

        return best;
    }

    private static double Mean(ReadOnlySpan<double> values, double[] factors, int count)
    {
        var (events, exposure) = (0.5, 0.0);
        for (var t = 0; t < Math.Min(count, values.Length); t++)
        {
            events += values[t];
            exposure += factors.Length == 0 ? 1 : factors[t % factors.Length];
        }

        // Half an event is Jeffreys' prior of a Poisson rate; it only matters where there are hardly any.
        return (events > 1 ? events - 0.5 : events) / exposure;
    }

    private static double Pearson(ReadOnlySpan<double> values, double[] fitted, int parameters)
    {
        var sum = 0.0;
        for (var t = 0; t < fitted.Length; t++)
        {
            sum += (values[t] - fitted[t]) * (values[t] - fitted[t]) / fitted[t];
        }

        return Math.Max(sum / Math.Max(fitted.Length - parameters, 1), 1);
    }

    private static void Rank(List<Level> levels, double dispersion, int count)
    {
        double Criterion(Level level)
        {
            double parameters = level.Parameters + 1;
            return (level.Value / dispersion) + (2 * parameters) + (2 * parameters * (parameters + 1) / Math.Max(count - parameters - 1, 0.5));
        }

        levels.Sort((left, right) => Criterion(left).CompareTo(Criterion(right)));
    }

    private static double Disperse(ReadOnlySpan<double> values, double[] fitted)
    {
        var likelihood = new DispersionLikelihood(values, fitted);
        return 1 + Math.Exp(ScalarMinimum.Find(ref likelihood, Math.Log(1e-4), Math.Log(LargestDispersion), ScalarMinimum.Rough));
    }

    /// <param name="Kind">N, L or D.</param>
    /// <param name="First">Before the first value.</param>
    /// <param name="Value">−2 × quasi log likelihood.</param>
    private sealed record Level(char Kind, double Alpha, double Persistence, double Mean, double First, double Value)
    {
        public double Next { get; init; }

        public int Parameters => Kind switch { 'N' => 1, 'L' => 2, _ => 4 };
    }

    /// <summary>Negative log likelihood by log(dispersion − 1) given the means; size parameter r = mean ÷ (dispersion − 1).</summary>
    private readonly ref struct DispersionLikelihood(ReadOnlySpan<double> values, ReadOnlySpan<double> means) : IScalarFunction
    {
        private readonly ReadOnlySpan<double> _values = values;
        private readonly ReadOnlySpan<double> _means = means;

        public double Evaluate(double x)
        {
            var excess = Math.Exp(x);
            var (success, failure) = (Math.Log(1 + excess), Math.Log(excess / (1 + excess)));
            var sum = 0.0;
            for (var t = 0; t < _values.Length; t++)
            {
                var size = _means[t] / excess;
                sum += size * success;
                if (_values[t] > 0)
                {
                    sum -= SpecialFunctions.GammaLn(_values[t] + size) - SpecialFunctions.GammaLn(size) + (_values[t] * failure);
                }
            }

            return sum;
        }
    }
}
