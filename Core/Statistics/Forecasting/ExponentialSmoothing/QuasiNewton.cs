namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>A function with its gradient.</summary>
internal interface IDifferentiableFunction
{
    /// <summary>Value; infinite where the function is not defined.</summary>
    double Evaluate(ReadOnlySpan<double> x);

    /// <summary>Gradient at the point evaluated last.</summary>
    void Differentiate(ReadOnlySpan<double> x, Span<double> gradient);
}

/// <summary>
/// Least value within bounds by the method of Broyden, Fletcher, Goldfarb and Shanno with steps projected onto the bounds and backtracking
/// (Nocedal and Wright, Numerical Optimization, 2nd edition 2006, sections 6.1 and 16.7; Bertsekas 1982, doi:10.1137/0320018).
/// </summary>
internal readonly ref struct QuasiNewton
{
    private const int MostBacktracks = 15;
    private const double Decrease = 1e-4;

    private readonly int _count;
    private readonly ReadOnlySpan<double> _low;
    private readonly ReadOnlySpan<double> _high;
    private readonly ReadOnlySpan<double> _steps;
    private readonly Span<double> _inverse;
    private readonly Span<double> _gradient;
    private readonly Span<double> _nextGradient;
    private readonly Span<double> _next;
    private readonly Span<double> _direction;
    private readonly Span<double> _product;

    /// <param name="low">Least value of each variable; as many as variables.</param>
    /// <param name="high">Largest.</param>
    /// <param name="steps">Natural size of a step of each variable: the first guess of the inverse curvature is its square.</param>
    /// <param name="work">At least <see cref="WorkSize"/>.</param>
    public QuasiNewton(ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> steps, Span<double> work)
    {
        _count = low.Length;
        _low = low;
        _high = high;
        _steps = steps;
        _inverse = work[..(_count * _count)];
        var rest = work[(_count * _count)..];
        _gradient = rest[.._count];
        _nextGradient = rest.Slice(_count, _count);
        _next = rest.Slice(2 * _count, _count);
        _direction = rest.Slice(3 * _count, _count);
        _product = rest.Slice(4 * _count, _count);
    }

    public static int WorkSize(int count) => (count * count) + (5 * count);

    /// <summary>Improves <paramref name="x"/> until two steps running gain less than <paramref name="tolerance"/>; returns the value there.</summary>
    public double Minimise<T>(ref T function, Span<double> x, int mostSteps, double tolerance)
        where T : IDifferentiableFunction, allows ref struct
    {
        var value = function.Evaluate(x);
        if (!double.IsFinite(value))
        {
            return double.PositiveInfinity;
        }

        function.Differentiate(x, _gradient);
        Reset();
        var small = 0;
        for (var step = 0; step < mostSteps && small < 2; step++)
        {
            var slope = Aim(x);
            if (!(slope < 0))
            {
                return value;
            }

            var next = Search(ref function, x, value, slope);
            if (!(next < value))
            {
                return value;
            }

            function.Differentiate(_next, _nextGradient);
            Update(x);
            small = value - next < tolerance ? small + 1 : 0;
            value = next;
            _next.CopyTo(x);
            _nextGradient.CopyTo(_gradient);
        }

        return value;
    }

    private void Reset()
    {
        _inverse.Clear();
        for (var i = 0; i < _count; i++)
        {
            _inverse[(i * _count) + i] = _steps[i] * _steps[i];
        }
    }

    private bool IsHeld(ReadOnlySpan<double> x, int i) => (x[i] <= _low[i] && _gradient[i] > 0) || (x[i] >= _high[i] && _gradient[i] < 0);

    // The direction among the variables that no bound holds; returns the slope along it.
    private double Aim(ReadOnlySpan<double> x)
    {
        for (var i = 0; i < _count; i++)
        {
            if (IsHeld(x, i))
            {
                Free(i);
                _gradient[i] = 0;
            }
        }

        var slope = 0.0;
        for (var i = 0; i < _count; i++)
        {
            _direction[i] = _gradient[i] == 0 ? 0 : -Dot(_inverse.Slice(i * _count, _count), _gradient);
            slope += _direction[i] * _gradient[i];
        }

        return slope;
    }

    // A variable at its bound says nothing of the others.
    private void Free(int i)
    {
        for (var j = 0; j < _count; j++)
        {
            _inverse[(i * _count) + j] = 0;
            _inverse[(j * _count) + i] = 0;
        }

        _inverse[(i * _count) + i] = _steps[i] * _steps[i];
    }

    private double Search<T>(ref T function, ReadOnlySpan<double> x, double value, double slope)
        where T : IDifferentiableFunction, allows ref struct
    {
        var length = 1.0;
        for (var i = 0; i < MostBacktracks; i++)
        {
            for (var j = 0; j < _count; j++)
            {
                _next[j] = Math.Clamp(x[j] + (length * _direction[j]), _low[j], _high[j]);
            }

            var next = function.Evaluate(_next);
            if (next <= value + (Decrease * length * slope))
            {
                return next;
            }

            // Where the parabola through both values and the slope is least.
            var least = -slope * length * length / (2 * (next - value - (slope * length)));
            length = double.IsFinite(next) ? Math.Clamp(least, 0.1 * length, 0.5 * length) : 0.3 * length;
        }

        return double.PositiveInfinity;
    }

    private void Update(ReadOnlySpan<double> x)
    {
        double along = 0, norm = 0;
        for (var i = 0; i < _count; i++)
        {
            // From here on the direction holds the step, and the old gradient the change of the gradient.
            _direction[i] = _next[i] - x[i];
            _gradient[i] = _gradient[i] == 0 && _direction[i] == 0 ? 0 : _nextGradient[i] - _gradient[i];
            along += _direction[i] * _gradient[i];
        }

        if (!(along > 0))
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            _product[i] = Dot(_inverse.Slice(i * _count, _count), _gradient);
            norm += _product[i] * _gradient[i];
        }

        var both = (1 + (norm / along)) / along;
        for (var i = 0; i < _count; i++)
        {
            var row = _inverse.Slice(i * _count, _count);
            var (step, product) = ((both * _direction[i]) - (_product[i] / along), _direction[i] / along);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] += (step * _direction[j]) - (product * _product[j]);
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
