using Octoplus.Core.Forecasts.Arima;

namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>
/// The minimum of ½ x'Qx − c'x + μ Σ|x|, by feature-sign search (Lee, Battle, Raina and Ng 2007, <i>Advances in Neural Information Processing
/// Systems</i> 19, algorithm 1): exact after finitely many steps, and few from a near start, where coordinate descent creeps along columns as
/// alike as neighbouring changes of slope.
/// </summary>
internal sealed class SparseQuadratic(int size)
{
    private readonly double[] _gradient = new double[size];
    private readonly double[] _signs = new double[size];
    private readonly int[] _active = new int[size];
    private readonly double[] _system = new double[size * size];
    private readonly double[] _target = new double[size];
    private readonly double[] _trial = new double[size];

    /// <param name="matrix">Q, row-major, positive semidefinite.</param>
    /// <param name="solution">Where to start; becomes the minimum.</param>
    public void Minimise(double[] matrix, double[] linear, double penalty, double[] solution)
    {
        for (var i = 0; i < size; i++)
        {
            _signs[i] = Math.Sign(solution[i]);
        }

        var isOptimal = false;
        for (var step = 0; step < 8 * size; step++)
        {
            if (isOptimal && !Activate(matrix, linear, penalty, solution))
            {
                return;
            }

            isOptimal = Improve(matrix, linear, penalty, solution);
        }
    }

    // The zero whose slope exceeds the penalty most becomes free; false if there is none.
    private bool Activate(double[] matrix, double[] linear, double penalty, double[] solution)
    {
        var (best, excess) = (-1, penalty * (1 + 1e-9));
        for (var i = 0; i < size; i++)
        {
            _gradient[i] = Cholesky.Dot(matrix.AsSpan(i * size, size), solution) - linear[i];
            if (_signs[i] == 0 && Math.Abs(_gradient[i]) > excess)
            {
                (best, excess) = (i, Math.Abs(_gradient[i]));
            }
        }

        if (best < 0)
        {
            return false;
        }

        _signs[best] = -Math.Sign(_gradient[best]);
        return true;
    }

    // To the minimum given the signs, or to the best point on the way where a sign changes; true if none did.
    private bool Improve(double[] matrix, double[] linear, double penalty, double[] solution)
    {
        var count = 0;
        for (var i = 0; i < size; i++)
        {
            if (_signs[i] != 0)
            {
                _active[count++] = i;
            }
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                _system[(i * count) + j] = matrix[(_active[i] * size) + _active[j]];
            }

            _system[(i * count) + i] *= 1 + 1e-10;
            _target[i] = linear[_active[i]] - (penalty * _signs[_active[i]]);
        }

        Cholesky.Solve(_system.AsSpan(0, count * count), _target.AsSpan(0, count));
        var part = BestPart(matrix, linear, penalty, solution, count);
        var isSettled = part >= 1;
        for (var i = 0; i < count; i++)
        {
            var place = _active[i];
            var before = solution[place];
            var value = before + (part * (_target[i] - before));
            var isZero = Math.Abs(value) <= 1e-14 * Math.Abs(before) || value == 0;
            solution[place] = isZero ? 0 : value;
            isSettled &= Math.Sign(solution[place]) == _signs[place];
            _signs[place] = Math.Sign(solution[place]);
        }

        return isSettled;
    }

    private double BestPart(double[] matrix, double[] linear, double penalty, double[] solution, int count)
    {
        var (best, lowest) = (1.0, double.NaN);
        for (var i = 0; i < count; i++)
        {
            var before = solution[_active[i]];
            if (_target[i] * _signs[_active[i]] > 0 || before == 0)
            {
                // A zero just freed moves by its sign; one whose sign holds crosses nothing.
                continue;
            }

            if (double.IsNaN(lowest))
            {
                lowest = Value(matrix, linear, penalty, solution, count, 1);
            }

            var part = before / (before - _target[i]);
            var value = Value(matrix, linear, penalty, solution, count, part);
            if (value <= lowest)
            {
                (best, lowest) = (part, value);
            }
        }

        return best;
    }

    private double Value(double[] matrix, double[] linear, double penalty, double[] solution, int count, double part)
    {
        Array.Clear(_trial);
        for (var i = 0; i < count; i++)
        {
            _trial[_active[i]] = solution[_active[i]] + (part * (_target[i] - solution[_active[i]]));
        }

        var value = 0.0;
        for (var i = 0; i < count; i++)
        {
            var own = _active[i];
            value += (_trial[own] * ((0.5 * Cholesky.Dot(matrix.AsSpan(own * size, size), _trial)) - linear[own])) + (penalty * Math.Abs(_trial[own]));
        }

        return value;
    }
}
