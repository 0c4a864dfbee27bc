using Octoplus.Core.Statistics.Forecasting.Theta;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Theta;

public sealed class ThetaTests
{
    private static readonly ThetaMethod _standard = new(new ThetaOptions { Variant = ThetaVariant.Standard });

    public static TheoryData<string, double[], int, string, double[]> Standard { get; } = new()
    {
        { "AirPassengers", PublishedSeries.AirPassengers, 12, "Theta(M)", [440.0781911, 428.3842806, 489.7070987, 475.7046277, 479.6703887, 545.3662722, 602.7520018, 601.1007631, 523.9514922, 456.6271449, 397.9537347, 447.6449087, 454.5297689, 442.4134545, 505.7008876, 491.1989269, 495.2515662, 563.033631, 622.2258225, 620.4690889, 540.7887482, 471.261733, 410.6739073, 461.9153958] },
        { "USAccDeaths", PublishedSeries.AccidentalDeaths, 12, "Theta(M)", [8270.693806, 7508.923867, 8322.124807, 8554.143505, 9450.092974, 9870.93362, 10822.49773, 10091.84071, 8944.4336, 9329.289666, 8778.912834, 8990.775914, 8206.971927, 7451.033906, 8257.924236, 8488.110589, 9377.096902, 9794.637704, 10738.79293, 10013.73671, 8875.165078, 9256.994041, 8710.838293, 8921.013437] },
        { "nottem", PublishedSeries.Nottingham, 12, "Theta(M)", [40.12608763, 39.54578624, 42.54766801, 46.78873448, 53.09912166, 58.67199252, 62.70380477, 61.18679899, 57.07577187, 50.26116123, 42.89374186, 40.11178752] },
        { "UKgas", PublishedSeries.GasUnitedKingdom, 4, "Theta(M)", [999.7439171, 660.097642, 387.1894672, 718.360743, 1016.076373, 670.8375553, 393.4635927, 729.9542934, 1032.408828, 681.5774687] },
        { "WWWusage", PublishedSeries.WwwUsage, 1, "Theta(N)", [220.3096281, 220.619025, 220.928422, 221.2378189] },
        { "Nile", PublishedSeries.Nile, 1, "Theta(N)", [799.8119962, 798.4548435, 797.0976908, 795.7405381, 794.3833854, 793.0262326, 791.6690799, 790.3119272, 788.9547745, 787.5976218, 786.2404691, 784.8833163] },
        { "co2", PublishedSeries.CarbonDioxide, 12, "Theta(M)", [365.318887, 366.0924184, 366.9759011, 368.2661709, 368.8467297, 368.1770355, 366.5954618, 364.4061363, 362.5024929, 362.3381953, 363.6767928, 364.9294317] },
        { "ldeaths", PublishedSeries.LungDeaths, 12, "Theta(M)", [2668.275266, 2669.712858, 2481.552983, 2004.928162, 1603.612518, 1456.784972, 1393.838846, 1257.504379, 1249.15487, 1529.157819, 1673.450654, 2301.905649] },
        { "lynx", PublishedSeries.Lynx, 1, "Theta(N)", [3397.56887, 3399.211494, 3400.854118, 3402.496741] },
    };

    /// <summary>
    /// Reference values: R 4.2.2, package forecast 8.20, <c>thetaf(x, h = 24)$mean</c>. The tolerance is that of its optimiser, which stops
    /// at α within about 10⁻⁴ of the least squared error.
    /// </summary>
    [Theory]
    [MemberData(nameof(Standard))]
    public void Forecast_Standard_AsInR(string name, double[] values, int season, string form, double[] means)
    {
        var fit = _standard.Fit(values, season)!;

        Assert.True(form == fit.Form, name);
        Awkward.AssertNear(means, fit.Forecast(means.Length).Means, 2e-4);
    }

    /// <summary>As above: half-width of the 95 % band ÷ 1.96 at steps 1, 12 and 24.</summary>
    [Fact]
    public void Forecast_StandardNile_DeviationsAsInR()
    {
        var deviations = _standard.Fit(PublishedSeries.Nile, 1)!.Forecast(24).Deviations;

        Awkward.AssertNear([144.2317593, 186.0467406, 222.888957], [deviations[0], deviations[11], deviations[23]], 1e-3);
    }

    public static TheoryData<ThetaVariant, double[], int, double, double, double[]> Estimated { get; } = new()
    {
        { ThetaVariant.Dynamic, PublishedSeries.Nile, 1, 0.2465611, 0, [805.03778, 805.03778, 805.03778, 805.03778, 805.03778] },
        { ThetaVariant.Dynamic, PublishedSeries.AirPassengers, 12, 0.72252932, 1, [442.99476, 432.38981, 556.36765, 463.83717, 492.96138] },
        { ThetaVariant.Dynamic, PublishedSeries.LungDeaths, 12, 0.13181053, 0.11362357, [2690.616, 2695.0194, 1477.1281, 2349.9598, 2342.5947] },
        { ThetaVariant.Optimised, PublishedSeries.Nile, 1, 0.20717241, 1, [805.631, 802.91669, 792.05947, 775.77364, 743.20197] },
        { ThetaVariant.Optimised, PublishedSeries.AirPassengers, 12, 0.72081015, 0.9493639, [442.84952, 432.12531, 555.37018, 462.13802, 489.23379] },
    };

    /// <summary>
    /// Reference values: the equations of Fiorucci et al. (2016) step by step in R 4.2.2, all three parameters by <c>optim</c>
    /// (Nelder–Mead, 15 starts), on series divided by <c>decompose(x, "multiplicative")$figure</c>; forecasts of steps 1, 2, 6, 12, 24. R's
    /// package forecTheta was not at hand.
    /// </summary>
    [Theory]
    [MemberData(nameof(Estimated))]
    public void Forecast_Estimated_AsByEquations(ThetaVariant variant, double[] values, int season, double alpha, double weight, double[] means)
    {
        var fit = (ThetaForecast)new ThetaMethod(new ThetaOptions { Variant = variant }).Fit(values, season)!;
        var forecast = fit.Forecast(24).Means;

        Assert.Equal(alpha, fit.Alpha, 1e-3);
        Assert.Equal(weight, fit.Weight, 1e-3);
        Awkward.AssertNear(means, [forecast[0], forecast[1], forecast[5], forecast[11], forecast[23]], 5e-4);
    }

    [Fact]
    public void Fit_SeasonThroughZero_IsSubtracted()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(t => Math.Round(10 * Math.Sin(t * Math.PI / 6), 6))];

        var fit = new ThetaMethod().Fit(values, 12)!;

        Assert.Equal("DOTM(A)", fit.Form);
        Assert.Equal(10, fit.Forecast(12).Means[3], 0.5);
    }

    [Fact]
    public void Refit_OtherOrigin_SameAsFit()
    {
        var method = new ThetaMethod();
        var shorter = PublishedSeries.AirPassengers.AsSpan(0, 120);

        Assert.Equal(method.Fit(shorter, 12)!.Forecast(3).Means, method.Fit(PublishedSeries.AirPassengers, 12)!.Refit(shorter)!.Forecast(3).Means);
    }

    [Fact]
    public void Fit_AwkwardSeries_FiniteOrNull()
    {
        foreach (var variant in Enum.GetValues<ThetaVariant>())
        {
            Awkward.AssertSafe(new ThetaMethod(new ThetaOptions { Variant = variant }));
        }
    }
}
