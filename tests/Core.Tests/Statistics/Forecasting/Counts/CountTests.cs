using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Counts;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Counts;

public sealed class CountTests
{
    private static readonly CountMethod _method = new();

    /// <summary>
    /// Reference values: the method's equations in R 4.2.2 on <c>discoveries</c>, smoothing by <c>optimize</c> of the quasi-likelihood,
    /// dispersion by <c>optimize</c> of <c>dnbinom</c>; steps 1, 6 and 12. The first row is the form that QAICc chooses.
    /// </summary>
    [Theory]
    [InlineData('L', 0.202093, 1, 1.3577727, new[] { 1.0458113, 1.0458113, 1.0458113 }, new[] { 1.1916266, 1.3076478, 1.43454 })]
    [InlineData('D', 0.226064, 0.9, 1.3248897, new[] { 1.4729658, 2.1392526, 2.5894194 }, new[] { 1.3969672, 1.8049408, 2.0403541 })]
    [InlineData('N', 0, 0, 1.5677953, new[] { 3.1, 3.1, 3.1 }, new[] { 2.2045783, 2.2045783, 2.2045783 })]
    public void Choose_Discoveries_AsByEquations(char kind, double alpha, double persistence, double dispersion, double[] means, double[] deviations)
    {
        var fit = CountForecast.Choose(PublishedSeries.Discoveries, null, kind);
        var forecast = fit.Forecast(12);

        Assert.Equal(alpha, fit.Alpha, 1e-3);
        Assert.Equal(persistence, fit.Persistence);
        Assert.Equal(dispersion, fit.Dispersion, 2e-3);
        Awkward.AssertNear(means, [forecast.Means[0], forecast.Means[5], forecast.Means[11]], 2e-3);
        Awkward.AssertNear(deviations, [forecast.Deviations[0], forecast.Deviations[5], forecast.Deviations[11]], 2e-3);
        Assert.Equal("NB(L)", _method.Fit(PublishedSeries.Discoveries, 1)!.Form);
    }

    [Fact]
    public void Fit_SeasonOfRareEvents_FactorsBetweenOneAndRatio()
    {
        // Twice as many events each December, of two a month elsewhere.
        double[] values = [.. Enumerable.Range(0, 96).Select(t => t % 12 == 11 ? 4.0 : 1 + (t * 7 % 3))];

        var forecast = _method.Fit(values, 12)!.Forecast(12).Means;

        Assert.InRange(forecast[11] / forecast.Take(11).Average(), 1.6, 2.05);
    }

    [Fact]
    public void Fit_ChanceOnly_NoSeason()
    {
        var random = new Random(5);
        var seasonal = 0;
        for (var series = 0; series < 50; series++)
        {
            double[] values = [.. Enumerable.Range(0, 96).Select(_ => (double)Poisson(random, 6))];
            var forecast = _method.Fit(values, 12)!.Forecast(12).Means;
            seasonal += forecast.Max() / forecast.Min() > 1.25 ? 1 : 0;
        }

        Assert.InRange(seasonal, 0, 10);
    }

    [Fact]
    public void Fit_OnlyZeros_SmallButPositive()
    {
        var forecast = _method.Fit(new double[60], 12)!.Forecast(2);

        Assert.Equal([0.5 / 60, 0.5 / 60], forecast.Means.Select(mean => Math.Round(mean, 12)), (left, right) => Math.Abs(left - right) < 1e-9);
        Assert.True(forecast.Deviations[1] > 0.05);
    }

    [Fact]
    public void Fit_NegativeValue_Null()
    {
        Assert.Null(_method.Fit([1, 2, -1, 3, 4, 5], 1));
    }

    [Fact]
    public void Refit_Shorter_KeepsForm()
    {
        var fit = _method.Fit(PublishedSeries.AirPassengers, 12)!;

        Assert.EndsWith("[12]", fit.Form, StringComparison.Ordinal);
        Assert.Equal(fit.Form, fit.Refit(PublishedSeries.AirPassengers.AsSpan(0, 20))!.Form);
    }

    /// <summary>300 seeded series of counts with a wandering level: bands of 80 and 95 % by the negative binomial, steps 1 to 6.</summary>
    [Fact]
    public void Forecast_SimulatedCounts_BandsCover()
    {
        var random = new Random(11);
        var (within80, within95, total) = (0, 0, 0);
        for (var series = 0; series < 300; series++)
        {
            var values = Simulate(random, 90);
            var forecast = _method.Fit(values.AsSpan(0, 84), 12)!.Forecast(6);
            for (var step = 0; step < 6; step++)
            {
                var counts = NegativeBinomial.FromDeviation(forecast.Means[step], forecast.Deviations[step]);
                var value = values[84 + step];
                within80 += value >= counts.Quantile(0.1) && value <= counts.Quantile(0.9) ? 1 : 0;
                within95 += value >= counts.Quantile(0.025) && value <= counts.Quantile(0.975) ? 1 : 0;
                total++;
            }
        }

        // Whole numbers cover more than asked: both ends of a band belong to it.
        Assert.InRange((double)within80 / total, 0.78, 0.90);
        Assert.InRange((double)within95 / total, 0.93, 0.985);
    }

    [Fact]
    public void Fit_AwkwardSeries_FiniteOrNull()
    {
        Awkward.AssertSafe(_method);
    }

    // Snyder, Ord and Beaumont's damped form with α = 0.15, ρ = 0.95, mean 8 and Poisson counts.
    private static double[] Simulate(Random random, int count)
    {
        var values = new double[count];
        var level = 8.0;
        for (var t = 0; t < count; t++)
        {
            values[t] = Poisson(random, level);
            level = (0.05 * 8) + (0.95 * level) + (0.15 * (values[t] - level));
        }

        return values;
    }

    // Knuth (1969), The Art of Computer Programming, volume 2, section 3.4.1.
    private static int Poisson(Random random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        while (product > Math.Exp(-mean))
        {
            count++;
            product *= random.NextDouble();
        }

        return count;
    }
}
