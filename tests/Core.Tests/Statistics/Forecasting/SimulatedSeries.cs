namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Series with known contents, by a seed.</summary>
internal static class SimulatedSeries
{
    public static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Level × wandering trend × season × noise; the noise carries on from month to month.</summary>
    public static double[] Monthly(Random random, int months, double level = 1000, double noise = 0.04, double carry = 0.3)
    {
        var season = Enumerable.Range(0, 12).Select(_ => 0.1 * Gauss(random)).ToArray();
        var (trend, error) = (0.0, 0.0);
        var values = new double[months];
        for (var t = 0; t < months; t++)
        {
            trend += 0.006 * Gauss(random);
            error = (carry * error) + (noise * Gauss(random));
            values[t] = level * Math.Exp(trend + season[t % 12] + error);
        }

        return values;
    }
}
