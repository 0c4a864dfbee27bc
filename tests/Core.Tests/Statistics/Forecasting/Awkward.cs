using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Series that break arithmetic, and what every method owes them: finite figures or null, no exception.</summary>
internal static class Awkward
{
    private static IEnumerable<double[]> Series()
    {
        foreach (var count in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 23, 24, 25, 36, 40])
        {
            yield return Make(count, t => 20 + (t * 7 % 11));
            yield return Make(count, _ => 0);
            yield return Make(count, _ => 17.3);
        }

        yield return Make(3000, t => 1000 + (t * 31 % 97) + (50 * Math.Sin(t * Math.PI / 6)));
        yield return Make(60, t => t < 48 ? 100 + (t * 7 % 11) : 0);
        yield return Make(60, t => t == 30 ? 1 : 0);
        yield return Make(60, t => 1e12 + (t * 7 % 11));
        yield return Make(60, t => 1e12 * (1 + (t * 7 % 11)));
        yield return Make(60, t => (t * 7 % 11) - 5);
        yield return Make(60, t => -1000.0 * t);
        yield return Make(60, t => t);
        yield return Make(60, t => 1 + (t % 12));
        yield return Make(60, t => Math.Pow(2, t));
        yield return Make(60, t => t % 12 == 0 ? 1000 : 1e-9);
        yield return Make(60, t => t % 2 == 0 ? 1e-300 : 1e-305);
        yield return Make(60, t => t % 2 == 0 ? 1e90 : -1e90);
        yield return Make(60, t => t % 2 == 0 ? double.MaxValue : -double.MaxValue);
        yield return Make(60, t => t == 59 ? 1e9 : 3);
    }

    private static double[] Make(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    /// <summary>Fits, forecasts, refits to a shorter and to the same series, with several seasons.</summary>
    public static void AssertSafe(IForecastMethod method)
    {
        var fits = 0;
        foreach (var values in Series())
        {
            foreach (var season in (int[])[1, 4, 7, 12, 24, 52, 366])
            {
                if (method.Fit(values, season) is not { } fit)
                {
                    continue;
                }

                fits++;
                AssertFinite(fit, values.Length);
                foreach (var kept in (int[])[0, 1, values.Length / 2, values.Length - 1, values.Length])
                {
                    if (fit.Refit(values.AsSpan(0, kept)) is { } again)
                    {
                        Assert.True(fit.Form == again.Form || method.Key == "naive", "Another form.");
                        AssertFinite(again, kept);
                    }
                }
            }
        }

        Assert.True(fits > 50, "Hardly any series was fitted.");
        Assert.Null(method.Fit([], 12));
    }

    private static void AssertFinite(IFittedForecast fit, int count)
    {
        Assert.Equal(count, fit.Fitted.Count);
        Assert.All(fit.Fitted, value => Assert.True(double.IsNaN(value) || double.IsFinite(value)));
        foreach (var horizon in (int[])[1, 24, 120])
        {
            var forecast = fit.Forecast(horizon);
            Assert.Equal(horizon, forecast.Means.Count);
            Assert.Equal(horizon, forecast.Deviations.Count);
            Assert.All(forecast.Means, mean => Assert.True(double.IsFinite(mean), fit.Form));
            Assert.All(forecast.Deviations, deviation => Assert.True(double.IsFinite(deviation) && deviation >= 0, fit.Form));
        }
    }

    /// <summary>Each expected value within a part of itself.</summary>
    public static void AssertNear(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double relativeTolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= relativeTolerance * Math.Abs(expected[i]),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Step {i + 1}: expected {expected[i]:R}, was {actual[i]:R}."));
        }
    }
}
