using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Jobs;

/// <summary>Expressions of Quartz, which counts the days of the week from 1 for Sunday, as standard ones: a case for each form.</summary>
public sealed class QuartzCronTests
{
    [Theory]
    [InlineData("0 0 3 * * ?", "0 0 3 * * ?")]
    [InlineData("0 0/15 * ? * *", "0 0/15 * ? * *")]
    [InlineData("30 5 4 ? * 1", "30 5 4 ? * SUN")]
    [InlineData("0 0 3 ? * 7", "0 0 3 ? * SAT")]
    [InlineData("0 30 4 ? * mon", "0 30 4 ? * MON")]
    [InlineData("0 30 4 ? * 2-6", "0 30 4 ? * MON-FRI")]
    [InlineData("0 30 4 ? * MON-FRI", "0 30 4 ? * MON-FRI")]
    [InlineData("0 30 4 ? * 6-2", "0 30 4 ? * FRI-MON")]
    [InlineData("0 30 4 ? * 1,3,SAT", "0 30 4 ? * SUN,TUE,SAT")]
    [InlineData("0 30 4 ? * 2/2", "0 30 4 ? * MON,WED,FRI")]
    [InlineData("0 30 4 ? * 2-6/2", "0 30 4 ? * MON,WED,FRI")]
    [InlineData("0 30 4 ? * */3", "0 30 4 ? * SUN,WED,SAT")]
    [InlineData("0 15 5 ? * 6L", "0 15 5 ? * FRIL")]
    [InlineData("0 15 5 ? * FRIL", "0 15 5 ? * FRIL")]
    [InlineData("0 15 5 ? * L", "0 15 5 ? * SAT")]
    [InlineData("0 15 5 ? * 6#3", "0 15 5 ? * FRI#3")]
    [InlineData("0 15 5 ? * MON#1", "0 15 5 ? * MON#1")]
    [InlineData("0 15 5 L * ?", "0 15 5 L * ?")]
    [InlineData("0 15 5 L-3 * ?", "0 15 5 L-3 * ?")]
    [InlineData("0 15 5 LW * ?", "0 15 5 LW * ?")]
    [InlineData("0 15 5 15W 1-6 ?", "0 15 5 15W 1-6 ?")]
    [InlineData("0 15 5 1 JAN,JUL ? *", "0 15 5 1 JAN,JUL ?")]
    [InlineData("whatever this is", "whatever this is")]
    public void ToStandard_OfEachForm_SaysTheSameTimes(string quartz, string standard)
    {
        Assert.Equal(standard, QuartzCron.ToStandard(quartz));
        Assert.Equal(standard, QuartzCron.ToStandard(standard)); // an upgrade that was cut off runs again
    }
}
