using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

public sealed class BandShapeTests
{
    // Of yearly counts whose few trials all ended in the year of lockdown: every error on one side.
    [Theory]
    [InlineData(-3.1, -2.2, -0.4, -0.3)]
    [InlineData(0.3, 0.4, 2.2, 3.1)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-2.25, -1.33, 1.33, 2.25)]
    public void Ordered_ErrorsOnOneSide_KeepsTheInnerBandWithinTheOuterAndTheForecastWithin(double low95, double low80, double high80, double high95)
    {
        var ends = BandShape.Ordered([low95, low80, high80, high95]);
        Assert.True(ends[0] < ends[1] && ends[1] < 0 && 0 < ends[2] && ends[2] < ends[3], string.Join(' ', ends));
        Assert.True(ends[0] <= Math.Min(low95, -1) && ends[3] >= Math.Max(high95, 1), string.Join(' ', ends));
    }
}
