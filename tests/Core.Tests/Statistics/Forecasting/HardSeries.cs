using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Series that break methods.</summary>
internal static class HardSeries
{
    private static readonly Dictionary<string, double[]> _series = new(StringComparer.Ordinal)
    {
        ["one"] = [5],
        ["two"] = [5, 6],
        ["three"] = [5, 6, 0],
        ["five"] = [1, 0, 2, 0, 1],
        ["zeros"] = new double[60],
        ["almost zeros"] = [.. Enumerable.Range(0, 60).Select(t => t == 31 ? 1.0 : 0)],
        ["23 values"] = [.. Enumerable.Range(0, 23).Select(t => (double)(t * 7 % 5))],
        ["25 values"] = [.. Enumerable.Range(0, 25).Select(t => (double)(t * 7 % 5))],
        ["constant"] = [.. Enumerable.Repeat(1e12, 50)],
        ["season alone"] = [.. Enumerable.Range(0, 60).Select(t => (double)(t % 12))],
        ["sine alone"] = [.. Enumerable.Range(0, 120).Select(t => Math.Sin(t / 3.0))],
        ["parabola"] = [.. Enumerable.Range(0, 60).Select(t => (double)t * t)],
        ["exponential"] = [.. Enumerable.Range(0, 120).Select(t => Math.Exp(t / 4.0))],
        ["alternating"] = [.. Enumerable.Range(0, 80).Select(t => t % 2 == 0 ? 1e12 : -1e12)],
        ["leap into 0"] = [.. Enumerable.Range(0, 96).Select(t => t < 80 ? 40.0 + (t * 5 % 7) : 0)],
        ["step"] = [.. Enumerable.Range(0, 96).Select(t => t < 50 ? 1.0 : 1e6)],
        ["tiny"] = [.. Enumerable.Range(0, 72).Select(t => 1e-12 * (t * 5 % 7))],
        ["huge"] = [.. Enumerable.Range(0, 72).Select(t => 1e12 + (1e11 * (t * 5 % 7)))],
        ["larger than squares"] = [.. Enumerable.Range(0, 72).Select(t => 1e200 * (t * 5 % 7))],
        ["negative"] = [.. Enumerable.Range(0, 72).Select(t => -50.0 - (t * 5 % 7) - t)],
        ["3000 values"] = [.. Enumerable.Range(0, 3000).Select(t => 100 + (10 * Math.Sin(t * Math.PI / 6)) + (t * 7919 % 31))],
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in _series.Keys)
            {
                foreach (var season in new[] { 1, 4, 12, 52, 366 })
                {
                    cases.Add(name, season);
                }
            }

            return cases;
        }
    }

    public static double[] Named(string name) => _series[name];

    public static void AssertFinite(IFittedForecast? fit, double[] values)
    {
        if (fit is null)
        {
            return;
        }

        Assert.Equal(values.Length, fit.Fitted.Count);
        Assert.All(fit.Fitted, value => Assert.False(double.IsInfinity(value)));
        AssertFinite(fit.Forecast(30));
        if (values.Length > 4 && fit.Refit(values[..^2]) is { } again)
        {
            AssertFinite(again.Forecast(1));
        }
    }

    private static void AssertFinite(MethodForecast forecast)
    {
        Assert.All(forecast.Means, value => Assert.True(double.IsFinite(value)));
        Assert.All(forecast.Deviations, value => Assert.True(double.IsFinite(value) && value >= 0));
    }
}
