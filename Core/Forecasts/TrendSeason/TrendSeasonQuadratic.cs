using Octoplus.Core.Forecasts.Arima;

namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>
/// Squares of errors, plus squares of slope, level and effects, plus absolute values of the changes, each with its penalty: the former three are
/// eliminated, and <see cref="SparseQuadratic"/> finds the changes.
/// </summary>
/// <param name="dense">Columns of slope, level and effects, which come first.</param>
/// <param name="changes">Columns of changes.</param>
/// <param name="penalty">Of the absolute value of a change, per unit of variance of the noise.</param>
internal sealed class TrendSeasonQuadratic(int dense, int changes, double penalty)
{
    private readonly int _size = dense + changes;
    private readonly double[] _gram = new double[(dense + changes) * (dense + changes)];
    private readonly double[] _linear = new double[dense + changes];
    private readonly double[] _factor = new double[dense * dense];
    private readonly double[] _cross = new double[changes * dense];
    private readonly double[] _matrix = new double[changes * changes];
    private readonly double[] _sparseLinear = new double[changes];
    private readonly double[] _sparseSolution = new double[changes];
    private readonly SparseQuadratic _sparse = new(changes);
    private double _squares;

    /// <summary>Of the normal prior of a dense column, those of Taylor and Letham's program: slope and level N(0, 5²), effects N(0, 10²).</summary>
    public static double Precision(int column) => column < 2 ? 1 / 25.0 : 1 / 100.0;

    /// <summary>Takes in a design and what it is to come near to.</summary>
    public void Set(double[][] design, double[] target)
    {
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                _gram[(i * _size) + j] = _gram[(j * _size) + i] = Cholesky.Dot(design[i], design[j]);
            }

            _linear[i] = Cholesky.Dot(design[i], target);
        }

        _squares = Cholesky.Dot(target, target);
    }

    /// <summary>The minimum at a variance of the noise.</summary>
    /// <param name="solution">Where the search of the changes starts; becomes the minimum.</param>
    /// <returns>Sum of squares at it, without penalties.</returns>
    public double Minimise(double[] solution, double noise)
    {
        for (var i = 0; i < dense; i++)
        {
            _gram.AsSpan(i * _size, dense).CopyTo(_factor.AsSpan(i * dense));
            _factor[(i * dense) + i] += noise * Precision(i);
        }

        Cholesky.Decompose(_factor, dense);
        if (changes > 0)
        {
            Eliminate();
            solution.AsSpan(dense).CopyTo(_sparseSolution);
            _sparse.Minimise(_matrix, _sparseLinear, noise * penalty, _sparseSolution);
            _sparseSolution.CopyTo(solution, dense);
        }

        var head = solution.AsSpan(0, dense);
        for (var i = 0; i < dense; i++)
        {
            head[i] = _linear[i] - Cholesky.Dot(_gram.AsSpan((i * _size) + dense, changes), solution.AsSpan(dense));
        }

        Cholesky.Substitute(_factor, head);
        var squares = _squares;
        for (var i = 0; i < _size; i++)
        {
            squares += solution[i] * (Cholesky.Dot(_gram.AsSpan(i * _size, _size), solution) - (2 * _linear[i]));
        }

        return squares;
    }

    // What is left of the quadratic in the changes once slope, level and effects take their best values.
    private void Eliminate()
    {
        var head = (Span<double>)stackalloc double[dense];
        Forward(_linear.AsSpan(0, dense), head);
        for (var c = 0; c < changes; c++)
        {
            var own = _cross.AsSpan(c * dense, dense);
            Forward(_gram.AsSpan((dense + c) * _size, dense), own);
            _sparseLinear[c] = _linear[dense + c] - Cholesky.Dot(own, head);
            for (var other = 0; other <= c; other++)
            {
                _matrix[(c * changes) + other] = _matrix[(other * changes) + c] =
                    _gram[((dense + c) * _size) + dense + other] - Cholesky.Dot(own, _cross.AsSpan(other * dense, dense));
            }
        }
    }

    private void Forward(ReadOnlySpan<double> from, Span<double> to)
    {
        for (var i = 0; i < dense; i++)
        {
            to[i] = (from[i] - Cholesky.Dot(_factor.AsSpan(i * dense, i), to[..i])) / _factor[(i * dense) + i];
        }
    }
}
