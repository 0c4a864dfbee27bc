namespace Octoplus.Core.Statistics.Forecasting.Baselines;

/// <summary>Which values can be reckoned with: squares and sums of them stay finite.</summary>
internal static class SeriesRange
{
    /// <summary>Largest magnitude that methods take.</summary>
    public const double Largest = 1e100;

    /// <summary>Whether there is a value and all are finite and within <see cref="Largest"/>.</summary>
    public static bool Holds(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!(Math.Abs(value) <= Largest))
            {
                return false;
            }
        }

        return !values.IsEmpty;
    }

    /// <summary>Whether all values are the same.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    /// <summary>Mean magnitude, 1 where all values are 0.</summary>
    public static double Scale(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Abs(value);
        }

        return sum > 0 ? sum / values.Length : 1;
    }
}
