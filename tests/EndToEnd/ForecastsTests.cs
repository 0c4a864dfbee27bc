using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>The pages of forecasts over the published monthly file.</summary>
public sealed class ForecastsTests(ServedForecasts dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedForecasts>
{
    [SkippableFact]
    public async Task Panel_ChosenByKeyboard_ShowsMeasureAndTerritory()
    {
        var page = await OpenAsync("/previsions");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Vols, France");

        await page.Locator("#mesure").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("clandestin");
        await Expect(page.Locator("#mesure-list [role=option]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Ends("mesure=etat4001-mensuel/main-oeuvre"));
        await Expect(page.Locator("#mesure")).ToBeFocusedAsync();

        await page.Locator("#territoire").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("lozere");
        await Expect(page.Locator("#territoire-list [role=option]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("main-d’œuvre, Lozère");
        await Expect(page.GetByTestId("warning")).ToContainTextAsync("Trop peu de faits");

        await page.GetByTestId("parent").ClickAsync();
        await Expect(page.GetByTestId("title")).ToContainTextAsync("main-d’œuvre, Occitanie");
    }

    [SkippableFact]
    public async Task Panel_HorizonLevelAndChart_StandInTheAddress()
    {
        var errors = new List<string>();
        var page = await OpenAsync("/previsions?territoire=31", watch: p => p.Console += (_, m) => AddError(errors, m));
        await Expect(page.GetByTestId("title")).ToContainTextAsync("attendus en 2021");
        await Expect(page.GetByTestId("origin")).ToContainTextAsync("Les données s’arrêtent en décembre 2020");
        await Expect(page.GetByTestId("forecast-chart").Locator(".main-svg").First).ToBeVisibleAsync(new() { Timeout = 20_000 }); // the chart script is large

        await page.GetByTestId("horizon").SelectOptionAsync("6");
        await Expect(page).ToHaveURLAsync(Ends("horizon=6"));
        await Expect(page.GetByTestId("title")).ToContainTextAsync("de janvier à juin 2021");
        await Expect(page.GetByTestId("steps").Locator("tbody tr")).ToHaveCountAsync(6);

        await page.GetByTestId("level").FillAsync("100 000");
        await page.GetByTestId("level").PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Ends("horizon=6&niveau=100000"));
        await Expect(page.GetByTestId("level-answer")).ToContainTextAsync("moins de 1");
        await page.GetByTestId("level").FillAsync("beaucoup");
        await page.GetByTestId("level").PressAsync("Enter");
        await Expect(page.GetByTestId("level-answer")).ToContainTextAsync("n’est pas un total");

        await page.GetByTestId("courbe").GetByRole(AriaRole.Radio, new() { Name = "Tout l’historique" }).CheckAsync();
        await page.GetByTestId("fit").CheckAsync();
        await Expect(page).ToHaveURLAsync(Ends("ajustement=oui&courbe=entiere"));
        await Expect(page.Locator("[data-chart-table] tbody tr")).ToHaveCountAsync(264);
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task Panel_Backtest_ComparesTheMethodsOverTheStepsChosen()
    {
        var page = await OpenAsync("/previsions?territoire=31");
        await Expect(page.GetByTestId("backtest-words")).ToContainTextAsync("la prévision se trompe en moyenne de");
        var methods = page.GetByTestId("backtest-methods");
        await Expect(methods.Locator("tbody tr").First).ToHaveAttributeAsync("data-method", "combination");
        await Expect(methods.Locator("[data-method=naive]")).ToBeVisibleAsync();
        await page.GetByTestId("backtest-steps").GetByRole(AriaRole.Link, new() { Name = "à 3 mois" }).ClickAsync();
        await Expect(methods.Locator("caption")).ToContainTextAsync("à 3 mois");
    }

    [SkippableFact]
    public async Task Simulation_OfFiveYears_IsMarkedAndLeadsBack()
    {
        var page = await OpenAsync("/previsions?territoire=31");
        var published = await page.GetByTestId("total").TextContentAsync();
        await page.GetByTestId("historique").GetByRole(AriaRole.Radio, new() { Name = "5 ans" }).CheckAsync();
        await Expect(page.GetByTestId("simulation")).ToContainTextAsync("Simulation, non publiée");
        await page.GetByTestId("simulation").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByTestId("simulation")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("total")).ToHaveTextAsync(published!);
    }

    [SkippableFact]
    public async Task Export_OfAForecast_SaysWhereItComesFrom()
    {
        Requires.RealFile(ServedForecasts.MonthlyFile);
        Requires.Chromium();
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var file = Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri("/export/previsions.csv?territoire=31&horizon=3", UriKind.Relative)));
        Assert.Contains("édition etat4001-mensuel-", file, StringComparison.Ordinal);
        Assert.Contains("La délinquance enregistrée n’est pas toute la délinquance", file, StringComparison.Ordinal);
        Assert.Equal(3, file.Split("\r\n").Count(l => l.StartsWith("Haute-Garonne;31;;Vols;2021-0", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Overview_AllDepartments_NarrowedToARegionLeadsToOne()
    {
        var page = await OpenAsync("/previsions/departements");
        await Expect(page.GetByTestId("tiles").Locator("li")).ToHaveCountAsync(100);
        await page.GetByTestId("region").SelectOptionAsync("R76");
        await Expect(page.GetByTestId("tiles").Locator("li")).ToHaveCountAsync(13);
        await page.GetByTestId("tri").GetByRole(AriaRole.Radio, new() { Name = "Code" }).CheckAsync();
        var tiles = page.Locator("[data-territory]");
        foreach (var (code, place) in new[] { "09", "11", "12", "30", "31" }.Select((c, i) => (c, i)))
        {
            await Expect(tiles.Nth(place)).ToHaveAttributeAsync("data-territory", code); // none moves any more under the click
        }

        await page.Locator("[data-territory='31']").ClickAsync();
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Vols, Haute-Garonne");
    }

    [SkippableFact]
    public async Task Ledger_HoldsEveryForecastAndSaysWhenScoresCome()
    {
        var page = await OpenAsync("/previsions/registre?mesure=etat4001-mensuel/vols&territoire=31");
        await Expect(page.GetByTestId("no-scores")).ToContainTextAsync("premières notes");
        var row = page.GetByTestId("ledger").Locator("tbody tr").Filter(new() { HasText = "Vols, Haute-Garonne" });
        await Expect(row.Last).ToContainTextAsync("décembre 2020");
        await row.Last.GetByRole(AriaRole.Link, new() { Name = "Vols, Haute-Garonne" }).ClickAsync();
        await Expect(page.GetByTestId("points").Locator("tbody tr")).ToHaveCountAsync(24);
        await Expect(page.GetByTestId("no-scores")).ToContainTextAsync("en janvier 2021");
    }

    [SkippableTheory]
    [InlineData("/previsions?territoire=31")]
    [InlineData("/previsions?mesure=etat4001-mensuel/homicides&territoire=48")]
    [InlineData("/previsions/departements")]
    [InlineData("/previsions/registre")]
    [InlineData("/previsions/registre?bilan=modele")]
    public async Task Page_OnAPhone_FitsAndNavigatesByFiveEntriesAtMost(string path)
    {
        var page = await OpenAsync(path, 390, 844);
        await Expect(page.Locator("h1").First).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.True(await page.EvaluateAsync<int>("[...document.querySelectorAll('.side-bar a')].filter(a => a.checkVisibility()).length") <= 5);
    }

    [SkippableFact]
    public async Task Panel_English_SpeaksIt()
    {
        var page = await OpenAsync("/previsions?territoire=31&lang=en");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("Thefts, Haute-Garonne");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("events expected in 2021");
    }

    private async Task<IPage> OpenAsync(string path, int width = 1440, int height = 900, Action<IPage>? watch = null)
    {
        Requires.RealFile(ServedForecasts.MonthlyFile);
        var page = await dashboard.NewPageAsync(width, height);
        watch?.Invoke(page);
        await dashboard.GoToAsync(page, path);
        return page;
    }

    private static Regex Ends(string query) => new(Regex.Escape(query) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static void AddError(List<string> errors, IConsoleMessage message)
    {
        if (message.Type == "error")
        {
            errors.Add(message.Text);
        }
    }
}
