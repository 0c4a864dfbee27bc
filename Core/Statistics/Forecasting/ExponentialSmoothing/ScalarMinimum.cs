namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>A function of one number.</summary>
internal interface IScalarFunction
{
    double Evaluate(double x);
}

/// <summary>
/// Least value of a function on an interval: a grid finds the valley, golden sections (Kiefer 1953, doi:10.2307/2032161) its bottom.
/// Costs 14 evaluations and one per section.
/// </summary>
internal static class ScalarMinimum
{
    private const int GridPoints = 12;
    private const double Golden = 0.6180339887498949;

    /// <summary>Narrow the interval to 10⁻⁷ of itself.</summary>
    public const int Exact = 30;

    /// <summary>To 10⁻⁴.</summary>
    public const int Rough = 16;

    /// <summary>Returns where the function is least.</summary>
    public static double Find<T>(ref T function, double low, double high, int sections = Exact)
        where T : IScalarFunction, allows ref struct
    {
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < GridPoints; i++)
        {
            var value = function.Evaluate(GridAt(i, low, high));
            (best, least) = value < least ? (i, value) : (best, least);
        }

        var edge = GridAt(best, low, high);
        var inner = Narrow(ref function, GridAt(Math.Max(best - 1, 0), low, high), GridAt(Math.Min(best + 1, GridPoints - 1), low, high), sections);
        return function.Evaluate(inner) < least ? inner : edge;
    }

    // Denser towards the lower end: smoothing parameters are mostly small, and there the function bends most.
    private static double GridAt(int i, double low, double high)
    {
        var part = i / (GridPoints - 1.0);
        return low + ((high - low) * part * part);
    }

    private static double Narrow<T>(ref T function, double low, double high, int sections)
        where T : IScalarFunction, allows ref struct
    {
        var left = high - (Golden * (high - low));
        var right = low + (Golden * (high - low));
        var (atLeft, atRight) = (function.Evaluate(left), function.Evaluate(right));
        for (var i = 0; i < sections; i++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = function.Evaluate(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = function.Evaluate(right);
            }
        }

        return 0.5 * (low + high);
    }
}
