using Octoplus.Core.Statistics.Forecasting.Arima;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

public class ArimaMethodTests
{
    // forecast 8.20: auto.arima(x, approximation = FALSE).
    [Theory]
    [InlineData(nameof(PublishedSeries.AirPassengers), 12, "ARIMA(2,1,1)(0,1,0)[12]", 1018.165165)]
    [InlineData(nameof(PublishedSeries.Lynx), 1, "ARIMA(2,0,2) with mean", 1876.952497)]
    [InlineData(nameof(PublishedSeries.AccidentalDeaths), 12, "ARIMA(0,1,1)(0,1,1)[12]", 857.3163507)]
    [InlineData(nameof(PublishedSeries.Nottingham), 12, "ARIMA(0,0,2)(1,1,1)[12]", 1045.675468)]
    [InlineData(nameof(PublishedSeries.WwwUsage), 1, "ARIMA(1,1,1)", 514.5521032)]
    [InlineData(nameof(PublishedSeries.Nile), 1, "ARIMA(1,1,1)", 1267.507395)]
    [InlineData(nameof(PublishedSeries.CarbonDioxide), 12, "ARIMA(2,1,1)(0,1,1)[12]", 177.9613999)]
    [InlineData(nameof(PublishedSeries.GasUnitedKingdom), 4, "ARIMA(0,1,1)(0,1,0)[4]", 1030.79478)]
    [InlineData(nameof(PublishedSeries.LungDeaths), 12, "ARIMA(0,0,2)(2,1,0)[12] with drift", 848.2588797)]
    public void Fit_Thorough_FindsTheModelOfR(string name, int season, string form, double aicc)
    {
        var fit = Assert.IsType<FittedArima>(new ArimaMethod { IsThorough = true }.Fit(PublishedSeries.Named(name), season));

        Assert.Equal(form, fit.Form);
        Assert.Equal(aicc, fit.Aicc, 0.005);
    }

    // forecast 8.20: auto.arima(x, approximation = TRUE), what R does by default with more than 150 values.
    [Theory]
    [InlineData(nameof(PublishedSeries.AirPassengers), 12, 1020.7329)]
    [InlineData(nameof(PublishedSeries.Lynx), 1, 1876.952497)]
    [InlineData(nameof(PublishedSeries.AccidentalDeaths), 12, 860.7237701)]
    [InlineData(nameof(PublishedSeries.Nottingham), 12, 1049.621061)]
    [InlineData(nameof(PublishedSeries.WwwUsage), 1, 514.5521032)]
    [InlineData(nameof(PublishedSeries.Nile), 1, 1268.209802)]
    [InlineData(nameof(PublishedSeries.CarbonDioxide), 12, 180.9651874)]
    [InlineData(nameof(PublishedSeries.GasUnitedKingdom), 4, 1030.79478)]
    [InlineData(nameof(PublishedSeries.LungDeaths), 12, 849.928677)]
    public void Fit_Quick_IsNoWorseThanTheApproximationOfR(string name, int season, double aicc)
    {
        var fit = Assert.IsType<FittedArima>(new ArimaMethod().Fit(PublishedSeries.Named(name), season));

        Assert.InRange(fit.Aicc, double.NegativeInfinity, aicc + 0.01);
    }

    [Fact]
    public void Fit_SeasonOf52_HasNoSeasonalTerms()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(t => 50 + (10 * Math.Sin(t * Math.PI / 26)) + (t * 7 % 11))];

        Assert.DoesNotContain("[52]", new ArimaMethod().Fit(values, 52)!.Form, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LineWithoutNoise_GoesOn()
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => 3.0 + (2 * t))];

        var forecast = new ArimaMethod().Fit(line, 12)!.Forecast(3);

        Assert.Equal(83, forecast.Means[0], 6);
        Assert.Equal(87, forecast.Means[2], 6);
        Assert.Equal(0, forecast.Deviations[2], 6);
    }

    [Fact]
    public void Fit_OneValueRepeated_IsRepeated()
    {
        var fit = new ArimaMethod().Fit(Enumerable.Repeat(7.0, 30).ToArray(), 12)!;

        Assert.Equal("ARIMA(0,0,0) with mean", fit.Form);
        Assert.All(fit.Forecast(5).Means, value => Assert.Equal(7, value, 9));
    }

    [Theory]
    [MemberData(nameof(HardSeries.Cases), MemberType = typeof(HardSeries))]
    public void Fit_HardSeries_IsFiniteOrNull(string name, int season)
    {
        var values = HardSeries.Named(name);
        foreach (var isThorough in new[] { false, true })
        {
            if (isThorough && values.Length > 500)
            {
                continue;
            }

            HardSeries.AssertFinite(new ArimaMethod { IsThorough = isThorough }.Fit(values, season), values);
        }
    }

    [Fact]
    public void Fit_SameSeriesTwice_IsTheSame()
    {
        var (first, second) = (new ArimaMethod().Fit(PublishedSeries.LungDeaths, 12)!, new ArimaMethod().Fit(PublishedSeries.LungDeaths, 12)!);

        Assert.Equal(first.Forecast(12).Means, second.Forecast(12).Means);
    }
}
