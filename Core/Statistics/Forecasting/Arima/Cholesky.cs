using System.Numerics;

namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>Small symmetric systems of equations.</summary>
internal static class Cholesky
{
    /// <summary>Sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= left.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(left[i..]) * new Vector<double>(right[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>Solves in place; directions that the others determine get 0.</summary>
    /// <param name="matrix">k × k, row-major, positive semidefinite; becomes its decomposition.</param>
    /// <param name="vector">The right side; becomes the solution.</param>
    public static void Solve(Span<double> matrix, Span<double> vector)
    {
        Decompose(matrix, vector.Length);
        Substitute(matrix, vector);
    }

    /// <summary>The lower half becomes L of matrix = L Lᵀ.</summary>
    /// <param name="matrix">k × k, row-major, positive semidefinite.</param>
    public static void Decompose(Span<double> matrix, int size)
    {
        for (var j = 0; j < size; j++)
        {
            var own = matrix[(j * size) + j];
            var pivot = own;
            for (var k = 0; k < j; k++)
            {
                pivot -= matrix[(j * size) + k] * matrix[(j * size) + k];
            }

            // An infinite pivot leaves the direction out.
            var root = pivot > 1e-12 * own && pivot > 0 ? Math.Sqrt(pivot) : double.PositiveInfinity;
            matrix[(j * size) + j] = root;
            for (var i = j + 1; i < size; i++)
            {
                var value = matrix[(i * size) + j];
                for (var k = 0; k < j; k++)
                {
                    value -= matrix[(i * size) + k] * matrix[(j * size) + k];
                }

                matrix[(i * size) + j] = value / root;
            }
        }
    }

    /// <summary>Solves L Lᵀ x = vector in place.</summary>
    public static void Substitute(ReadOnlySpan<double> matrix, Span<double> vector)
    {
        var size = vector.Length;
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                vector[i] -= matrix[(i * size) + k] * vector[k];
            }

            vector[i] /= matrix[(i * size) + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                vector[i] -= matrix[(k * size) + i] * vector[k];
            }

            vector[i] /= matrix[(i * size) + i];
        }
    }
}
