using Dapper;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Charts;
using Octoplus.Ingest.Readers.Boundaries;

namespace Octoplus.Dashboard.Tests.Pages.Map;

/// <summary>Imported outlines take the place of the shipped ones while they are served, and no longer.</summary>
public sealed class AtlasSourceTests : IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    private AtlasSource Source => field ??= new AtlasSource(new BoundaryQueries(_test.Database));

    public Task InitializeAsync() => SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

    public Task DisposeAsync() => _test.DisposeAsync().AsTask();

    [Fact]
    public async Task OfBuildAsync_NothingImported_IsShipped() => Assert.Same(AtlasSet.Shipped, await Source.OfBuildAsync(0, CancellationToken.None));

    [Fact]
    public async Task OfBuildAsync_DepartmentsImported_DrawsThemAndTheirRegionsUntilUndone()
    {
        var served = await Source.OfBuildAsync(await ServeAsync(Squares(Datasets.DepartmentBoundaries, ReferenceTerritories.Departments.Select(d => d.Code))), CancellationToken.None);

        Assert.Equal("contours.geojson", served.Source);
        Assert.Equal(96, served.Departments.Shapes.Count);
        Assert.Equal(100, served.Departments.Shapes.Single(s => s.Code == "2A").Geometry.Area, 1e-9);
        Assert.Equal(13, served.Regions.Shapes.Count);
        var sheet = MapSheet.Of(TerritoryLevel.Department, MapView.France, MapSample.Panel().Territories, served);
        Assert.Equal((96, 7), (sheet.Shapes.Count, sheet.Tiles.Count)); // overseas stay tiles, although the file has their outlines

        await using (var connection = await _test.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("delete from active_vintage");
            await connection.ExecuteAsync("update publication set active_revision = active_revision + 1");
        }

        Assert.Same(AtlasSet.Shipped, await Source.OfBuildAsync(await RebuildAsync(), CancellationToken.None));
    }

    [Fact]
    public async Task OfBuildAsync_RegionsImported_HaveTheKeysOfTheFigures()
    {
        var served = await Source.OfBuildAsync(await ServeAsync(Squares(Datasets.RegionBoundaries, ["11", "84"])), CancellationToken.None);
        Assert.Equal(["R11", "R84"], served.Regions.Shapes.Select(s => s.Code));
        Assert.Same(Atlas.Departments, served.Departments);
    }

    [Fact]
    public async Task OfBuildAsync_AnotherBuildOfTheSameOutlines_KeepsThem()
    {
        var first = await Source.OfBuildAsync(await ServeAsync(Squares(Datasets.RegionBoundaries, ["11", "84"])), CancellationToken.None);
        await using (var connection = await _test.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("update publication set active_revision = active_revision + 1");
        }

        Assert.Same(first, await Source.OfBuildAsync(await RebuildAsync(), CancellationToken.None));
    }

    [Fact]
    public async Task OfBuildAsync_ArrondissementsImported_AreDrawnAndTheRestIsShipped()
    {
        Assert.Null((await Source.OfBuildAsync(await ServeAsync(Squares("contours-3-1er-abcdef", ["1er", "2eme", "3eme"])), CancellationToken.None)).Arrondissements);
        var codes = Enumerable.Range(1, 20).Select(n => n == 5 ? "5-6eme" : $"{n}eme");
        var served = await Source.OfBuildAsync(await ServeAsync(Squares("contours-20-10eme-abcdef", codes)), CancellationToken.None);
        Assert.Equal(20, served.Arrondissements!.Shapes.Count);
        Assert.Same(Atlas.Departments, served.Departments);
        Assert.Null(served.Source);
    }

    private static BoundaryContent Squares(string dataset, IEnumerable<string> codes)
        => new(
            dataset,
            [.. codes.Select((c, i) => new BoundaryOutline(c, c, c.Length > 2, 1, $"m{i % 10 * 10} {i / 10 * 10} 10 0 0 10-10 0z"))],
            new BoundaryLayout { Projection = "lambert-93", OriginX = 0, OriginY = 0, Scale = 1, Width = 100, Height = 100, VerticesRead = 4, VerticesKept = 4 });

    private async Task<long> ServeAsync(BoundaryContent content)
    {
        var store = new VintageStore(_test.Database);
        var vintage = new NewVintage(content.Dataset, "contours.geojson", new string('c', 64), 1, "test", IsDemonstration: false);
        var id = await store.StageAsync(vintage, [], CancellationToken.None);
        await store.CompleteAsync(id, vintage, content.Periods, await content.StoreAsync(_test.Database, id, null, CancellationToken.None), CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(_test.Database).AcceptAsync(id, "t", null, null, CancellationToken.None));
        return await RebuildAsync();
    }

    private async Task<long> RebuildAsync()
    {
        await new ViewBuilder(_test.Database).RebuildAsync(null, force: false, CancellationToken.None);
        return (await new VintageQueries(_test.Database).StatusAsync(CancellationToken.None)).BuildId;
    }
}
