using Octoplus.Dashboard.Sources;

namespace Octoplus.Dashboard.Tests.Sources;

public sealed class ScheduleChoiceTests
{
    [Theory]
    [InlineData("0 5 * * * ?", "Hourly")]
    [InlineData("0 30 5 * * ?", "Daily")]
    [InlineData("0 0 23 ? * SUN", "Weekly")]
    [InlineData("0 0 0 28 * ?", "Monthly")]
    [InlineData("0 0 0 31 * ?", "Own")]
    [InlineData("0 60 5 * * ?", "Own")]
    [InlineData("0 0 24 * * ?", "Own")]
    [InlineData("0 0 * 5 * ?", "Own")]
    [InlineData("0 0 5 ? * MON-FRI", "Own")]
    [InlineData("1 0 5 * * ?", "Own")]
    [InlineData("", "Own")]
    [InlineData("x", "Own")]
    public void Of_Expression_IsTheChoiceThatGivesIt(string cron, string mode)
    {
        var choice = ScheduleChoice.Of(cron);
        Assert.Equal(mode, choice.Mode.ToString());
        Assert.Equal(cron, choice.ToCron());
    }
}
