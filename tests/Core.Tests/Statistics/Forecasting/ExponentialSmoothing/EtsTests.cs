using System.Globalization;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Tests.Statistics.Forecasting.ExponentialSmoothing;

public sealed class EtsTests
{
    /// <summary>
    /// 108 fits of R's package forecast, whose search ends early: none of ours is worse by more than 0.01 in log likelihood, and those
    /// that are much better (up to 376 for co2 as ETS(M,N,M)) are so by the same likelihood, see <see cref="EtsLikelihoodTests"/>.
    /// </summary>
    [Fact]
    public void Fit_EachForm_AtLeastAsLikelyAsInR()
    {
        foreach (var (values, season, form, expected) in EtsReference.Likelihoods)
        {
            var actual = Full(form).Fit(values, season) as EtsForecast;

            Assert.Equal(form, actual?.Form);
            Assert.True(
                actual!.LogLikelihood > expected - 0.01,
                string.Create(CultureInfo.InvariantCulture, $"{form} of {values.Length} values: {actual.LogLikelihood}, R {expected}."));
        }
    }

    /// <summary>R 4.2.2, package forecast 8.20: <c>ets(Nile, "ANN")</c> and <c>ets(USAccDeaths, "ANN")</c>, where both reach the optimum.</summary>
    [Theory]
    [InlineData("ETS(A,N,N)", 0.2455, 805.38128, 1e-4, -726.391, 1458.7823)]
    [InlineData("ETS(M,N,N)", 0.1514, 838.87516, 1e-4, -726.151, 1458.552)]
    public void Fit_Nile_AsInR(string form, double alpha, double mean, double tolerance, double logLikelihood, double aicc)
    {
        var fit = (EtsForecast)Full(form).Fit(PublishedSeries.Nile, 1)!;

        Assert.Equal(alpha, fit.Alpha, 1e-3);
        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-3);
        Assert.Equal(aicc, fit.Aicc, 0.25);
        Awkward.AssertNear([mean], fit.Forecast(1).Means, tolerance);
    }

    /// <summary>
    /// R's <c>ets(x)</c> chooses the same but for three series on which its search stops short of a form that is better by AICc:
    /// AirPassengers (1390.8 against R's 1400.6), co2 (1695.9 against 1722.6) and lynx (2039.1 against 2058.4).
    /// </summary>
    [Fact]
    public void Fit_PublishedSeries_FormOfLeastAicc()
    {
        Assert.Equal("ETS(M,A,M)", Fit(PublishedSeries.AirPassengers, 12, 1400.638 - 9));
        Assert.Equal("ETS(A,N,A)", Fit(PublishedSeries.AccidentalDeaths, 12, 1148.716));
        Assert.Equal("ETS(A,N,A)", Fit(PublishedSeries.Nottingham, 12, 1737.087));
        Assert.Equal("ETS(M,A,M)", Fit(PublishedSeries.GasUnitedKingdom, 4, 1256.558));
        Assert.Equal("ETS(A,Ad,N)", Fit(PublishedSeries.WwwUsage, 1, 718.6342));
        Assert.Equal("ETS(M,N,N)", Fit(PublishedSeries.Nile, 1, 1458.552));
        Assert.Equal("ETS(M,A,M)", Fit(PublishedSeries.CarbonDioxide, 12, 1722.628 - 20));
        Assert.Equal("ETS(M,A,N)", Fit(PublishedSeries.Lynx, 1, 2058.356 - 15));
    }

    /// <summary>Forecasts where the parameters are near R's: <c>forecast(ets(USAccDeaths, "ANA"))</c> and the like, steps 1, 13 and 24.</summary>
    [Theory]
    [InlineData("ETS(A,A,A)", 365.14529, 366.65707, 367.18449)]
    [InlineData("ETS(M,Ad,M)", 365.21902, 366.57238, 366.5518)]
    [InlineData("ETS(M,A,A)", 365.15372, 366.66768, 367.19763)]
    public void Forecast_CarbonDioxide_NearR(string form, double first, double thirteenth, double last)
    {
        var means = Full(form).Fit(PublishedSeries.CarbonDioxide, 12)!.Forecast(24).Means;

        Awkward.AssertNear([first, thirteenth, last], [means[0], means[12], means[23]], 2e-3);
    }

    [Fact]
    public void Refit_SameValues_KeepsFormAndLikelihood()
    {
        var fit = (EtsForecast)new EtsMethod().Fit(PublishedSeries.LungDeaths, 12)!;
        var again = (EtsForecast)fit.Refit(PublishedSeries.LungDeaths)!;

        Assert.Equal(fit.Form, again.Form);
        Assert.True(again.LogLikelihood >= fit.LogLikelihood - 1e-6);
    }

    /// <summary>A short search from near is worth a full one: within 0.5 of its log likelihood.</summary>
    [Fact]
    public void Refit_EarlierOrigins_NearlyAsGoodAsFit()
    {
        foreach (var (values, season) in ((double[], int)[])[
            (PublishedSeries.AirPassengers, 12), (PublishedSeries.AccidentalDeaths, 12), (PublishedSeries.Nottingham, 12), (PublishedSeries.GasUnitedKingdom, 4)])
        {
            var fit = new EtsMethod().Fit(values, season)!;
            for (var less = 1; less <= 12; less++)
            {
                var again = (EtsForecast)fit.Refit(values.AsSpan(0, values.Length - less))!;
                var full = (EtsForecast)Full(fit.Form).Fit(values.AsSpan(0, values.Length - less), season)!;

                Assert.True(
                    again.LogLikelihood > full.LogLikelihood - 0.5,
                    string.Create(CultureInfo.InvariantCulture, $"{fit.Form} less {less}: {again.LogLikelihood}, {full.LogLikelihood}."));
            }
        }
    }

    /// <summary>The first months are left out now, so that the season begins at another position.</summary>
    [Fact]
    public void Refit_LaterBeginning_NearlyAsGoodAsFit()
    {
        var fit = new EtsMethod().Fit(PublishedSeries.AirPassengers, 12)!;
        var again = (EtsForecast)fit.Refit(PublishedSeries.AirPassengers.AsSpan(31))!;
        var full = (EtsForecast)Full(fit.Form).Fit(PublishedSeries.AirPassengers.AsSpan(31), 12)!;

        Assert.True(again.LogLikelihood > full.LogLikelihood - 0.5, fit.Form);
    }

    [Fact]
    public void Refit_ZeroForMultiplicativeForm_Null()
    {
        var fit = Full("ETS(M,N,N)").Fit(PublishedSeries.Nile, 1)!;
        double[] values = [.. PublishedSeries.Nile, 0];

        Assert.Null(fit.Refit(values));
    }

    [Fact]
    public void Fit_Constant_WithoutError()
    {
        var forecast = new EtsMethod().Fit([7, 7, 7, 7, 7, 7], 12)!.Forecast(3);

        Assert.Equal([7, 7, 7], forecast.Means);
        Assert.Equal([0, 0, 0], forecast.Deviations);
    }

    [Fact]
    public void Parse_EachForm_RoundTrip()
    {
        Assert.Equal(15, EtsForm.All.Count);
        Assert.All(EtsForm.All, form => Assert.Equal(form, EtsForm.Parse(form.ToString())));
        Assert.Null(EtsForm.Parse("ETS(A,M,N)"));
    }

    [Fact]
    public void Fit_LongSeason_Null()
    {
        Assert.Null(new EtsMethod().Fit(PublishedSeries.Nottingham, 52));
    }

    [Fact]
    public void Fit_AwkwardSeries_FiniteOrNull()
    {
        Awkward.AssertSafe(new EtsMethod());
        foreach (var form in (string[])["ETS(A,Ad,A)", "ETS(M,A,N)", "ETS(M,Ad,M)"])
        {
            Awkward.AssertSafe(Full(form));
        }
    }

    private static string Fit(double[] values, int season, double largestAicc)
    {
        var fit = (EtsForecast)new EtsMethod().Fit(values, season)!;

        Assert.True(fit.Aicc < largestAicc + 0.01, fit.Form);
        return fit.Form;
    }

    private static EtsMethod Full(string form) => new(new EtsOptions { Effort = EtsEffort.Full, Forms = [EtsForm.Parse(form)!.Value] });
}
