namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>
/// Covariance of the one-step errors of N nodes, shrunk towards its diagonal: W = λ D + (1 − λ) Σ. Never formed as a matrix: what
/// MinT needs are its products with a few vectors.
/// </summary>
/// <remarks>
/// Schäfer, J. and Strimmer, K. (2005), doi:10.2202/1544-6115.1175, target D (unequal variances, no correlation): λ is the sum of the
/// estimated variances of the correlations ÷ the sum of their squares. Errors are not centred: a forecast is meant to be unbiased.
/// </remarks>
internal sealed class ResidualCovariance
{
    /// <summary>So that errors which add up exactly, or nodes which never err, leave the system solvable.</summary>
    private const double Ridge = 1e-10;

    private readonly double[][] _errors;
    private readonly double[] _variances;
    private readonly double _ridge;

    private ResidualCovariance(double[][] errors, double[] variances, double shrinkage)
    {
        (_errors, _variances, Shrinkage) = (errors, variances, shrinkage);
        var mean = variances.Sum() / Math.Max(1, variances.Length);
        _ridge = mean > 0 ? Ridge * mean : 1;
    }

    /// <summary>λ, 0 to 1.</summary>
    public double Shrinkage { get; }

    /// <param name="errors">N × T, T ≥ 2, finite.</param>
    /// <remarks>N² T ÷ 2 steps: 119 nodes and 240 periods take a few milliseconds.</remarks>
    public static ResidualCovariance Of(double[][] errors)
    {
        var variances = new double[errors.Length];
        var scaled = new double[errors.Length][];
        for (var i = 0; i < errors.Length; i++)
        {
            variances[i] = Dot(errors[i], errors[i]) / errors[i].Length;
            var deviation = Math.Sqrt(variances[i]);
            scaled[i] = deviation > 0 ? Array.ConvertAll(errors[i], e => e / deviation) : errors[i];
        }

        return new(errors, variances, EstimateShrinkage(scaled));
    }

    /// <summary>W times a vector that is 1 at <paramref name="one"/> and −1 at the <paramref name="minus"/>.</summary>
    public double[] TimesConstraint(int one, ReadOnlySpan<int> minus)
    {
        var periods = _errors[one].Length;
        var gap = (double[])_errors[one].Clone();
        foreach (var i in minus)
        {
            for (var t = 0; t < periods; t++)
            {
                gap[t] -= _errors[i][t];
            }
        }

        var product = new double[_errors.Length];
        for (var i = 0; i < product.Length; i++)
        {
            product[i] = (1 - Shrinkage) * Dot(_errors[i], gap) / periods;
        }

        product[one] += (Shrinkage * _variances[one]) + _ridge;
        foreach (var i in minus)
        {
            product[i] -= (Shrinkage * _variances[i]) + _ridge;
        }

        return product;
    }

    private static double EstimateShrinkage(double[][] scaled)
    {
        double uncertainty = 0, squares = 0;
        for (var i = 1; i < scaled.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (sum, sumOfSquares) = Products(scaled[i], scaled[j]);
                var n = (double)scaled[i].Length;
                uncertainty += (sumOfSquares - (sum * sum / n)) / (n * (n - 1));
                squares += sum / n * (sum / n);
            }
        }

        return squares > 0 ? Math.Clamp(uncertainty / squares, 0, 1) : 1;
    }

    private static (double Sum, double SumOfSquares) Products(double[] a, double[] b)
    {
        double sum = 0, squares = 0;
        for (var t = 0; t < a.Length && t < b.Length; t++)
        {
            var product = a[t] * b[t];
            sum += product;
            squares += product * product;
        }

        return (sum, squares);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var t = 0; t < a.Length && t < b.Length; t++)
        {
            sum += a[t] * b[t];
        }

        return sum;
    }
}
