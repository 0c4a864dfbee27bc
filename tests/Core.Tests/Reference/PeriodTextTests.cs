using Octoplus.Core.Reference;

namespace Octoplus.Core.Tests.Reference;

public sealed class PeriodTextTests
{
    [Theory]
    [InlineData("2019", "2019-01-01", "2019-12-31")]
    [InlineData("2019-T3", "2019-07-01", "2019-09-30")]
    [InlineData("2019-Q1", "2019-01-01", "2019-03-31")]
    [InlineData("2020-02", "2020-02-01", "2020-02-29")]
    [InlineData("2019-03-04", "2019-03-04", "2019-03-04")]
    [InlineData("9998-12", "9998-12-01", "9998-12-31")]
    public void Parse_Period_GivesItsDays(string text, string first, string last)
        => Assert.Equal((DateOnly.Parse(first, null), DateOnly.Parse(last, null)), PeriodText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("19")]
    [InlineData("0000")]
    [InlineData("9999")]
    [InlineData("2019-T5")]
    [InlineData("2019-00")]
    [InlineData("2019-13")]
    [InlineData("2019-02-29")]
    [InlineData("2019-02-00")]
    [InlineData("2019-2")]
    [InlineData("2019-03-04T00:00")]
    [InlineData("２０１９")]
    public void Parse_OtherText_IsNull(string text) => Assert.Null(PeriodText.Parse(text));

    /// <summary>A week is named by its Monday: one that began the year before does not belong to the year.</summary>
    [Theory]
    [InlineData(PeriodGrain.Year, 2019)]
    [InlineData(PeriodGrain.Quarter, 20191)]
    [InlineData(PeriodGrain.Month, 201901)]
    [InlineData(PeriodGrain.Week, 20190101)]
    [InlineData(PeriodGrain.Day, 20190101)]
    public void Bound_FirstOfJanuary_IsTheKeyToCompareWith(PeriodGrain grain, int key) => Assert.Equal(key, PeriodText.Bound(grain, new DateOnly(2019, 1, 1)));
}
