namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// A series and its regressors as an ARMA model sees them: differenced, divided by the size of the series. Column 0 is the series, column 1
/// the constant if there is one (1, or time where differenced once), then the regressors.
/// </summary>
internal sealed class DifferencedSeries
{
    public DifferencedSeries(ReadOnlySpan<double> values, ArimaOrder order, IReadOnlyList<double[]> regressors)
    {
        var length = Math.Max(0, values.Length - order.Lost);
        var columns = new List<double[]> { Of(values, order.Differences, order.SeasonalDifferences, order.Season) };
        if (order.HasConstant)
        {
            var constant = new double[length];
            Array.Fill(constant, order.SeasonalDifferences > 0 ? order.Season : 1);
            columns.Add(constant);
        }

        foreach (var regressor in regressors)
        {
            columns.Add(Of(regressor.AsSpan(0, values.Length), order.Differences, order.SeasonalDifferences, order.Season));
        }

        Columns = [.. columns];
        Scale = Size(Columns[0]);
        for (var t = 0; t < length; t++)
        {
            Columns[0][t] /= Scale;
        }
    }

    /// <summary>Each as long as what differencing leaves.</summary>
    public double[][] Columns { get; }

    /// <summary>What column 0 was divided by, above 0.</summary>
    public double Scale { get; }

    /// <summary>Values left.</summary>
    public int Count => Columns[0].Length;

    /// <summary>(1 − B)^d (1 − B^m)^D of values; empty where they are too few.</summary>
    public static double[] Of(ReadOnlySpan<double> values, int differences, int seasonalDifferences, int season)
    {
        var result = values.ToArray();
        for (var i = 0; i < seasonalDifferences; i++)
        {
            result = Once(result, season);
        }

        for (var i = 0; i < differences; i++)
        {
            result = Once(result, 1);
        }

        return result;
    }

    private static double[] Once(double[] values, int lag)
    {
        var result = new double[Math.Max(0, values.Length - lag)];
        for (var t = 0; t < result.Length; t++)
        {
            result[t] = values[t + lag] - values[t];
        }

        return result;
    }

    private static double Size(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0)
        {
            return 1;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value / largest * (value / largest);
        }

        return Math.Max(largest * Math.Sqrt(sum / values.Length), double.Epsilon * 1e10);
    }
}
