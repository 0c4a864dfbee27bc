using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Bounds as shipped: totals 10 %, vanished places 5 %, changed cells 20 %.</summary>
public sealed class SourceVerdictTests
{
    private static readonly ChangeReport _report = new(
        "etat4001", [new PeriodChange(2019, false, 1)], [new TotalChange("tous", null, 2019, 1000, 1000)], [], [], [], 0, 0, 0, 1000, []) { FormerPlaces = 100 };

    [Theory]
    [InlineData(1100, null)]
    [InlineData(1101, "source.waits.total")]
    [InlineData(899, "source.waits.total")]
    [InlineData(500, "source.waits.total")]
    public void WhyWait_TotalChanges_WaitsBeyondTheBound(double after, string? why)
        => Assert.Equal(why, Why(_report with { Totals = [new TotalChange("tous", null, 2019, 1000, after)] }));

    [Fact]
    public void WhyWait_TotalGoes_Waits() => Assert.Equal("source.waits.total", Why(_report with { Totals = [new TotalChange("tous", null, 2019, 1000, null)] }));

    [Theory]
    [InlineData(5, 15, null)]
    [InlineData(5, 16, "source.waits.total")]
    [InlineData(0, 10, null)]
    [InlineData(0, 11, "source.waits.total")]
    public void WhyWait_SmallTotals_MayChangeByTen(double before, double after, string? why)
        => Assert.Equal(why, Why(_report with { Totals = [new TotalChange("homicides", null, 2019, before, after)] }));

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "source.waits.vanished")]
    public void WhyWait_PlacesVanish_WaitsBeyondTheBound(int vanished, string? why) => Assert.Equal(why, Why(_report with { VanishedCount = vanished }));

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "source.waits.changed")]
    public void WhyWait_CellsChange_WaitsBeyondTheBound(long changed, string? why) => Assert.Equal(why, Why(_report with { ChangedCells = changed }));

    [Theory]
    [InlineData(900, null)]
    [InlineData(899, "source.waits.fewer-rows")]
    public void WhyWait_FewerRowsThanBefore_WaitsBeyondTheBound(long rows, string? why)
        => Assert.Equal(why, SourceVerdict.WhyWait(new BroughtFile(_report, [], rows, 1000, IsFirst: false), new SourceBounds())?.Code);

    [Fact]
    public void WhyWait_FirstFile_IsWithinAnyBounds()
        => Assert.Null(SourceVerdict.WhyWait(
            new BroughtFile(_report with { Totals = [new TotalChange("tous", null, 2019, 1000, 1)], VanishedCount = 100, ChangedCells = 1000 }, [], 10, null, IsFirst: true), new SourceBounds()));

    [Theory]
    [InlineData("blank-cells", null)]
    [InlineData("unread-remark", "source.waits.warning")]
    [InlineData("something-new", "source.waits.warning")]
    public void WhyWait_Warning_WaitsUnlessHarmless(string code, string? why)
        => Assert.Equal(why, SourceVerdict.WhyWait(new BroughtFile(_report, [new Finding(FindingSeverity.Warning, code, "a.xlsx", null, null, null, null, "…")], 1, null, IsFirst: true), new SourceBounds())?.Code);

    private static string? Why(ChangeReport report) => SourceVerdict.WhyWait(new BroughtFile(report, [], 1000, 1000, IsFirst: false), new SourceBounds())?.Code;
}
