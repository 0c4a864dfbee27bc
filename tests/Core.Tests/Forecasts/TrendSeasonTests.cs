using System.Globalization;
using Octoplus.Core.Forecasts.TrendSeason;

namespace Octoplus.Core.Tests.Forecasts;

/// <summary>
/// Against R's prophet 1.0: <c>prophet(df, yearly.seasonality = 5, weekly.seasonality = FALSE, daily.seasonality = FALSE, seasonality.mode =
/// …)</c>, which counts days where a month is a month here and stops short of the exact mode: within 1 %.
/// </summary>
public class TrendSeasonTests
{
    private static readonly TrendSeasonMethod _sum = new() { IsMultiplicative = false, FourierOrder = 5 };
    private static readonly TrendSeasonMethod _product = new() { IsMultiplicative = true, FourierOrder = 5 };

    [Fact]
    public void Fit_AddedSeasonOfPassengers_IsNearProphet()
    {
        var fit = _sum.Fit(PublishedSeries.AirPassengers, 12, [])!;

        Assert.Equal(0.03647701407 * 622, fit.NoiseDeviation, 0.3);
        Assert.Equal(108.91189, fit.Trend[0], 1.5);
        Assert.Equal(485.96929, fit.Trend[^1], 1.5);
        AssertNear(
            [464.57280, 458.61276, 494.32155, 491.12483, 496.93770, 536.84667, 577.35521, 576.86031, 528.99724, 493.18193, 460.39996, 489.57840],
            fit.Forecast(12).Means);
    }

    [Fact]
    public void Fit_MultiplyingSeasonOfPassengers_IsNearProphet()
    {
        var fit = _product.Fit(PublishedSeries.AirPassengers, 12, [])!;

        Assert.Equal(0.01685963162 * 622, fit.NoiseDeviation, 0.3);
        Assert.Equal(494.17712, fit.Trend[^1], 1.5);
        AssertNear(
            [450.84197, 432.53524, 494.99291, 492.27617, 504.85010, 578.57135, 655.29161, 651.43391, 554.26246, 487.80736, 424.96583, 474.05525],
            fit.Forecast(12).Means);
    }

    [Fact]
    public void Fit_LungDeaths_AreNearProphet()
    {
        AssertNear(
            [2758.4769, 2679.0111, 2532.7639, 2047.1523, 1595.3693, 1391.7674, 1346.2402, 1190.0434, 1197.0835, 1477.3349, 1675.6610, 2271.2029],
            _sum.Fit(PublishedSeries.LungDeaths, 12, [])!.Forecast(12).Means);
        AssertNear(
            [2674.0978, 2600.8250, 2473.0393, 2033.4147, 1625.5056, 1438.4764, 1400.2900, 1256.1323, 1264.7752, 1516.6133, 1697.4008, 2227.3388],
            _product.Fit(PublishedSeries.LungDeaths, 12, [])!.Forecast(12).Means);
    }

    // Thefts in Paris, 1999 to 2018, forecast for 2019.
    [SkippableFact]
    public void Fit_TheftsInParis_AreNearProphet()
    {
        var file = Requires.RealFile("monthly/etat4001-mensuel-departements-1999-2020.csv");
        double[] thefts =
        [
            .. File.ReadLines(file).Select(line => line.Split(','))
                .Where(fields => fields[1] == "75" && string.CompareOrdinal(fields[0], "2019") < 0)
                .Select(fields => double.Parse(fields[3], CultureInfo.InvariantCulture)),
        ];

        Assert.Equal(240, thefts.Length);
        AssertNear(
            [12901.687, 12443.474, 13397.927, 13304.626, 13518.062, 14577.603, 14409.561, 12003.211, 12743.792, 14342.007, 13194.968, 13690.492],
            _sum.Fit(thefts, 12, [])!.Forecast(12).Means);
        AssertNear(
            [12879.255, 12377.368, 13426.174, 13292.891, 13552.503, 14692.037, 14476.040, 11899.547, 12659.546, 14458.113, 13162.519, 13655.159],
            _product.Fit(thefts, 12, [])!.Forecast(12).Means);
    }

