namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// Maximum likelihood of one model: a sum of squares, so Levenberg and Marquardt's method (Marquardt 1963, doi:10.1137/0111030) with
/// differences of the residuals as their derivatives; once gains are small, second derivatives are learnt from the steps (Fletcher and Xu 1987,
/// doi:10.1093/imanum/7.3.371), without which factors that stand in for each other creep.
/// </summary>
internal sealed class ArimaEstimate
{
    private const double Difference = 1e-6;

    // Below this, derivatives need differences on both sides.
    private const double CoarseTolerance = 1e-6;
    private const double LongestStep = 1.5;

    // Relative gain of the sum of squares below which its second derivatives are no longer those of the residuals alone.
    private const double SmallGain = 0.02;

    private readonly ArimaLikelihood _likelihood;
    private readonly int _size;
    private readonly double[] _residuals;
    private readonly double[] _trial;
    private readonly double[] _jacobian;
    private readonly double[] _products;
    private readonly double[] _system;
    private readonly double[] _squares;
    private readonly double[] _gradient;
    private readonly double[] _before;
    private readonly double[] _step;
    private readonly double[] _next;

    private ArimaEstimate(ArimaLikelihood likelihood, ReadOnlySpan<double> start)
    {
        _likelihood = likelihood;
        _size = likelihood.Order.Coefficients;
        Parameters = new double[_size];
        start[..Math.Min(start.Length, _size)].CopyTo(Parameters);
        (_residuals, _trial) = (new double[likelihood.Count], new double[likelihood.Count]);
        _jacobian = new double[_size * likelihood.Count];
        (_products, _system) = (new double[_size * _size], new double[_size * _size]);
        _squares = new double[_size * _size];
        (_gradient, _before, _step, _next) = (new double[_size], new double[_size], new double[_size], new double[_size]);
    }

    /// <summary>Unbounded parameters, see <see cref="ArmaPolynomials"/>.</summary>
    public double[] Parameters { get; }

    /// <summary>Sum of squares at them; infinite where there is no estimate.</summary>
    public double Sum { get; private set; }

    /// <summary>Logarithm of the likelihood at them.</summary>
    public double LogLikelihood => _likelihood.LogLikelihood(Sum);

    /// <summary>Akaike's criterion corrected for small samples (Hurvich and Tsai 1989, doi:10.1093/biomet/76.2.297); infinite where it is not defined.</summary>
    public double Aicc
    {
        get
        {
            var (count, parameters) = (_likelihood.Count, _likelihood.ParameterCount);
            return double.IsFinite(Sum) && count > parameters + 1
                ? (-2 * LogLikelihood) + (2.0 * parameters * count / (count - parameters - 1))
                : double.PositiveInfinity;
        }
    }

    /// <param name="start">Parameters to start from; what is missing is 0.</param>
    /// <param name="rounds">At most so many derivatives.</param>
    /// <param name="tolerance">Stops at a gain of the log-likelihood below this.</param>
    public static ArimaEstimate Of(ArimaLikelihood likelihood, ReadOnlySpan<double> start, int rounds, double tolerance)
    {
        var estimate = new ArimaEstimate(likelihood, start);
        estimate.Sum = likelihood.Evaluate(estimate.Parameters, estimate._residuals);
        if (!double.IsFinite(estimate.Sum) && start.IndexOfAnyExcept(0.0) >= 0)
        {
            Array.Clear(estimate.Parameters);
            estimate.Sum = likelihood.Evaluate(estimate.Parameters, estimate._residuals);
        }

        estimate.Improve(rounds, tolerance);
        return estimate;
    }

    private void Improve(int rounds, double tolerance)
    {
        var damping = 1e-3;
        var gain = double.PositiveInfinity;
        for (var round = 0; round < rounds && _size > 0 && Sum > 0 && double.IsFinite(Sum); round++)
        {
            _gradient.CopyTo(_before, 0);
            Derive(isCentral: tolerance < CoarseTolerance);
            if (gain > SmallGain || !Learn())
            {
                _squares.CopyTo(_products, 0);
            }

            var before = Sum;
            var isBetter = false;
            for (var attempt = 0; attempt < 8 && !isBetter; attempt++)
            {
                Step(damping);
                var sum = _likelihood.Evaluate(_next, _trial);
                isBetter = sum < Sum;
                damping = isBetter ? damping * 0.2 : damping * 6;
                if (isBetter)
                {
                    Sum = sum;
                    for (var i = 0; i < _size; i++)
                    {
                        _step[i] = _next[i] - Parameters[i];
                    }

                    _next.CopyTo(Parameters, 0);
                    _trial.CopyTo(_residuals, 0);
                }
                else if (0.5 * _likelihood.Count * Math.Abs(Math.Log(sum / Sum)) < tolerance)
                {
                    return;
                }
            }

            gain = 1 - (Sum / before);
            if (!isBetter || 0.5 * _likelihood.Count * Math.Log(before / Sum) < tolerance)
            {
                return;
            }
        }
    }

    private void Derive(bool isCentral)
    {
        var count = _residuals.Length;
        Parameters.CopyTo(_next, 0);
        for (var i = 0; i < _size; i++)
        {
            // Away from the bound, beyond which nothing changes.
            var difference = Parameters[i] > 0 ? -Difference : Difference;
            var column = _jacobian.AsSpan(i * count, count);
            var other = _residuals;
            if (isCentral)
            {
                _next[i] = Parameters[i] - difference;
                other = double.IsFinite(_likelihood.Evaluate(_next, _trial)) ? _trial : _residuals;
            }

            _next[i] = Parameters[i] + difference;
            if (double.IsFinite(_likelihood.Evaluate(_next, column)))
            {
                var inverse = 1 / (other == _residuals ? difference : 2 * difference);
                for (var t = 0; t < count; t++)
                {
                    column[t] = (column[t] - other[t]) * inverse;
                }
            }
            else
            {
                column.Clear();
            }

            _next[i] = Parameters[i];
            for (var j = 0; j <= i; j++)
            {
                _squares[(i * _size) + j] = _squares[(j * _size) + i] = Cholesky.Dot(column, _jacobian.AsSpan(j * count, count));
            }

            _gradient[i] = Cholesky.Dot(column, _residuals);
        }
    }

    // The update of Broyden, Fletcher, Goldfarb and Shanno for the last step.
    private bool Learn()
    {
        Span<double> image = stackalloc double[_size];
        var (along, across) = (0.0, 0.0);
        for (var i = 0; i < _size; i++)
        {
            image[i] = Cholesky.Dot(_products.AsSpan(i * _size, _size), _step);
            along += image[i] * _step[i];
            across += (_gradient[i] - _before[i]) * _step[i];
        }

        if (!(along > 0) || !(across > 1e-3 * along))
        {
            return false;
        }

        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < _size; j++)
            {
                _products[(i * _size) + j] += ((_gradient[i] - _before[i]) * (_gradient[j] - _before[j]) / across) - (image[i] * image[j] / along);
            }
        }

        return true;
    }

    private void Step(double damping)
    {
        _products.CopyTo(_system, 0);
        for (var i = 0; i < _size; i++)
        {
            _system[(i * _size) + i] += (damping * _products[(i * _size) + i]) + (1e-9 * Sum);
            _step[i] = -_gradient[i];
        }

        Cholesky.Solve(_system, _step);
        for (var i = 0; i < _size; i++)
        {
            var step = Math.Clamp(_step[i], -LongestStep, LongestStep);
            _next[i] = Math.Clamp(Parameters[i] + step, -ArmaPolynomials.Bound, ArmaPolynomials.Bound);
        }
    }
}
