using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>What the map, the side panel and the table show of the published workbook.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed class RealFiguresTests(ServedDashboard dashboard) : BrowserTests(dashboard.Pages)
{
    private const string Burglary2019 = "/?annee=2019";

    [SkippableFact]
    public async Task Map_BurglaryOfDwellings2019_AnswersWithTheCountry()
    {
        var page = await OpenAsync(Burglary2019);
        await ExpectTextAsync(page, "title", "Cambriolages de logement pour 1 000 habitants, 2019");
        // 238,996 in all; 236,802 in départements with a population of 67,257,982 together: 3.5 ‰.
        await ExpectTextAsync(page, "answer", "3,5 ‰", "238 996 faits", "2 194 sans population");
        await Expect(page.GetByTestId("demonstration")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Map_AllDepartments_HaveAnAccessibleNameWithTheirRate()
    {
        var page = await OpenAsync(Burglary2019);
        var options = page.GetByTestId("map").GetByRole(AriaRole.Option);
        // 96 of the métropole, 5 overseas, and the collectivities of that year.
        var codes = await options.EvaluateAllAsync<string[]>("shapes => shapes.map(s => s.dataset.code)");
        Assert.Equal(101, codes.Count(c => c.Length == 2 || c is "971" or "972" or "973" or "974" or "976"));
        Assert.Contains("978", codes);
        var label = await page.Locator("[data-testid=map] [role=option][data-code='93']").GetAttributeAsync("aria-label");
        Assert.Contains("Seine-Saint-Denis", label, StringComparison.Ordinal);
        Assert.Contains("4,3", label, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Selection_SeineSaintDenis_ShowsCountRateRankAndChange()
    {
        var page = await OpenAsync(Burglary2019);
        await page.Locator("[data-testid=map][data-ready] [role=option][data-code='93']").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("sel=93", StringComparison.Ordinal));
        // 7,146 ÷ 1,644,903: 4.34 ‰, 15th of the 101; 9.0 % below 2018.
        await ExpectTextAsync(page, "side", "Seine-Saint-Denis");
        await ExpectTextAsync(page, "figures", "4,3 ‰", "7 146", "15e", "−9,0 %", "baisse");
    }

    [SkippableFact]
    public async Task Selection_ByKeyboard_AddsASecondTerritory()
    {
        var page = await OpenAsync(Burglary2019 + "&sel=75");
        var paris = page.Locator("[data-testid=map] [role=option][data-code='75']");
        await page.Locator("[data-testid=map][data-ready] [role=option][tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var focused = await page.EvaluateAsync<string>("document.activeElement.dataset.code");
        Assert.False(string.IsNullOrEmpty(focused));
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.WaitForURLAsync(url => url.Contains("sel=75," + focused, StringComparison.Ordinal));
        await Expect(paris).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.GetByTestId("compared").Locator("tbody tr")).ToHaveCountAsync(3); // both and the country
    }

    [SkippableFact]
    public async Task Table_SortedByRate_BeginsAsPublished()
    {
        var page = await OpenAsync(Burglary2019);
        var rows = page.GetByTestId("table").Locator("tbody tr");
        Assert.Equal("Bouches-du-Rhône 13", Plain(await rows.Nth(0).Locator("th").InnerTextAsync()));
        Assert.Contains("12 088", Plain(await rows.Nth(0).InnerTextAsync()), StringComparison.Ordinal);
        Assert.Contains("12 542", Plain(await rows.Nth(1).InnerTextAsync()), StringComparison.Ordinal);
        Assert.Contains("10 299", Plain(await rows.Nth(2).InnerTextAsync()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Filters_ChangeOfYearForceAndLevel_ChangeWhatIsShownAndTheAddress()
    {
        var page = await OpenAsync(Burglary2019);
        await page.GetByTestId("annee").Locator("input").FillAsync("0");
        await ExpectTextAsync(page, "title", "2012");
        await ExpectTextAsync(page, "answer", "244 423 faits");
        Assert.Contains("annee=2012", page.Url, StringComparison.Ordinal);

        await page.GetByTestId("niveau").GetByRole(AriaRole.Radio, new() { Name = "Région" }).CheckAsync();
        await page.WaitForURLAsync(url => url.Contains("niveau=region", StringComparison.Ordinal));
        await Expect(page.GetByTestId("table").Locator("tbody tr")).ToHaveCountAsync(18);

        await page.ReloadAsync();
        await ExpectTextAsync(page, "title", "2012");
        await Expect(page.GetByTestId("table").Locator("tbody tr")).ToHaveCountAsync(18);

        await page.GoBackAsync();
        await Expect(page.GetByTestId("table").Locator("tbody tr")).ToHaveCountAsync(105);
    }

    [SkippableFact]
    public async Task Indicator_TypedAndChosen_ShowsASingleIndex()
    {
        var page = await OpenAsync(Burglary2019);
        await OpenListAsync(page);
        await page.GetByRole(AriaRole.Combobox).FillAsync("107");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("indicateur=index-107", StringComparison.Ordinal));
        await ExpectTextAsync(page, "title", "Autres délits");
    }

    /// <summary>
    /// Opens the list of indicators, by a second click where the first one is lost: on a busy machine, one in some tens of first clicks
    /// on the first page of a server just started is, for a reason not found yet.
    /// </summary>
    private static async Task OpenListAsync(IPage page)
    {
        var button = page.GetByTestId("indicateur").GetByRole(AriaRole.Button);
        await button.ClickAsync();
        try
        {
            await page.GetByRole(AriaRole.Combobox).WaitForAsync(new() { Timeout = 5000 });
        }
        catch (TimeoutException)
        {
            await button.ClickAsync();
            await page.GetByRole(AriaRole.Combobox).WaitForAsync();
        }
    }

    [SkippableFact]
    public async Task Export_SameQuery_HoldsTheSameFiguresWithTheirSource()
    {
        var page = await OpenAsync(Burglary2019);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("csv").ClickAsync());
        var text = await File.ReadAllTextAsync(await file.PathAsync());
        Assert.Contains("État", text, StringComparison.Ordinal);
        var line = Assert.Single(text.Split('\n'), l => l.Contains("Seine-Saint-Denis", StringComparison.Ordinal));
        Assert.Contains("7146", line.Replace("\u202f", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("démonstration", text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task ExpectTextAsync(IPage page, string testId, params string[] parts)
    {
        // Narrow and ordinary no-break spaces count as spaces here.
        foreach (var part in parts)
        {
            var pattern = string.Join("\\s*", part.Split(' ').Select(System.Text.RegularExpressions.Regex.Escape));
            await Expect(page.GetByTestId(testId)).ToContainTextAsync(new System.Text.RegularExpressions.Regex(pattern));
        }
    }

    private static string Plain(string text)
        => string.Join(' ', text.Split([' ', '\u00a0', '\u202f', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private Task<IPage> OpenAsync(string path)
    {
        Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        return dashboard.OpenAsync(path);
    }
}
