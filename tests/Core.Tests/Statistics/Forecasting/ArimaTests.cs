using Octoplus.Core.Statistics.Forecasting.Arima;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>
/// Against R 4.2.2, <c>arima(x, order, seasonal, method = "ML", optim.control = list(reltol = 1e-14))</c> and <c>predict</c>. R starts
/// differenced models from a diffuse prior of variance 10⁶, so its likelihoods of these are only near the exact one.
/// </summary>
public class ArimaTests
{
    // log Cholesky likelihood of the dense covariance matrix (ARMAtoMA to 20,000 terms, toeplitz, chol), at the maximum.
    [Fact]
    public void LogLikelihood_AirlineModel_IsThatOfTheDenseCovariance()
    {
        var fit = ArimaMethod.Fit(PublishedSeries.Logs(PublishedSeries.AirPassengers), new(0, 1, 1, 0, 1, 1, 12))!;

        Assert.Equal(244.6964868329, fit.LogLikelihood, 1e-9);
    }

    [Fact]
    public void LogLikelihood_SeasonalAutoregressionWithMean_IsThatOfTheDenseCovariance()
    {
        var fit = ArimaMethod.Fit(PublishedSeries.LungDeaths, new(2, 0, 0, 1, 0, 0, 12, HasConstant: true))!;

        Assert.Equal(-523.1551804514, fit.LogLikelihood, 1e-8);
    }

    public static TheoryData<string, ArimaOrder, double, double[]> Undifferenced => new()
    {
        { nameof(PublishedSeries.Nile), new(1, 0, 1, HasConstant: true), -637.038784533, [0.861032546, -0.517677694, 920.694517826] },
        { nameof(PublishedSeries.LungDeaths), new(2, 0, 0, 1, 0, 0, 12, true), -523.155180451, [0.800695058, -0.231234402, 0.361073918, 2062.400377592] },
    };

