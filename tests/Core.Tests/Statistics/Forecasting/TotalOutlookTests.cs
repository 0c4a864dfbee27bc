using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Values of R 4.2.2: <c>pnbinom(k, mu = 12, size = 144 / 18)</c>, <c>qnbinom</c>, <c>ppois</c>, <c>qpois</c>, <c>pnorm</c>.</summary>
public sealed class TotalOutlookTests
{
    private static readonly TotalOutlook _small = new(12, Math.Sqrt(30), IsCount: true);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1 - 0.000655360000000)]
    [InlineData(3, 1 - 0.0292814848)]
    [InlineData(3.9, 1 - 0.0292814848)]
    [InlineData(12, 1 - 0.584107062442465)]
    [InlineData(40, 1 - 0.999873004301570)]
    public void ChanceAbove_SmallCount_IsNegativeBinomial(double level, double expected)
        => Assert.Equal(expected, _small.ChanceAbove(level), 1e-10);

    [Fact]
    public void Range_SmallCount_IsItsQuantiles()
    {
        Assert.Equal((6, 19), _small.Range(0.8));
        Assert.Equal((3, 24), _small.Range(0.95));
    }

    /// <summary>No more variance than Poisson's: a count cannot be surer than chance.</summary>
    [Fact]
    public void ChanceAbove_NoExcessVariance_IsPoisson()
    {
        var poisson = new TotalOutlook(12, 1, IsCount: true);

        Assert.Equal(1 - 0.57596524857306464, poisson.ChanceAbove(12), 1e-10);
        Assert.Equal((8, 17), poisson.Range(0.8));
    }

    [Fact]
    public void ChanceAbove_LargeCount_IsNormalWithContinuity()
    {
        var large = new TotalOutlook(20_500, 400, IsCount: true);

        Assert.Equal(0.894578359355111, large.ChanceAbove(19_999), 1e-10);
        Assert.Equal((20_500 - 513, 20_500 + 513), large.Range(0.8));
    }

    [Fact]
    public void ChanceAbove_NoCount_IsNormal()
    {
        Assert.Equal(0.5, new TotalOutlook(3.5, 2, IsCount: false).ChanceAbove(3.5), 1e-10);
        Assert.Equal(1, new TotalOutlook(3.5, 0, IsCount: false).ChanceAbove(3));
        Assert.Equal((3.5, 3.5), new TotalOutlook(3.5, 0, IsCount: false).Range(0.95));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(0.001, 50)]
    [InlineData(1e-9, 0)]
    [InlineData(9_999, 1e6)]
    [InlineData(1e12, 1e9)]
    [InlineData(1e-5, 1e-9)]
    public void Outlook_ExtremeMoments_IsFiniteAndInOrder(double mean, double deviation)
    {
        var outlook = new TotalOutlook(mean, deviation, IsCount: true);

        var (low, high) = outlook.Range(0.95);

        Assert.True(low >= 0 && low <= high && double.IsFinite(high), $"{low} {high}");
        Assert.InRange(outlook.ChanceAbove(mean), 0, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Range_NoProbability_Throws(double probability)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _small.Range(probability));
}