    // Half the width of prophet's simulated 80 % interval of the first and the twelfth month, 1,000 draws, as a deviation.
    [Fact]
    public void Forecast_Passengers_IsAsSureAsProphet()
    {
        var sum = _sum.Fit(PublishedSeries.AirPassengers, 12, [])!.Forecast(12).Deviations;
        var product = _product.Fit(PublishedSeries.AirPassengers, 12, [])!.Forecast(12).Deviations;

        Assert.InRange(sum[0], 0.94 * 58.0438 / 2.563, 1.06 * 58.0438 / 2.563);
        Assert.InRange(sum[11], 0.94 * 57.6175 / 2.563, 1.06 * 57.6175 / 2.563);
        Assert.InRange(product[0], 0.94 * 26.8234 / 2.563, 1.06 * 26.8234 / 2.563);
        Assert.InRange(product[11], 0.94 * 27.4406 / 2.563, 1.06 * 27.4406 / 2.563);
    }

    // The mean of many simulated futures, as the article draws them: changes at random times, as often and as large as in the past.
    [Fact]
    public void Forecast_FutureChanges_SpreadAsSimulated()
    {
        double[] values = [.. Enumerable.Range(0, 120).Select(t => 100.0 + (Math.Abs((t % 40) - 20) * 2) + (t * 7 % 5 * 0.01))];
        var fit = new TrendSeasonMethod().Fit(values, 1, [])!;
        var deviation = fit.Forecast(60).Deviations[59];

        var size = fit.SlopeChanges.Sum(change => Math.Abs(change.Change)) / 25;
        var random = new Random(7);
        var squares = 0.0;
        for (var run = 0; run < 20_000; run++)
        {
            // 25 potential changes in 119 periods.
            var value = 0.0;
            for (var time = -Math.Log(random.NextDouble()) * 119 / 25; time < 60; time -= Math.Log(random.NextDouble()) * 119 / 25)
            {
                var change = -Math.Log(random.NextDouble()) * size * (random.Next(2) == 0 ? 1 : -1);
                value += change * (60 - time);
            }

            squares += value * value / 20_000;
        }

        Assert.InRange(deviation / Math.Sqrt(squares + (fit.NoiseDeviation * fit.NoiseDeviation)), 0.96, 1.04);
    }

    [Fact]
    public void Fit_OneBend_IsFoundNearItsPlace()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(t => 100 + (t < 80 ? t : 160.0 - t) + (t * 7919 % 13 * 0.1))];

        var changes = new TrendSeasonMethod().Fit(values, 1, [])!.SlopeChanges;

        Assert.InRange(changes.Count, 1, 10);
        Assert.Equal(-2, changes.Where(change => change.Period is > 68 and < 92).Sum(change => change.Change), 0.1);
    }

    [Fact]
    public void Fit_Regressor_EffectIsFoundAndForecast()
    {
        double[] days = [.. Enumerable.Range(0, 132).Select(t => 19.0 + (t * 5 % 4))];
        double[] values = [.. Enumerable.Range(0, 120).Select(t => 500 + (30 * Math.Sin(t * Math.PI / 6)) + (12 * days[t]) + (t * 7919 % 11 * 0.3))];

        var fit = new TrendSeasonMethod { IsMultiplicative = false }.Fit(values, 12, [days])!;
        var forecast = fit.Forecast(12, [days[120..]]);

        for (var h = 0; h < 12; h++)
        {
            Assert.Equal(501.5 + (30 * Math.Sin(h * Math.PI / 6)) + (12 * days[120 + h]), forecast.Means[h], 2.5);
        }
    }

    [Fact]
    public void Fit_SeasonGrowingWithTheLevel_Multiplies()
    {
        Assert.True(new TrendSeasonMethod().Fit(PublishedSeries.AirPassengers, 12, [])!.IsMultiplicative);
        Assert.False(new TrendSeasonMethod().Fit(PublishedSeries.LungDeaths, 12, [])!.IsMultiplicative);
    }

    [Theory]
    [MemberData(nameof(HardSeries.Cases), MemberType = typeof(HardSeries))]
    public void Fit_HardSeries_IsFiniteOrNull(string name, int season)
    {
        var values = HardSeries.Named(name);
        HardSeries.AssertFinite(new TrendSeasonMethod().Fit(values, season), values);
        HardSeries.AssertFinite(new TrendSeasonMethod { IsMultiplicative = true }.Fit(values, season), values);
    }

    private static void AssertNear(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var h = 0; h < expected.Length; h++)
        {
            Assert.InRange(actual[h] / expected[h], 0.99, 1.01);
        }
    }
}
