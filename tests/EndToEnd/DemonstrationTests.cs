using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>Fictional figures are marked wherever they leave the program.</summary>
public sealed class DemonstrationTests(ServedFirstStart dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedFirstStart>
{
    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/donnees")]
    public async Task Page_SaysThatFiguresAreFictional(string path)
    {
        var page = await dashboard.OpenAsync(path);
        await Expect(page.GetByTestId("demonstration")).ToContainTextAsync("fictives");
    }

    [SkippableFact]
    public async Task Map_OfDemonstrationData_ShowsEveryDepartmentWithARate()
    {
        var page = await dashboard.OpenAsync("/");
        var labels = await page.GetByTestId("map").Locator("[role=option]").EvaluateAllAsync<string[]>("shapes => shapes.map(s => s.getAttribute('aria-label'))");
        Assert.Equal(101, labels.Length);
        Assert.All(labels, label => Assert.Matches("[0-9],[0-9]", label));
    }

    [SkippableFact]
    public async Task ExportAndApi_MarkEveryFigure()
    {
        Requires.Chromium();
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var export = await client.GetStringAsync(new Uri("export/carte.csv", UriKind.Relative));
        Assert.StartsWith("# ", export.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains("démonstration", export.Split('\n')[0], StringComparison.OrdinalIgnoreCase);
        using var rows = JsonDocument.Parse(await client.GetStringAsync(new Uri("api/v1/counts?level=department&year=2020", UriKind.Relative)));
        Assert.All(rows.RootElement.EnumerateArray(), row => Assert.True(row.GetProperty("isDemonstration").GetBoolean()));
    }
}
