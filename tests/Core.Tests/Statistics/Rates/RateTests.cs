using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Tests.Statistics.Rates;

public sealed class RateTests
{
    [Theory]
    [InlineData(null, 1000L)]
    [InlineData(10L, null)]
    [InlineData(10L, 0L)]
    [InlineData(null, null)]
    public void Of_CountOrPopulationMissing_IsNull(long? count, long? population) => Assert.Null(Rate.Of(count, population));

    [Fact]
    public void Of_TenAmongTwoThousand_IsFivePerThousandWithTheIntervalOfTen()
    {
        var rate = Rate.Of(10, 2000)!.Value;

        Assert.Equal(5, rate.Per1000, 1e-12);
        Assert.Equal(4.795388696 / 2, rate.Low, 1e-8);
        Assert.Equal(18.390356042 / 2, rate.High, 1e-8);
    }

    [Fact]
    public void Of_NothingRecorded_IsZeroWithAnUpperEnd()
    {
        var rate = Rate.Of(0, 1000)!.Value;

        Assert.Equal((0, 0), (rate.Per1000, rate.Low));
        Assert.Equal(3.688879454, rate.High, 1e-8);
    }
}
