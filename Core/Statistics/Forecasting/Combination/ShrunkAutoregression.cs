using MathNet.Numerics.LinearAlgebra.Double;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>
/// Autoregression of a season and one more differences by ridge regression (Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634) on the
/// series without its shrunk season; the changes end in a quarter of the slope of the straight line.
/// </summary>
internal sealed class ShrunkAutoregression() : ShrunkSeasonMethod("autoregression", "AR")
{
    private const int MostLags = 13;
    private const double Penalty = 15;
    private const double PartOfSlope = 0.25;

    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted)
    {
        var changes = new double[values.Length - 1];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = values[i + 1] - values[i];
        }

        var lags = Math.Min(MostLags, values.Length / 4);
        var coefficients = Coefficients(changes, lags);
        fitted[0] = values[0];
        for (var i = 0; i < changes.Length; i++)
        {
            fitted[i + 1] = values[i] + Next(changes.AsSpan(0, i), coefficients);
        }

        var drift = PartOfSlope * Smoothing.Slope(values);
        return horizon =>
        {
            var path = new double[changes.Length + horizon];
            changes.CopyTo(path, 0);
            var means = new double[horizon];
            var sum = values[^1];
            for (var h = 0; h < horizon; h++)
            {
                path[changes.Length + h] = Next(path.AsSpan(0, changes.Length + h), coefficients);
                sum += path[changes.Length + h];
                means[h] = sum + (drift * (h + 1));
            }

            return means;
        };
    }

    // Newest lag last. Before the beginning there was no change.
    private static double Next(ReadOnlySpan<double> changes, double[] coefficients)
    {
        var lags = Math.Min(coefficients.Length, changes.Length);
        var sum = 0.0;
        var c = coefficients.AsSpan(coefficients.Length - lags);
        var x = changes[(changes.Length - lags)..];
        for (var i = 0; i < lags; i++)
        {
            sum += c[i] * x[i];
        }

        return sum;
    }

    private static double[] Coefficients(double[] changes, int lags)
    {
        var rows = changes.Length - lags;
        if (lags == 0 || rows < 1)
        {
            return [];
        }

        var mean = Smoothing.Mean(changes);
        var variance = 1e-12;
        foreach (var change in changes)
        {
            variance += (change - mean) * (change - mean) / changes.Length;
        }

        var (normal, right) = (new double[lags, lags], new double[lags]);
        for (var t = 0; t < rows; t++)
        {
            for (var i = 0; i < lags; i++)
            {
                right[i] += changes[t + i] * changes[t + lags];
                for (var j = i; j < lags; j++)
                {
                    normal[i, j] += changes[t + i] * changes[t + j];
                }
            }
        }

        for (var i = 0; i < lags; i++)
        {
            normal[i, i] += Penalty * variance;
            for (var j = 0; j < i; j++)
            {
                normal[i, j] = normal[j, i];
            }
        }

        return [.. DenseMatrix.OfArray(normal).Cholesky().Solve(DenseVector.OfArray(right))];
    }
}