    [Theory]
    [MemberData(nameof(Undifferenced))]
    public void Fit_NotDifferenced_EqualsR(string name, ArimaOrder order, double logLikelihood, double[] coefficients)
    {
        var fit = ArimaMethod.Fit(PublishedSeries.Named(name), order)!;

        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-7);
        AssertNear(coefficients, [.. fit.Coefficients, .. fit.Regression], 5e-6);
    }

    public static TheoryData<int, double, double[]> LogLynx => new()
    {
        { 0, 6.50465952886, [1.377606119, -0.739876847, 2.903819603] },
        { 2, 8.20860791371, [1.476486803, -0.803264768, -0.165966986, -0.109667231, 2.902697743] },
    };

    [Theory]
    [MemberData(nameof(LogLynx))]
    public void Fit_LogLynx_EqualsR(int movingAverages, double logLikelihood, double[] coefficients)
    {
        var fit = ArimaMethod.Fit(Array.ConvertAll(PublishedSeries.Lynx, Math.Log10), new ArimaOrder(2, 0, movingAverages, HasConstant: true))!;

        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-6);
        AssertNear(coefficients, [.. fit.Coefficients, .. fit.Regression], 1e-5);
    }

    public static TheoryData<string, ArimaOrder, double, double[]> Differenced => new()
    {
        { nameof(PublishedSeries.AccidentalDeaths), new(0, 1, 1, 0, 1, 1, 12), -425.439993553, [-0.430267999, -0.552791049] },
        { nameof(PublishedSeries.Nottingham), new(1, 0, 0, 2, 1, 0, 12), -526.59234862, [0.285598904, -0.859797009, -0.296296261] },
        { nameof(PublishedSeries.Nottingham), new(1, 0, 1, 1, 1, 1, 12), -518.085293854, [0.458060547, -0.201332617, -0.290501101, -0.734436059] },
        { nameof(PublishedSeries.WwwUsage), new(1, 1, 1), -254.149735786, [0.650377439, 0.525590344] },
        { nameof(PublishedSeries.WwwUsage), new(3, 1, 0), -251.996992018, [1.151343788, -0.661227717, 0.340711540] },
        { nameof(PublishedSeries.Nile), new(0, 1, 1), -632.545624383, [-0.732941562] },
    };

    [Theory]
    [MemberData(nameof(Differenced))]
    public void Fit_Differenced_IsNearR(string name, ArimaOrder order, double logLikelihood, double[] coefficients)
    {
        var fit = ArimaMethod.Fit(PublishedSeries.Named(name), order)!;

        Assert.Equal(logLikelihood, fit.LogLikelihood, 2e-3);
        AssertNear(coefficients, [.. fit.Coefficients], 1e-4);
    }

    [Fact]
    public void Forecast_AirlineModel_IsNearR()
    {
        var forecast = ArimaMethod.Fit(PublishedSeries.Logs(PublishedSeries.AirPassengers), new(0, 1, 1, 0, 1, 1, 12))!.Forecast(6);

        AssertNear([6.11018574, 6.05377527, 6.17171485, 6.19930045, 6.23255598, 6.36877867], forecast.Means, 1e-6);

        // R's deviations are of the maximum-likelihood variance: 131 values, 2 coefficients.
        AssertNear([0.0367156225, 0.0427829095, 0.0480907243, 0.0528683097, 0.0572485684, 0.0613167106], Scaled(forecast.Deviations, 129 / 131.0), 3e-5);
    }

    [Fact]
    public void Forecast_AutoregressionWithMean_EqualsR()
    {
        var forecast = ArimaMethod.Fit(PublishedSeries.LungDeaths, new(2, 0, 0, 1, 0, 0, 12, HasConstant: true))!.Forecast(6);

        AssertNear([2210.37348, 2151.31449, 2212.16630, 2088.54323, 1934.65014, 1865.96932], forecast.Means, 2e-3);
        AssertNear([340.659163, 436.404542, 458.197680, 460.781395, 460.830525, 460.868032], Scaled(forecast.Deviations, 68 / 72.0), 2e-3);
    }

    [Fact]
    public void Forecast_DifferencedOnce_IsNearR()
    {
        var forecast = ArimaMethod.Fit(PublishedSeries.WwwUsage, new(1, 1, 1))!.Forecast(6);

        AssertNear([218.880504, 218.152409, 217.678872, 217.370895, 217.170593, 217.040321], forecast.Means, 1e-4);
        AssertNear([3.12942840, 7.49420404, 11.86836936, 16.01961796, 19.87987601, 23.44625641], Scaled(forecast.Deviations, 97 / 99.0), 5e-4);
    }

    // arima(Nile, order = c(1, 0, 1), xreg = as.numeric(1:100 >= 29)): the dam of 1898.
    [Fact]
    public void Fit_StepAsRegressor_EqualsR()
    {
        double[] step = [.. Enumerable.Range(1, 103).Select(t => t >= 29 ? 1.0 : 0)];

        var fit = ArimaMethod.Fit(PublishedSeries.Nile, new(1, 0, 1, HasConstant: true), [step])!;
        var forecast = fit.Forecast(3, [step[100..]]);

        Assert.Equal(-624.507331753, fit.LogLikelihood, 1e-7);
        AssertNear([0.0363195932, 0.1271329877, 1098.4371657571, -248.9282793465], [.. fit.Coefficients, .. fit.Regression], 5e-5);
        AssertNear([834.049971515, 848.947424911, 849.488494357], forecast.Means, 1e-3);
    }

    [Fact]
    public void Refit_ModelFoundOnLessData_IsNearlyTheMaximum()
    {
        var values = PublishedSeries.Logs(PublishedSeries.AirPassengers);
        var order = new ArimaOrder(0, 1, 1, 0, 1, 1, 12);

        var again = (FittedArima)ArimaMethod.Fit(values[..132], order)!.Refit(values)!;

        Assert.Equal(order, again.Order);
        Assert.Equal(244.6964868329, again.LogLikelihood, 0.01);
    }

    [Fact]
    public void Fitted_DifferencedValues_AreUnknownAtFirst()
    {
        var fit = ArimaMethod.Fit(PublishedSeries.AirPassengers, new(0, 1, 1, 0, 1, 1, 12))!;

        Assert.All(fit.Fitted.Take(13), value => Assert.True(double.IsNaN(value)));
        Assert.All(fit.Fitted.Skip(13), value => Assert.True(double.IsFinite(value)));
    }

    private static double[] Scaled(IEnumerable<double> deviations, double factor) => [.. deviations.Select(value => value * Math.Sqrt(factor))];

    // Tolerance relative to the largest of both.
    private static void AssertNear(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
