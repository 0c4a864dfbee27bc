using MathNet.Numerics.LinearAlgebra;

namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>
/// Probability of an event by features: P = 1 ÷ (1 + e^−(a + b·x)), with a small ridge penalty on the b of standardised features, so that
/// there is an answer when events and the rest separate.
/// </summary>
/// <remarks>Newton's method, which is iteratively reweighted least squares: Hosmer, Lemeshow and Sturdivant (2013), Applied Logistic Regression, § 1.3; ridge: le Cessie and van Houwelingen (1992), doi:10.2307/2347628.</remarks>
internal sealed class LogisticRegression
{
    private const double Ridge = 1;

    private const int MaxSteps = 25;

    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly double[] _coefficients;

    private LogisticRegression(double[] means, double[] scales, double[] coefficients)
        => (_means, _scales, _coefficients) = (means, scales, coefficients);

    /// <summary>Learns from n rows.</summary>
    /// <param name="features">n × k, row-major; more may follow.</param>
    /// <param name="came">n outcomes; more may follow.</param>
    /// <param name="count">n ≥ 1.</param>
    /// <param name="width">k.</param>
    public static LogisticRegression Fit(ReadOnlySpan<double> features, ReadOnlySpan<bool> came, int count, int width)
    {
        var (means, scales) = Moments(features, count, width);
        var size = width + 1;
        var rows = new double[count * size];
        for (var i = 0; i < count; i++)
        {
            Standardise(features.Slice(i * width, width), means, scales, rows.AsSpan(i * size, size));
        }

        var (coefficients, gradient, curvature) = (new double[size], new double[size], new double[size * size]);
        for (var step = 0; step < MaxSteps; step++)
        {
            Array.Clear(gradient);
            Array.Clear(curvature);
            for (var i = 0; i < count; i++)
            {
                ReadOnlySpan<double> row = rows.AsSpan(i * size, size);
                var p = Probability(Dot(coefficients, row));
                Add(row, (came[i] ? 1 : 0) - p, p * (1 - p), gradient, curvature);
            }

            if (!Move(coefficients, gradient, curvature))
            {
                break;
            }
        }

        return new(means, scales, coefficients);
    }

    /// <summary>Probability of the event for one row.</summary>
    public double Predict(ReadOnlySpan<double> features)
    {
        Span<double> row = stackalloc double[_coefficients.Length];
        Standardise(features, _means, _scales, row);
        return Probability(Dot(_coefficients, row));
    }

    private static bool Move(double[] coefficients, double[] gradient, double[] curvature)
    {
        var size = coefficients.Length;
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < a; b++)
            {
                curvature[(b * size) + a] = curvature[(a * size) + b];
            }

            curvature[(a * size) + a] += a > 0 ? Ridge : 1e-9;
            gradient[a] -= a > 0 ? Ridge * coefficients[a] : 0;
        }

        var change = Matrix<double>.Build.DenseOfColumnMajor(size, size, curvature).Cholesky().Solve(Vector<double>.Build.Dense(gradient));
        var largest = 0.0;
        for (var a = 0; a < size; a++)
        {
            var bounded = Math.Clamp(change[a], -3, 3);
            coefficients[a] += bounded;
            largest = Math.Max(largest, Math.Abs(bounded));
        }

        return largest > 1e-7;
    }

    private static (double[] Means, double[] Scales) Moments(ReadOnlySpan<double> features, int count, int width)
    {
        var (means, scales) = (new double[width], new double[width]);
        for (var j = 0; j < width; j++)
        {
            double sum = 0, squares = 0;
            for (var i = 0; i < count; i++)
            {
                sum += features[(i * width) + j];
            }

            means[j] = sum / count;
            for (var i = 0; i < count; i++)
            {
                var d = features[(i * width) + j] - means[j];
                squares += d * d;
            }

            scales[j] = squares > 0 ? Math.Sqrt(squares / count) : 1;
        }

        return (means, scales);
    }

    private static void Standardise(ReadOnlySpan<double> features, double[] means, double[] scales, Span<double> row)
    {
        row[0] = 1;
        for (var j = 0; j < features.Length; j++)
        {
            row[j + 1] = (features[j] - means[j]) / scales[j];
        }
    }

    private static void Add(ReadOnlySpan<double> row, double error, double weight, double[] gradient, double[] curvature)
    {
        for (var a = 0; a < row.Length; a++)
        {
            gradient[a] += error * row[a];
            var weighted = weight * row[a];
            var line = curvature.AsSpan(a * row.Length, a + 1);
            for (var b = 0; b < line.Length; b++)
            {
                line[b] += weighted * row[b];
            }
        }
    }

    private static double Probability(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
