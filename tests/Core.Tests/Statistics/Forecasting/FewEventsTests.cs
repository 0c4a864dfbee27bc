using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Core.Statistics.Forecasting.Reconciliation;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Counts of few events: whole bands, and sums that are not those of rounded months.</summary>
public sealed class FewEventsTests
{
    // Ten events in each of nine years, never two in a month.
    private static readonly ForecastInput _rare = new(
        "01", PeriodGrain.Month, 201101, [.. Enumerable.Range(0, 108).Select(i => (double?)(((i * 7) + (i / 5)) % 6 == 5 ? 0 : 1))], IsCount: true);

    private static readonly ForecastInput _rarer = _rare with { Id = "02", Values = [.. Enumerable.Range(0, 108).Select(i => (double?)(i * 5 % 13 < 3 ? 1 : 0))] };

    [Fact]
    public void Forecast_EventsInOneMonthOfFour_ExpectsAYearOfThem()
    {
        var result = Forecaster.Forecast(_rarer, new ForecastOptions { Horizon = 12 });

        Assert.InRange(result.Steps[^1].TotalMean!.Value, 2, 4);
        Assert.Equal(result.Steps[^1].TotalMean!.Value, HorizonTotal.Of(result, 12, 12, isCount: true)!.Outlook.Mean);
        Assert.All(result.Steps, s => Assert.Equal((0, 0), (s.Mean, s.Low80)));
        Assert.Contains(result.Specification!.Weights, w => string.Equals(w.Method, "counts", StringComparison.Ordinal) && w.Weight > 0.3);
    }

    [Fact]
    public void Forecast_LargeCounts_GiveLowCountsNoPart()
    {
        var large = _rare with { Values = [.. _rare.Values.Select((v, i) => (double?)(400 + (50 * v) + (i % 7)))] };

        Assert.DoesNotContain(Forecaster.Forecast(large, new ForecastOptions { Horizon = 12 }).Specification!.Weights, w => string.Equals(w.Method, "counts", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_Yardsticks_AreScoredWithoutAWeight()
    {
        var result = Forecaster.Forecast(_rare, new ForecastOptions { Horizon = 12 });

        foreach (var key in (string[])["mean", "naive"])
        {
            Assert.Contains(result.Backtest, s => string.Equals(s.Method, key, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(result.Specification!.Weights, w => w.Method is "mean");
    }

    [Fact]
    public void Reconcile_MonthsBelowHalfAnEvent_AddUpToWhatIsExpected()
    {
        var hierarchy = ForecastHierarchy.Of([.. Enumerable.Range(0, 8).Select(i => new HierarchyLeaf($"d{i}", ["FR"]))]);
        var leaf = Forecaster.Forecast(_rarer, new ForecastOptions { Horizon = 12 });
        ForecastResult[] bases = [.. Enumerable.Range(0, 8).Select(i => leaf with { Id = $"d{i}" }), leaf with { Id = "FR" }];

        var results = ForecastReconciler.Reconcile(hierarchy, bases, new() { Method = ReconciliationMethod.BottomUp }).Results;

        Assert.Equal(8 * leaf.Steps[^1].TotalMean!.Value, results[^1].Steps[^1].TotalMean!.Value, 9);
        Assert.All(Enumerable.Range(0, 12), h => Assert.Equal(Math.Round(8 * leaf.ExpectedAt(h), MidpointRounding.AwayFromZero), results[^1].Steps[h].Mean));
        Assert.All(results[0].Steps.Zip(leaf.Steps), s => Assert.True(s.First.High80 <= Math.Max(s.First.Mean, s.Second.High80)));
    }
}
