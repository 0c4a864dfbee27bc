using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Pages.Data;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Readers.Boundaries;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class BoundaryListTests : BunitContext, IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    public BoundaryListTests()
    {
        Services.AddLogging().AddOctoplusLocalization().AddSingleton(new BoundaryQueries(_test.Database));
        MapSample.Speak("fr");
    }

    public Task InitializeAsync() => SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public void List_NothingImported_SaysWhatToImport()
        => Assert.Contains("GeoJSON", Render<BoundaryList>(p => p.Add(l => l.Sets, [])).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task List_SetOpened_DrawsItWithItsNames()
    {
        var content = new BoundaryContent(
            "contours-2-a-123456",
            [new BoundaryOutline("a", "<b>Alpha</b>", IsInset: false, 12.34, "m0 0 10 0 0 10z"), new BoundaryOutline("b", "b", IsInset: false, 1234, "m9 9 10 0 0 10z")],
            new BoundaryLayout { Projection = "lambert-93", OriginX = 0, OriginY = 0, Scale = 1, Width = 20, Height = 20, VerticesRead = 400, VerticesKept = 6 });
        await content.StoreAsync(_test.Database, 7, null, CancellationToken.None);
        var list = Render<BoundaryList>(p => p.Add(l => l.Sets, [new ServedBoundaries { Dataset = content.Dataset, VintageId = 7, Vintage = "v", FileName = "f.geojson", Count = 2 }]));
        Assert.Empty(list.FindAll("svg"));
        await list.Find("button").ClickAsync(new());

        list.WaitForAssertion(() => Assert.Equal(["m0 0 10 0 0 10z", "m9 9 10 0 0 10z"], list.FindAll("svg path").Select(p => p.GetAttribute("d"))));
        Assert.Equal("a · <b>Alpha</b>", list.Find("svg path title").TextContent);
        Assert.Equal(["a · <b>Alpha</b> 12,3 km²", "b 1\u202f234 km²"], list.FindAll("ol li").Select(l => l.TextContent.Trim()));
        Assert.Equal("-2 -2 24 24", list.Find("svg").GetAttribute("viewBox"));
    }
}
