using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>The page of groups over the demonstration data: what is chosen, shown, named and exported.</summary>
public sealed class GroupsTests(ServedGroups dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedGroups>
{
    [SkippableFact]
    public async Task Page_PlainAddress_ShowsMapProfilesAndCharts()
    {
        var errors = new List<string>();
        var page = await dashboard.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        await dashboard.GoToAsync(page, "/groupes");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("groupes de départements");
        await Expect(page.GetByTestId("map").Locator("path.t[class*=group-]")).ToHaveCountAsync(100); // the four of the inset come twice
        await Expect(page.GetByTestId("groupe-1").Locator("[data-feature]")).ToHaveCountAsync(12);
        foreach (var chart in new[] { "count-chart", "silhouette-chart", "projection-chart", "alluvial-chart" })
        {
            await Expect(page.GetByTestId(chart)).ToBeVisibleAsync();
        }

        await Expect(page.GetByTestId("table").Locator("tbody tr")).ToHaveCountAsync(101);
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task Choice_OfKYearAndTerritory_StandsInTheAddress()
    {
        var page = await dashboard.OpenAsync("/groupes");
        await page.GetByTestId("k").GetByRole(AriaRole.Radio, new() { Name = "5", Exact = true }).CheckAsync();
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Cinq groupes");
        await Expect(page.GetByTestId("legend").Locator("button")).ToHaveCountAsync(5);

        await page.Locator("#year").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page).ToHaveURLAsync(new Regex(@"annee=\d{4}&k=5$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var year = Regex.Match(page.Url, @"annee=(\d{4})", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        await Expect(page.GetByTestId("title")).ToContainTextAsync(year); // the groups of that year are those that are clicked

        await page.GetByTestId("table").Locator("tr[data-code='93'] button").ClickAsync();
        await Expect(page.GetByTestId("selected")).ToContainTextAsync("Seine-Saint-Denis (93)");
        await Expect(page.GetByTestId("map").Locator("[data-code='93']")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page).ToHaveURLAsync(new Regex($@"annee={year}&k=5&sel=93$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.ReloadAsync();
        await Expect(page.GetByTestId("selected")).ToContainTextAsync("Seine-Saint-Denis (93)");
        await page.GetByTestId("to-map").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/\?sel=93$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [SkippableFact]
    public async Task Choice_NotPrepared_IsComputed()
    {
        var page = await dashboard.OpenAsync("/groupes");
        await Expect(page.GetByTestId("title")).ToBeVisibleAsync();
        await page.GetByTestId("features").ClickAsync();
        await page.Locator("[data-preset=parts]").ClickAsync();
        await page.GetByTestId("features-search").FillAsync("escroqueries");
        await Expect(page.Locator("[data-feature='share:escroqueries']")).ToBeCheckedAsync();
        await page.Locator("[data-feature='share:escroqueries']").UncheckAsync();
        await page.GetByTestId("features-apply").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("criteres=share:homicides,", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByTestId("features")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("11 critères choisis", new() { Timeout = 90_000 });
        await Expect(page.GetByTestId("computing")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Name_EditedByTheAdministrator_IsSeenByAllAndTakenBack()
    {
        var page = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(page, "/groupes?k=3");
        var card = page.GetByTestId("groupe-2");
        await card.GetByTestId("rename").ClickAsync();
        await Expect(card.GetByTestId("rename-field")).ToBeFocusedAsync();
        await card.GetByTestId("rename-field").FillAsync("Villes <i>denses</i>");
        await card.GetByTestId("rename-save").ClickAsync();
        await Expect(card.Locator("h2")).ToContainTextAsync("Villes <i>denses</i>");

        var other = await dashboard.OpenAsync("/groupes?k=3&annee=2017");
        await Expect(other.GetByTestId("groupe-2").Locator("h2")).ToContainTextAsync("Villes <i>denses</i>");
        await Expect(other.GetByTestId("rename")).ToHaveCountAsync(0);

        await card.GetByTestId("rename").ClickAsync();
        await card.GetByTestId("rename-back").ClickAsync();
        await Expect(card.Locator("h2")).Not.ToContainTextAsync("Villes");
    }

    [SkippableFact]
    public async Task Export_OfGroups_SaysWhatTheyAre()
    {
        Requires.Chromium();
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var file = await client.GetStringAsync(new Uri("/export/groupes.csv?k=4", UriKind.Relative));
        Assert.Contains("Quatre groupes de départements", file, StringComparison.Ordinal);
        Assert.Contains("fictives", file, StringComparison.Ordinal);
        Assert.Single(file.Split("\r\n"), l => l.StartsWith("93;Seine-Saint-Denis;", StringComparison.Ordinal));
        using var refused = await client.GetAsync(new Uri("/export/groupes.csv?annee=1999", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [SkippableFact]
    public async Task Map_Keyboard_ReachesATerritoryAndTellsItsGroup()
    {
        var page = await dashboard.OpenAsync("/groupes?k=5");
        var first = page.Locator("[data-testid=map][data-ready] [role=option][tabindex='0']");
        await first.FocusAsync();
        var from = await first.GetAttributeAsync("data-code");
        await page.Keyboard.PressAsync("ArrowRight");
        var to = await page.EvaluateAsync<string>("document.activeElement.dataset.code");
        Assert.NotEqual(from, to);
        Assert.Contains("groupe ", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("selected")).ToContainTextAsync($"({to})");

        // The button that closes the card goes with it: the focus does not go astray.
        await page.GetByTestId("clear").ClickAsync();
        await Expect(page.GetByTestId("selected")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("title")).ToBeFocusedAsync();
    }

    [SkippableTheory]
    [InlineData("/groupes?k=5&sel=93")]
    [InlineData("/groupes?k=8")]
    public async Task Page_OnAPhone_FitsAndNavigatesByFiveEntriesAtMost(string path)
    {
        var page = await dashboard.OpenAsync(path, 390, 844);
        await Expect(page.GetByTestId("title")).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.True(await page.EvaluateAsync<int>("[...document.querySelectorAll('.side-bar a')].filter(a => a.checkVisibility()).length") <= 5);
        // Nothing for screen readers alone may make the page longer than what is seen.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight - document.querySelector('main').getBoundingClientRect().bottom - scrollY < 4"));
    }

    [SkippableFact]
    public async Task Page_English_SpeaksIt()
    {
        var page = await dashboard.OpenAsync("/groupes?k=5&lang=en");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Five groups of départements");
    }
}
