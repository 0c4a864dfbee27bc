using Octoplus.Core.Forecasts.Arima;
using Octoplus.Core.Forecasts.Transformations;

namespace Octoplus.Core.Tests.Forecasts;

public class TransformedMethodTests
{
    // forecast 8.20: forecast(Arima(AirPassengers, c(0, 1, 1), c(0, 1, 1), lambda = 0, biasadj = TRUE), h = 3)$mean
    [Fact]
    public void Fit_LogarithmOfPassengers_GivesMeansOfR()
    {
        var method = new TransformedMethod(new ArimaMethod { IsThorough = true }, "arima-log") { Lambda = 0 };

        var fit = method.Fit(PublishedSeries.AirPassengers, 12)!;

        Assert.Equal("ARIMA(0,1,1)(0,1,1)[12] λ=0", fit.Form);
        var means = fit.Forecast(3).Means;
        Assert.Equal(450.7311939, means[0], 0.005);
        Assert.Equal(426.1135221, means[1], 0.005);
        Assert.Equal(479.5702769, means[2], 0.005);
    }

    [Fact]
    public void Fit_NoTransform_IsNull()
    {
        Assert.Null(new TransformedMethod(new ArimaMethod(), "arima-log") { Lambda = 0 }.Fit([3, 0, 2, 5, 3, 1], 1));
    }

    [Theory]
    [MemberData(nameof(HardSeries.Cases), MemberType = typeof(HardSeries))]
    public void Fit_HardSeries_IsFiniteOrNull(string name, int season)
    {
        var values = HardSeries.Named(name);
        HardSeries.AssertFinite(new TransformedMethod(new ArimaMethod(), "arima-boxcox").Fit(values, season), values);
    }
}
