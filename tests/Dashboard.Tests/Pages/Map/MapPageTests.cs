using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Map;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Map;

[Collection(ServedFiguresCollection.Name)]
public sealed class MapPageTests : BunitContext, IDisposable
{
    private readonly ServedFigures _served;
    private readonly FirstDataProgress _progress = new();
    private readonly TemporaryFolder _folder = new();

    public MapPageTests(ServedFigures served)
    {
        _served = served;
        MapSample.Speak("fr-FR");
        Services.AddOctoplusLocalization().AddSingleton(TimeProvider.System).AddSingleton(_progress);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Page_WhileFirstDataLoads_ShowsStepAndRows()
    {
        ServeNothing();
        var page = Render<MapPage>();
        _progress.Report(new ImportProgress(ImportStep.Reading, 1200, 5000));
        page.WaitForAssertion(() => Assert.Contains("1 200 cellules", MapNarrationTests.Plain(page.Find("[data-testid=loading]").TextContent), StringComparison.Ordinal));
        Assert.Equal("5000", page.Find("progress").GetAttribute("max"));
    }

    [Fact]
    public void Page_WithoutData_SaysHowToGetSome()
    {
        ServeNothing();
        _progress.End("panne");
        var empty = Render<MapPage>().Find("[data-testid=empty]").TextContent;
        Assert.Contains("import", empty, StringComparison.Ordinal);
        Assert.Contains("panne", empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        Use(Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_folder.File("missing/no.db")}" }, _folder.Path));
        var page = Render<MapPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public void Page_WithData_ShowsMapPanelAndTable()
    {
        var page = ServeFigures();
        Assert.StartsWith("Cambriolages de logement pour", page.Find("h1").TextContent, StringComparison.Ordinal);
        foreach (var part in new[] { "map", "legend", "side", "table" })
        {
            Assert.NotNull(page.Find($"[data-testid={part}]"));
        }
    }

    [Fact]
    public async Task Page_ControlChanged_GoesToTheAddressAndShowsIt()
    {
        var page = ServeFigures();
        var navigation = Services.GetRequiredService<NavigationManager>();
        await page.FindAll("[data-testid=mesure] input")[0].ChangeAsync("on");
        Assert.EndsWith("/?mesure=nombre", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("nombre de faits", page.Find("h1").TextContent, StringComparison.Ordinal));
        await page.Find("tr[data-code='01']").ClickAsync();
        Assert.EndsWith("/?mesure=nombre&sel=01", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("Ain (01)", page.Find("[data-testid=side] h2").TextContent));
    }

    [Fact]
    public void Page_AddressGivenUp_ShowsTheFormerOneAgain()
    {
        var page = ServeFigures();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/?niveau=region");
        page.WaitForAssertion(() => Assert.Equal("Régions", page.Find("#table-title").TextContent));
        navigation.NavigateTo("/");
        page.WaitForAssertion(() => Assert.Equal("Départements", page.Find("#table-title").TextContent));
    }

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    private IRenderedComponent<MapPage> ServeFigures()
    {
        _progress.End(null);
        Use(_served.Services.GetRequiredService<Database>());
        return Render<MapPage>();
    }

    private void ServeNothing()
    {
        var database = Database.Create(new DatabaseOptions(), _folder.Path);
        SchemaScripts.ApplyAsync(database, CancellationToken.None).GetAwaiter().GetResult();
        Use(database);
    }

    private void Use(Database database)
        => Services.AddSingleton(new MapPanelQueries(database, new OffenceUnitQueries(database))).AddSingleton(new AtlasSource(new BoundaryQueries(database)));
}
