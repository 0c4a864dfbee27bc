using Octoplus.Core.Statistics.Forecasting.Baselines;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Baselines;

/// <summary>Reference values: R 4.2.2, package forecast 8.20, <c>snaive(AirPassengers, h = 30)</c> and <c>meanf(Nile)</c>.</summary>
public sealed class BaselineTests
{
    private const double Normal95 = 1.959963984540054;

    [Fact]
    public void SeasonalNaive_AirPassengers_AsInR()
    {
        var forecast = new SeasonalNaiveMethod().Fit(PublishedSeries.AirPassengers, 12)!.Forecast(30);

        Assert.Equal([417, 391, 419], forecast.Means.Take(3));
        Assert.Equal(417, forecast.Means[12]);
        Awkward.AssertNear(
            [36.31574498, 36.31574498, 51.35821908, 51.35821908, 62.90071542],
            [forecast.Deviations[0], forecast.Deviations[11], forecast.Deviations[12], forecast.Deviations[23], forecast.Deviations[29]],
            1e-9);
        Assert.Equal(316.3397403, forecast.Means[12] - (Normal95 * forecast.Deviations[12]), 1e-6);
    }

    [Fact]
    public void SeasonalNaive_OneSeasonOrLess_RepeatsTheLastValue()
    {
        var fit = new SeasonalNaiveMethod().Fit([3, 5, 4], 12)!;
        var forecast = fit.Forecast(4);

        Assert.Equal("naive", fit.Form);
        Assert.Equal([4, 4, 4, 4], forecast.Means);
        Assert.Equal(Math.Sqrt(2.5 * 4), forecast.Deviations[3], 1e-12);
    }

    [Fact]
    public void SeasonalNaive_RefitToMoreThanASeason_IsSeasonal()
    {
        var fit = new SeasonalNaiveMethod().Fit([3, 5, 4], 4)!;

        Assert.Equal("snaive", fit.Refit([3, 5, 4, 1, 2, 6])!.Form);
    }

    /// <summary>R's band uses Student's t with 99 degrees of freedom, whose 97.5 % quantile is 1.984217.</summary>
    [Fact]
    public void Mean_Nile_AsInR()
    {
        var forecast = new MeanMethod().Fit(PublishedSeries.Nile, 1)!.Forecast(2);

        Assert.Equal(919.35, forecast.Means[1], 1e-9);
        Assert.Equal(581.8911806, forecast.Means[1] - (1.98421695 * forecast.Deviations[1]), 1e-4);
    }

    [Fact]
    public void Fit_AwkwardSeries_FiniteOrNull()
    {
        Awkward.AssertSafe(new SeasonalNaiveMethod());
        Awkward.AssertSafe(new MeanMethod());
    }
}
