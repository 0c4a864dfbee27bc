using Octoplus.Core.Statistics.Forecasting.Arima;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>How often a model's own bands hold what a process of its kind does next.</summary>
public class ForecastCoverageTests
{
    // 300 series of 12 steps each; steps of one series go together, so the part within varies by some 1.5 points.
    [Fact]
    public void Arima_AirlineProcesses_BandsHoldWhatTheySay()
    {
        var random = new Random(11);
        var (within80, within95, count) = (0, 0, 0);
        for (var run = 0; run < 300; run++)
        {
            var values = Airline(random, 132, -0.4, -0.6);
            var forecast = ArimaMethod.Fit(values[..120], new(0, 1, 1, 0, 1, 1, 12))!.Forecast(12);
            for (var h = 0; h < 12; h++)
            {
                var error = Math.Abs(values[120 + h] - forecast.Means[h]) / forecast.Deviations[h];
                within80 += error < 1.2816 ? 1 : 0;
                within95 += error < 1.9600 ? 1 : 0;
                count++;
            }
        }

        Assert.InRange(within80 / (double)count, 0.75, 0.83);
        Assert.InRange(within95 / (double)count, 0.915, 0.97);
    }

    private static double[] Airline(Random random, int count, double theta, double seasonal)
    {
        var (noise, values) = (new double[count], new double[count]);
        for (var t = 0; t < count; t++)
        {
            noise[t] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var shock = noise[t] + (theta * Back(noise, t, 1)) + (seasonal * Back(noise, t, 12)) + (theta * seasonal * Back(noise, t, 13));
            values[t] = Back(values, t, 1) + Back(values, t, 12) - Back(values, t, 13) + shock;
        }

        return values;
    }

    private static double Back(double[] values, int t, int lag) => t >= lag ? values[t - lag] : 0;
}
