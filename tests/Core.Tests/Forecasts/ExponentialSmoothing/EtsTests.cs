using Octoplus.Core.Forecasts.ExponentialSmoothing;

namespace Octoplus.Core.Tests.Forecasts.ExponentialSmoothing;

public sealed class EtsTests
{
    [Fact]
    public void Fit_AwkwardSeries_FiniteOrNull()
    {
        Awkward.AssertSafe(new EtsMethod());
    }

    [Fact]
    public void Fit_FullEffortAwkwardSeries_FiniteOrNull()
    {
        Awkward.AssertSafe(new EtsMethod(new EtsOptions { Effort = EtsEffort.Full, Forms = [EtsForm.All[4], EtsForm.All[8], EtsForm.All[14]] }));
    }

    [Fact]
    public void Fit_LongSeason_Null()
    {
        Assert.Null(new EtsMethod().Fit(new double[200], 52));
    }
}
