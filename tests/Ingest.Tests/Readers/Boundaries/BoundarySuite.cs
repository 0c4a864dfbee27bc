using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Boundaries;
using Octoplus.Ingest.Tests.Imports;
using static Octoplus.Ingest.Tests.Readers.Boundaries.GeoJsonText;

namespace Octoplus.Ingest.Tests.Readers.Boundaries;

/// <summary>Outlines stored, served, compared and undone, the same on every engine.</summary>
public abstract class BoundarySuite : ContentSuite
{
    private BoundaryQueries Queries => new(Database);

    [SkippableFact]
    public async Task ServedAsync_AcceptedAndUndone_FollowsTheViews()
    {
        var content = Two();
        var id = await ServeAsync(content);

        var set = Assert.Single(await Queries.ServedAsync(CancellationToken.None));
        Assert.Equal((content.Dataset, id, 2L), (set.Dataset, set.VintageId, set.Count));
        Assert.Equal(content.Layout, await Queries.LayoutAsync(id, CancellationToken.None));
        Assert.Equal(content.Outlines, await Queries.OutlinesAsync(id, CancellationToken.None));
        await UndoAsync(content.Dataset);
        Assert.Empty(await Queries.ServedAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task StoreAsync_TextsThatBreakFilesOfRows_StayAsTheyAre()
    {
        var content = Two() with { Outlines = [new BoundaryOutline("=1+1", "a\\b'\";-- <b>é</b>", IsInset: false, 1.0 / 3, new string('z', 100_000))] };
        Assert.Equal(content.Outlines, await Queries.OutlinesAsync(await ServeAsync(content), CancellationToken.None));
    }

    [SkippableFact]
    public async Task CompareAsync_AnotherEdition_ListsNamesAreasAndCodes()
    {
        await ServeAsync(Two());
        Assert.True((await CompareAsync(Two())).ChangesNothing);
        var changed = Two();
        var report = await CompareAsync(changed with
        {
            Outlines = [changed.Outlines[0] with { Name = "Autre", AreaKm2 = changed.Outlines[0].AreaKm2 + 100 }, changed.Outlines[1] with { Code = "c", Name = "Gamma" }],
        });

        Assert.Equal(["name", "area-km2"], report.Largest.Select(c => c.Measure));
        Assert.Equal(100, report.Largest[1].Difference(), 0.01);
        Assert.Equal((("Gamma", "c"), ("Beta", "b")), ((report.Added[0].Name, report.Added[0].Group), (report.Vanished[0].Name, report.Vanished[0].Group)));
        Assert.Equal(["area-km2", "outlines"], report.Totals.Select(t => t.Measure));
    }

    [SkippableFact]
    public async Task CompareAsync_RoundingOfAreas_IsNoChange()
    {
        await ServeAsync(Two());
        var slightly = Two();
        Assert.True((await CompareAsync(slightly with { Outlines = [.. slightly.Outlines.Select(o => o with { AreaKm2 = o.AreaKm2 * 1.0005 })] })).ChangesNothing);
    }

    [SkippableFact]
    public async Task DropAsync_Staged_LeavesNoOutline()
    {
        var id = await Store.StageAsync(NewVintage(Two()), [], CancellationToken.None);
        Assert.Equal(2, await Two().StoreAsync(Database, id, null, CancellationToken.None));
        await Store.DropAsync(id, CancellationToken.None);
        Assert.Equal([0L, 0L], await Test.ColumnAsync<long>("select count(*) from boundary union all select count(*) from boundary_set"));
    }

    private static BoundaryContent Two() => Read(Collection(Feature("a", Square(0), name: "Alpha"), Feature("b", Square(1), name: "Beta"))).Content;
}

public sealed class SqliteBoundaryTests : BoundarySuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbBoundaryTests : BoundarySuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
