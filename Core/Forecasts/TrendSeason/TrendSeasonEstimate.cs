using Octoplus.Core.Forecasts.Arima;

namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>
/// The mode of the posterior: given the deviation of the noise, the minimum of a <see cref="TrendSeasonQuadratic"/>; given this, the deviation in
/// closed form; in turn. With a
/// multiplying season, around the last solution (Gauss and Newton).
/// </summary>
internal sealed class TrendSeasonEstimate
{
    // Prior of Taylor and Letham's program: half-normal of scale ½.
    private const double NoisePrecision = 4;
    private const double SmallestVariance = 1e-12;

    private readonly double[] _values;
    private readonly double[][] _columns;
    private readonly double[][] _design;
    private readonly double _penalty;
    private readonly bool _isMultiplicative;
    private readonly int _dense;
    private readonly int _size;
    private readonly double[] _target;
    private readonly TrendSeasonQuadratic _quadratic;

    /// <param name="values">Scaled to about 1.</param>
    /// <param name="columns">Time, one, effects, then what each change adds.</param>
    public TrendSeasonEstimate(double[] values, double[][] columns, int changes, double changeScale, bool isMultiplicative)
    {
        (_values, _columns, _size) = (values, columns, columns.Length);
        (_penalty, _isMultiplicative, _dense) = (1 / changeScale, isMultiplicative, columns.Length - changes);
        _design = isMultiplicative ? Array.ConvertAll(columns, column => new double[column.Length]) : columns;
        _target = new double[values.Length];
        _quadratic = new(_dense, changes, _penalty);
        Solution = new double[_size];
        (Solution[0], Solution[1]) = (values[^1] - values[0], values[0]);
        Noise = Math.Max(SmallestVariance, Squares(Solution) / values.Length);
    }

    /// <summary>Slope, level, effects, changes: as the columns.</summary>
    public double[] Solution { get; private set; }

    /// <summary>Variance of the noise.</summary>
    public double Noise { get; private set; }

    /// <summary>Logarithm of the posterior, but for a constant.</summary>
    public double LogPosterior => -Cost(Solution, Noise, Squares(Solution));

    public void Run()
    {
        if (!_isMultiplicative)
        {
            Linearise();
            Alternate(Solution, 60);
            return;
        }

        var cost = -LogPosterior;
        for (var round = 0; round < 12; round++)
        {
            Linearise();
            var next = (double[])Solution.Clone();
            var noise = Noise;
            Alternate(next, 3);
            var lower = Shorten(next, cost);
            if (double.IsNaN(lower))
            {
                Noise = noise;
                return;
            }

            (Solution, cost, var gain) = (next, lower, cost - lower);
            if (gain < 1e-4)
            {
                return;
            }
        }
    }

    // Steps that overshoot are halved; NaN where none lowers the cost.
    private double Shorten(double[] next, double cost)
    {
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var squares = Squares(next);
            Noise = Variance(squares);
            var lower = Cost(next, Noise, squares);
            if (lower <= cost)
            {
                return lower;
            }

            for (var i = 0; i < _size; i++)
            {
                next[i] = (next[i] + Solution[i]) / 2;
            }
        }

        return double.NaN;
    }

    private void Linearise()
    {
        if (_isMultiplicative)
        {
            Derive();
        }
        else
        {
            _values.CopyTo(_target, 0);
        }

        _quadratic.Set(_design, _target);
    }

    // trend × (1 + effect): what is left of the values, plus the derivatives times the present solution.
    private void Derive()
    {
        for (var t = 0; t < _values.Length; t++)
        {
            var (trend, effect) = Parts(Solution, t);
            for (var i = 0; i < _size; i++)
            {
                _design[i][t] = _columns[i][t] * (IsEffect(i) ? trend : 1 + effect);
            }

            _target[t] = _values[t] + (trend * effect);
        }
    }

    private void Alternate(double[] solution, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var squares = _quadratic.Minimise(solution, Noise);
            var before = Noise;
            Noise = Variance(squares);
            if (Math.Abs(Noise - before) <= 1e-5 * before)
            {
                return;
            }
        }
    }

    private bool IsEffect(int column) => column >= 2 && column < _dense;

    private (double Trend, double Effect) Parts(double[] solution, int period)
    {
        var (trend, effect) = (0.0, 0.0);
        for (var i = 0; i < _size; i++)
        {
            if (IsEffect(i))
            {
                effect += solution[i] * _columns[i][period];
            }
            else
            {
                trend += solution[i] * _columns[i][period];
            }
        }

        return (trend, effect);
    }

    private double Squares(double[] solution)
    {
        var sum = 0.0;
        for (var t = 0; t < _values.Length; t++)
        {
            var (trend, effect) = Parts(solution, t);
            var error = _values[t] - (_isMultiplicative ? trend * (1 + effect) : trend + effect);
            sum += error * error;
        }

        return sum;
    }

    // The positive root of what the derivative of the cost by the deviation is 0 at.
    private double Variance(double squares)
    {
        double count = _values.Length;
        return Math.Max(SmallestVariance, 2 * squares / (count + Math.Sqrt((count * count) + (4 * NoisePrecision * squares))));
    }

    private double Cost(double[] solution, double noise, double squares)
    {
        var cost = (0.5 * _values.Length * Math.Log(noise)) + (squares / (2 * noise)) + (NoisePrecision * noise / 2);
        for (var i = 0; i < _size; i++)
        {
            cost += i >= _dense ? _penalty * Math.Abs(solution[i]) : 0.5 * solution[i] * solution[i] * TrendSeasonQuadratic.Precision(i);
        }

        return cost;
    }
}
