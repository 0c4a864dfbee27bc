using Octoplus.Core.Forecasts.Transformations;

namespace Octoplus.Core.Tests.Forecasts;

public class BoxCoxTests
{
    // forecast 8.20: BoxCox.lambda(x), whose optimize stops at 1.2e-4.
    [Theory]
    [InlineData(nameof(PublishedSeries.AirPassengers), 12, -0.294715585559316)]
    [InlineData(nameof(PublishedSeries.Nottingham), 12, 0.042141108291231)]
    [InlineData(nameof(PublishedSeries.AccidentalDeaths), 12, -0.0397561678314007)]
    [InlineData(nameof(PublishedSeries.Lynx), 1, 0.152184872626719)]
    [InlineData(nameof(PublishedSeries.WwwUsage), 1, 0.359625252668615)]
    [InlineData(nameof(PublishedSeries.Nile), 1, 0.998889361992502)]
    public void Lambda_PublishedSeries_EqualsR(string name, int season, double lambda)
    {
        Assert.Equal(lambda, Guerrero.Lambda(PublishedSeries.Named(name), season), 2e-4);
    }

    [Fact]
    public void Lambda_NothingToCompare_IsOne()
    {
        Assert.Equal(1, Guerrero.Lambda([1, 2, 3], 12));
        Assert.Equal(1, Guerrero.Lambda(new double[60], 12));
        Assert.Equal(1, Guerrero.Lambda(Enumerable.Repeat(7.0, 60).ToArray(), 12));
    }

    [Fact]
    public void Lambda_AZeroAmongValues_IsNotNegative()
    {
        double[] values = [0, .. PublishedSeries.AirPassengers[1..]];

        Assert.InRange(Guerrero.Lambda(values, 12), 0, 2);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void Invert_PositiveLambda_ReturnsValueOfAnySign(double lambda)
    {
        var transformation = new BoxCox(lambda);

        Assert.All([-1e12, -3, 0, 0.25, 1, 1e12], value => Assert.Equal(value, transformation.Invert(transformation.Transform(value)), Math.Abs(value) * 1e-6));
    }

    // Hyndman and Athanasopoulos, §5.6, worked by hand: λ = 0: e^2 (1 + 0.09 ÷ 2); λ = ½: (½·2 + 1)² (1 + 0.09·½ ÷ (2·2²)).
    [Fact]
    public void InvertMean_LogarithmAndRoot_FollowFormula()
    {
        Assert.Equal(Math.Exp(2) * 1.045, new BoxCox(0).InvertMean(2, 0.3), 12);
        Assert.Equal(4 * (1 + (0.045 / 8)), new BoxCox(0.5).InvertMean(2, 0.3), 12);
        Assert.Equal(3, new BoxCox(1).InvertMean(2, 0.3), 12);
    }

    [Fact]
    public void InvertMean_OutOfBounds_StaysFinite()
    {
        foreach (var lambda in new[] { -1.0, -0.3, 0, 0.3, 1, 2 })
        {
            var transformation = new BoxCox(lambda);
            foreach (var transform in new[] { -1e9, -1 / 0.3, 0, 1, 5, 1e9 })
            {
                Assert.True(double.IsFinite(transformation.InvertMean(transform, 1e6)));
                Assert.True(double.IsFinite(transformation.InvertDeviation(transform, 1e6)));
            }
        }
    }
}
