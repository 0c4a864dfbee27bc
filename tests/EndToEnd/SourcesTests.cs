using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>A source as an administrator adds it, has it asked, and reads what came of it.</summary>
public sealed class SourcesTests(ServedSources dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedSources>
{
    private static readonly LocatorAssertionsToContainTextOptions _synced = new() { Timeout = 60_000 };

    [SkippableFact]
    public async Task Folder_AddedTriedAndSynced_IsAcceptedWithItsLog()
    {
        var page = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(page, "/admin/sources");
        var drop = dashboard.Drop("mensuel-2004.csv", SeriesFiles.Monthly());

        await page.GetByTestId("add").ClickAsync();
        await Field(page, "kind").SelectOptionAsync("Folder");
        await Field(page, "name").FillAsync("Dépôt <mensuel>");
        await Field(page, "folder").FillAsync("/etc");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.Locator("[data-problem=folder]")).ToContainTextAsync("n’est pas dans un dossier permis");
        await Field(page, "folder").FillAsync(drop);
        await Field(page, "pattern").FillAsync("mensuel-*.csv");
        await page.GetByTestId("try").ClickAsync();
        await Expect(page.GetByTestId("trial")).ToContainTextAsync("mensuel-2004.csv");
        await page.GetByTestId("save").ClickAsync();

        await Expect(page.GetByTestId("title")).ToHaveTextAsync("Dépôt <mensuel>");
        await Expect(page.GetByTestId("state")).ToHaveTextAsync("jamais interrogée");
        await page.GetByTestId("sync").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("à jour", _synced);
        await Expect(page.GetByTestId("log")).ToContainTextAsync("« mensuel-2004.csv » accepté");
        await Expect(page.GetByTestId("files")).ToContainTextAsync("mensuel-2004.csv");

        await page.GetByTestId("sync").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("0 acceptée", _synced);
        await dashboard.GoToAsync(page, "/admin/imports");
        await Expect(page.GetByTestId("history")).ToContainTextAsync("mensuel-2004.csv");
    }

    [SkippableTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_InBothSizes_DoNotScrollSideways(int width)
    {
        var page = await dashboard.NewPageAsync(width, 844);
        await dashboard.SignInAsync(page, "/admin/sources");
        await Expect(page.GetByTestId("sources")).ToBeVisibleAsync();
        Assert.True(await FitsAsync(page));
        await page.Locator("[data-source] a").First.ClickAsync();
        await Expect(page.GetByTestId("facts")).ToBeVisibleAsync();
        Assert.True(await FitsAsync(page));
        await page.GetByTestId("edit").ClickAsync();
        await Expect(page.GetByTestId("save")).ToBeVisibleAsync();
        Assert.True(await FitsAsync(page));
    }

    private static ILocator Field(IPage page, string field) => page.Locator($"[data-field={field}]");

    private static Task<bool> FitsAsync(IPage page) => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
}

/// <summary>A program of its own, whose folder for files to take is at hand.</summary>
public sealed class ServedSources : ServedDashboard
{
    protected override GoldenFolder Data => GoldenFolder.Demonstration;

    /// <summary>Puts a file that is not being written into the folder that sources may read.</summary>
    /// <returns>The folder.</returns>
    public string Drop(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(DataFolder, "drop", name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return Path.GetDirectoryName(path)!;
    }
}
