using Octoplus.Core.Statistics.Forecasting.Decomposition;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

public class StlTests
{
    private static readonly double[] _logPassengers = PublishedSeries.Logs(PublishedSeries.AirPassengers);

    // R 4.2.2: stl(x, …)$time.series, columns season, trend and remainder.
    [Fact]
    public void Decompose_PeriodicNottem_EqualsR()
    {
        var parts = new Stl().Decompose(PublishedSeries.Nottingham, 12);

        Assert.All(parts.Weights, weight => Assert.Equal(1, weight));
        AssertRow(parts, 0, -9.34719802747640, 49.68067264856322, 0.26652537891318);
        AssertRow(parts, 1, -9.85524962154722, 49.54552081703584, 1.10972880451138);
        AssertRow(parts, 99, -2.76347102216541, 48.80480135966720, 1.25866966249821);
        AssertRow(parts, 239, -9.47814227829695, 49.00509708238569, -1.72695480408874);
    }

    [Fact]
    public void Decompose_PeriodicCo2_EqualsR()
    {
        var parts = new Stl().Decompose(PublishedSeries.CarbonDioxide, 12);

        AssertRow(parts, 0, -0.0610010303500462, 315.1953569337264867, 0.2856440966235709);
        AssertRow(parts, 49, 0.594638699366114, 318.665641574546783, -0.340280273912867);
        AssertRow(parts, 467, -0.923171081745952, 364.466656102189063, 0.796514979556889);
    }

    // An odd number of values: with an even one, R's partial sort sometimes takes another value than the paper's median (0.1 % of the limit
    // at the 6th round of log(AirPassengers), seen from its weights).
    [Fact]
    public void Decompose_RobustPeriodic_EqualsR()
    {
        var parts = new Stl { IsRobust = true }.Decompose(_logPassengers[..143], 12);

        AssertRow(parts, 0, -0.08375498175765239, 4.80343445770677135, -0.00118060465402436);
        AssertRow(parts, 49, -0.1422713264675988, 5.3733309281343793, 0.0470550575637363);
        AssertRow(parts, 142, -0.2157213958382819, 6.2084780281550644, -0.0266098931930907);
        Assert.Equal(0.999672314547, parts.Weights[0], 9);
        Assert.Equal(0.955428295132, parts.Weights[19], 9);
    }

    [Fact]
    public void Decompose_RobustWindowOf7_EqualsR()
    {
        var parts = new Stl { SeasonWindow = 7, IsRobust = true }.Decompose(_logPassengers[..143], 12);

        AssertRow(parts, 0, -0.0692211551195632, 4.7981711170946442, -0.0104510906799868);
        AssertRow(parts, 49, -0.0627548420291694, 5.3511025765512699, -0.0102330752915840);
        AssertRow(parts, 142, -0.2218354570018020, 6.2014714515346903, -0.0134892554091959);
        Assert.Equal(0.949486150393, parts.Weights[0], 9);
    }

    [Fact]
    public void Decompose_RobustEvenLength_IsNearR()
    {
        var parts = new Stl { IsRobust = true }.Decompose(_logPassengers, 12);

        Assert.Equal(-0.08388219421602083, parts.Season[0], 1e-4);
        Assert.Equal(4.80306372972055140, parts.Trend[0], 1e-4);
        Assert.Equal(6.2026866108935366, parts.Trend[143], 1e-4);
    }

    // The first example of the paper: carbon dioxide at Mauna Loa, here on logs.
    [Fact]
    public void Decompose_WindowOf21_EqualsR()
    {
        var parts = new Stl { SeasonWindow = 21 }.Decompose(PublishedSeries.Logs(PublishedSeries.CarbonDioxide), 12);

        AssertRow(parts, 0, -0.000184933380887902, 5.753541057890972255, 0.000548959549327321);
        AssertRow(parts, 99, 0.007109161442750376, 5.773983438746836505, 0.000422223006966149);
        AssertRow(parts, 467, -0.00243619701614293, 5.89875033518198322, 0.00177335943684298);
    }

    // forecast 8.20: mstl(x), whose season window is 11.
    [Theory]
    [InlineData(nameof(PublishedSeries.AirPassengers), 0.940672490310, 0.990955036767)]
    [InlineData(nameof(PublishedSeries.Nottingham), 0.953424493243, 0.223984164705)]
    [InlineData(nameof(PublishedSeries.CarbonDioxide), 0.989771591222, 0.999802096046)]
    [InlineData(nameof(PublishedSeries.AccidentalDeaths), 0.944794464889, 0.802457009735)]
    public void Strengths_WindowOf11_EqualR(string name, double season, double trend)
    {
        var parts = new Stl { SeasonWindow = 11 }.Decompose(PublishedSeries.Named(name), 12);

        Assert.Equal(season, parts.SeasonStrength, 9);
        Assert.Equal(trend, parts.TrendStrength, 9);
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(5, 1)]
    [InlineData(24, 12)]
    [InlineData(25, 12)]
    [InlineData(400, 366)]
    [InlineData(3000, 52)]
    public void Decompose_AnyLength_AddsUp(int length, int season)
    {
        var values = Enumerable.Range(0, length).Select(i => (i % 7 * 1e12) - (i % 12 * 1e11)).ToArray();

        foreach (var stl in new[] { new Stl(), new Stl { IsRobust = true }, new Stl { SeasonWindow = 11 } })
        {
            var parts = stl.Decompose(values, season);
            for (var i = 0; i < length; i++)
            {
                Assert.Equal(values[i], parts.Trend[i] + parts.Season[i] + parts.Remainder[i], 1e-2);
            }

            Assert.InRange(parts.SeasonStrength, 0, 1);
            Assert.InRange(parts.TrendStrength, 0, 1);
        }
    }

    [Fact]
    public void Decompose_OneValueRepeated_IsAllTrend()
    {
        var parts = new Stl { IsRobust = true }.Decompose(Enumerable.Repeat(4.0, 48).ToArray(), 12);

        Assert.All(parts.Trend, value => Assert.Equal(4, value, 9));
        Assert.All(parts.Season, value => Assert.Equal(0, value, 9));
    }

    private static void AssertRow(StlDecomposition parts, int index, double season, double trend, double remainder)
    {
        Assert.Equal(season, parts.Season[index], 1e-9);
        Assert.Equal(trend, parts.Trend[index], 1e-9);
        Assert.Equal(remainder, parts.Remainder[index], 1e-9);
    }
}
