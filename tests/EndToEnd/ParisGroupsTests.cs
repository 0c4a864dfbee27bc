using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>A program of its own over the published workbook and the outlines of the arrondissements.</summary>
public sealed class ServedParis : ServedDashboard
{
    /// <summary>As the folder of the data names it.</summary>
    public const string Outlines = "boundaries/paris-arrondissements.geojson";

    protected override GoldenFolder Data
        => RealData.Folder is { } folder && File.Exists(Path.Combine(folder, Outlines)) ? GoldenFolder.Paris : GoldenFolder.Demonstration;
}

/// <summary>Groups of the arrondissements of Paris, on their map.</summary>
public sealed class ParisGroupsTests(ServedParis dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedParis>
{
    private static readonly LocatorAssertionsToBeVisibleOptions _patient = new() { Timeout = 90_000 };

    [SkippableFact]
    public async Task Arrondissements_Chosen_AreComputedAndDrawnAsThePoliceCountThem()
    {
        Requires.RealFile(ServedParis.Outlines);
        var page = await dashboard.OpenAsync("/groupes?k=3");
        await page.GetByTestId("territoires").GetByRole(AriaRole.Radio, new() { Name = "Arrondissements" }).CheckAsync();
        var map = page.GetByTestId("map").And(page.Locator("[data-view=arrondissements]"));
        await Expect(map).ToBeVisibleAsync(_patient);
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Trois groupes d’arrondissements de Paris, 2020");

        // Since 2019 the first four are Paris Centre; the 5th and 6th have been counted together since 2015.
        await Expect(map.Locator("path.t[class*=group-]")).ToHaveCountAsync(16);
        await Expect(map.Locator("[data-code='75101-75104']")).ToHaveAttributeAsync("data-name", "Paris Centre (1er à 4e)");
        await Expect(page.GetByTestId("left-out")).ToContainTextAsync("Paris 2e");

        await page.GotoAsync(new Uri(dashboard.Address, "/groupes?territoires=arrondissements&annee=2013&k=3").ToString());
        await Expect(map.Locator("path.t[class*=group-]")).ToHaveCountAsync(20, new() { Timeout = 90_000 });
    }
}
