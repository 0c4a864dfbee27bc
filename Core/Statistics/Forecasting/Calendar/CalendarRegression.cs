using MathNet.Numerics.Distributions;

namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>The regression behind <see cref="CalendarAdjustment"/>.</summary>
internal sealed class CalendarRegression
{
    /// <summary>Values further than this many robust deviations from trend and season are drawn in to there.</summary>
    private const double Reach = 4;

    /// <summary>More than e^½ for one day, or one Easter, is no effect of a calendar.</summary>
    private const double LargestEffect = 0.5;

    /// <summary>Twice the logarithm of the likelihood that the length of the month must gain.</summary>
    private const double LengthGain = 2;

    private readonly int _n;
    private readonly double[] _remainder;
    private readonly double[] _length;
    private readonly double[][] _candidates;
    private readonly double _freedom;

    public CalendarRegression(ReadOnlySpan<double> values, CalendarRegressors regressors, int season)
    {
        _n = values.Length;
        var k = regressors.Names.Count;
        var positions = new int[_n];
        var columns = new double[k + 1][];
        for (var j = 0; j <= k; j++)
        {
            columns[j] = new double[_n];
        }

        Span<double> row = stackalloc double[k + 1];
        for (var t = 0; t < _n; t++)
        {
            positions[t] = regressors.Position(t);
            regressors.Row(t, row);
            for (var j = 0; j <= k; j++)
            {
                columns[j][t] = row[j];
            }
        }

        var filter = new SeasonFilter(positions, season);
        foreach (var column in columns)
        {
            filter.Remainder(column);
        }

        (_candidates, _length) = (columns[..k], columns[k]);
        _remainder = RobustRemainder(values, filter);

        // A season, and a trend of about one parameter a season, are estimated too.
        _freedom = Math.Max(1, _n - season - (1.5 * _n / season) - 1);
    }

    /// <summary>k coefficients, 0 for what is not kept, then 1 or 0 for the length.</summary>
    public double[] Estimate(double significance)
    {
        var k = _candidates.Length;
        var coefficients = new double[k + 1];
        var carry = Autocorrelation(_remainder);
        var y = Whitened(_remainder, carry);
        var length = Whitened(_length, carry);
        var withLength = Combine(y, length, -1);
        if (Dot(withLength, withLength) * Math.Exp(LengthGain / _n) < Dot(y, y))
        {
            (y, coefficients[k]) = (withLength, 1);
        }

        var x = Array.ConvertAll(_candidates, c => Whitened(c, carry));
        var chosen = Choose(x, y, significance);
        var solution = LeastSquares(x, y, chosen).Solution;
        for (var a = 0; a < chosen.Count; a++)
        {
            coefficients[chosen[a]] = solution[a];
        }

        return coefficients;
    }

    private List<int> Choose(double[][] x, double[] y, double significance)
    {
        var chosen = new List<int>();
        var squares = Dot(y, y);
        while (chosen.Count < x.Length)
        {
            var (best, bestSquares) = (-1, squares);
            for (var j = 0; j < x.Length; j++)
            {
                if (!chosen.Contains(j) && LeastSquares(x, y, [.. chosen, j]) is { IsPlausible: true } fit && fit.Squares < bestSquares)
                {
                    (best, bestSquares) = (j, fit.Squares);
                }
            }

            var freedom = Math.Max(1, _freedom - chosen.Count - 1);
            var f = bestSquares > 0 ? (squares - bestSquares) / (bestSquares / freedom) : 0;
            if (best < 0 || !(f > Limit(significance, freedom)))
            {
                break;
            }

            chosen.Add(best);
            squares = bestSquares;
        }

        return chosen;
    }

    /// <summary>Square of Student's quantile, the F-test of one more regressor, by its expansion in 1/ν (Abramowitz and Stegun 1964, 26.7.5): exact to 1 % from ν = 5 on.</summary>
    private static double Limit(double significance, double freedom)
    {
        var z = Normal.InvCDF(0, 1, 1 - (significance / 2));
        var t = z + ((Math.Pow(z, 3) + z) / (4 * freedom)) + (((5 * Math.Pow(z, 5)) + (16 * Math.Pow(z, 3)) + (3 * z)) / (96 * freedom * freedom));
        return t * t;
    }

    private static double[] RobustRemainder(ReadOnlySpan<double> values, SeasonFilter filter)
    {
        var logs = new double[values.Length];
        for (var t = 0; t < logs.Length; t++)
        {
            logs[t] = Math.Log(values[t]);
        }

        var remainder = (double[])logs.Clone();
        filter.Remainder(remainder);
        for (var pass = 0; pass < 2; pass++)
        {
            var reach = Reach * RobustDeviation(remainder);
            if (reach <= 0)
            {
                return remainder;
            }

            for (var t = 0; t < logs.Length; t++)
            {
                logs[t] -= remainder[t] - Math.Clamp(remainder[t], -reach, reach);
            }

            remainder = (double[])logs.Clone();
            filter.Remainder(remainder);
        }

        return remainder;
    }

    /// <summary>Median of absolute values, scaled to the standard deviation of a normal distribution.</summary>
    private static double RobustDeviation(double[] values)
    {
        var absolute = Array.ConvertAll(values, Math.Abs);
        Array.Sort(absolute);
        return 1.4826 * absolute[absolute.Length / 2];
    }

    private static double Autocorrelation(double[] values)
    {
        double products = 0;
        for (var t = 1; t < values.Length; t++)
        {
            products += values[t] * values[t - 1];
        }

        var squares = Dot(values, values);
        return squares > 0 ? Math.Clamp(products / squares, -0.5, 0.9) : 0;
    }

    private static double[] Whitened(double[] values, double carry)
    {
        var whitened = new double[values.Length - 1];
        for (var t = 0; t < whitened.Length; t++)
        {
            whitened[t] = values[t + 1] - (carry * values[t]);
        }

        return whitened;
    }

    private static double[] Combine(double[] a, double[] b, double factor)
    {
        var sum = new double[a.Length];
        for (var t = 0; t < sum.Length; t++)
        {
            sum[t] = a[t] + (factor * b[t]);
        }

        return sum;
    }

    private static (double[] Solution, double Squares, bool IsPlausible) LeastSquares(double[][] x, double[] y, List<int> chosen)
    {
        var size = chosen.Count;
        var system = new double[size, size + 1];
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < size; b++)
            {
                system[a, b] = Dot(x[chosen[a]], x[chosen[b]]);
            }

            system[a, size] = Dot(x[chosen[a]], y);
        }

        var solution = NormalEquations.Solve(system);
        var squares = Dot(y, y);
        for (var a = 0; a < size; a++)
        {
            squares -= solution[a] * Dot(x[chosen[a]], y);
        }

        return (solution, squares, Array.TrueForAll(solution, c => c != 0 && Math.Abs(c) <= LargestEffect));
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
