using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Tests.Pages.Map;
using static Octoplus.Dashboard.Tests.Pages.Map.MapNarrationTests;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed class ForecastPageTests : ForecastPagesContext
{
    [Fact]
    public void Page_NothingForecast_SaysHowToGetSome()
        => Assert.Contains("train-forecasts", Render<ForecastPage>().Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        Serve(Nowhere());
        var page = Render<ForecastPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Page_PlainAddress_ShowsThefsOfFrance()
    {
        await PublishAsync();
        var page = Render<ForecastPage>();
        Assert.Equal("Vols, France : 25 200 faits attendus en 2021, de 23 700 à 26 700 (80 %)", Plain(page.Find("[data-testid=title]").TextContent));
        Assert.Contains("il y a 5 ans et 10 mois", Plain(page.Find("[data-testid=origin]").TextContent), StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-testid=old]"));
        Assert.Equal("25 200", Plain(page.Find("[data-testid=total]").TextContent));
        Assert.Equal("97 %", Plain(page.Find("[data-testid=chance]").TextContent));
        Assert.Equal(12, page.FindAll("[data-testid=season] rect").Count);
        Assert.Equal(12, page.FindAll("[data-testid=steps] tbody tr").Count);
        Assert.Equal(["combination", "ets", "naive"], page.FindAll("[data-testid=backtest-methods] tbody tr").Select(r => r.GetAttribute("data-method")!));
        Assert.Contains("etat4001-mensuel-2020-1a2b3c4d", page.Find("[data-testid=source]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Horizon_Chosen_GoesToTheAddressAndShortensEverything()
    {
        await PublishAsync();
        var page = Render<ForecastPage>();
        await page.Find("[data-testid=horizon]").ChangeAsync("3");
        Assert.EndsWith("/previsions?horizon=3", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("de janvier à mars 2021", Plain(page.Find("h1").TextContent), StringComparison.Ordinal));
        Assert.Equal(3, page.FindAll("[data-testid=steps] tbody tr").Count);
    }

    [Fact]
    public async Task Level_Typed_IsAnsweredOrRefusedWithAReason()
    {
        await PublishAsync();
        Navigation.NavigateTo("/previsions?territoire=31");
        var page = Render<ForecastPage>();
        await page.Find("[data-testid=level]").ChangeAsync("25 200");
        await page.Find("form.level").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("50 % de chances de dépasser 25 200", string.Join(' ', Plain(page.Find("[data-testid=level-answer]").TextContent).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal));

        await page.Find("[data-testid=level]").ChangeAsync("beaucoup");
        await page.Find("form.level").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("« beaucoup » n’est pas un total", Plain(page.Find("[data-testid=level-answer]").TextContent), StringComparison.Ordinal));
        Assert.Equal("true", page.Find("[data-testid=level]").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Page_TooFewEvents_SaysSoDimmedAndLeadsToTheRegion()
    {
        await PublishAsync();
        Navigation.NavigateTo("/previsions?territoire=48");
        var page = Render<ForecastPage>();
        Assert.Contains("Trop peu de faits", page.Find("[data-testid=warning]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/previsions?territoire=R76", page.Find("[data-testid=parent]").GetAttribute("href"));
        Assert.NotNull(page.Find(".forecast-chart.dimmed"));
        Assert.NotNull(page.Find(".outlook.dimmed"));
    }

    [Fact]
    public async Task Page_Refused_HasAReasonAndNoFigures()
    {
        await PublishAsync();
        Navigation.NavigateTo("/previsions?territoire=09");
        var page = Render<ForecastPage>();
        Assert.Equal("Vols, Ariège : pas de prévision", Plain(page.Find("h1").TextContent));
        Assert.Contains("trop courte", page.Find("[data-testid=warning]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=steps], [data-testid=csv], [data-testid=total]"));
    }

    [Fact]
    public async Task Page_TerritoryWithoutAForecast_ShowsTheWidestAndSaysSo()
    {
        await PublishAsync();
        Navigation.NavigateTo("/previsions?territoire=75");
        var page = Render<ForecastPage>();
        Assert.StartsWith("Paris n’a pas de prévision", page.Find("[data-testid=missing]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Vols, France", Plain(page.Find("h1").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulation_OfASeriesNoLongerServed_FallsBackToThePublished()
    {
        await PublishAsync();
        Navigation.NavigateTo("/previsions?historique=5");
        var page = Render<ForecastPage>();
        page.WaitForAssertion(() => Assert.Contains("n’a pas abouti", page.Find("[data-testid=simulation-failed]").TextContent, StringComparison.Ordinal));
        Assert.StartsWith("Vols, France", Plain(page.Find("h1").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_SortsTilesAndFiltersByRegion()
    {
        await PublishAsync();
        var page = Render<OverviewPage>();
        Assert.Equal(["31", "48", "09"], page.FindAll("[data-territory]").Select(t => t.GetAttribute("data-territory")!));
        Assert.Equal("/previsions?mesure=etat4001-mensuel/vols&territoire=31", page.Find("[data-territory='31']").GetAttribute("href"));
        Assert.Equal("+9,8 %", Plain(page.Find("[data-territory='31'] .chip.up").TextContent));
        Assert.Contains("trop peu de faits", page.Find("[data-territory='48'].dimmed").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=region]").ChangeAsync("R11");
        Assert.EndsWith("/previsions/departements?region=R11", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=none]")));
    }

    [Fact]
    public async Task Overview_OfARate_ComparesMeansInPointsFromItsOwnLowest()
    {
        await PublishAsync();
        var overview = (await Services.GetRequiredService<ForecastQueries>().OverviewAsync("etat4001-mensuel", "vols", CancellationToken.None)).First(o => o.Means.Count > 0);
        var tile = OverviewTile.Of(overview with { LastTotal = 8.0 * overview.Means.Count, NextTotal = 8.5 * overview.Means.Count }, "x", isCount: false);
        Assert.Equal((8.5, 8.0), tile.Means);

        var flat = overview with { History = [8, 8.1], Means = [8.2], Low80 = [8.1], High80 = [8.3] };
        Assert.StartsWith("M3 53", Sparkline.Of(flat, fromZero: false).History, StringComparison.Ordinal);
        Assert.StartsWith("M3 4.8", Sparkline.Of(flat).History, StringComparison.Ordinal);
    }

    [Fact]
    public void Overview_NothingForecast_SaysHowToGetSome() => Assert.NotNull(Render<OverviewPage>().Find("[data-testid=empty]"));

    [Fact]
    public void Overview_DatabaseGone_Fails()
    {
        Serve(Nowhere());
        Assert.NotNull(Render<OverviewPage>().Find("[data-testid=failed]"));
    }

    [Fact]
    public void Ledger_NothingPublished_SaysHowToGetSome() => Assert.NotNull(Render<LedgerPage>().Find("[data-testid=empty]"));

    [Fact]
    public void Ledger_DatabaseGone_Fails()
    {
        Serve(Nowhere());
        Assert.NotNull(Render<LedgerPage>().Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Ledger_BeforeAnyScore_SaysWhenTheFirstCome()
    {
        await PublishAsync();
        var page = Render<LedgerPage>();
        Assert.Equal("Registre : 4 prévisions publiées", Plain(page.Find("h1").TextContent));
        Assert.Contains("premières notes", page.Find("[data-testid=no-scores]").TextContent, StringComparison.Ordinal);
        Assert.Equal(4, page.FindAll("[data-testid=ledger] tbody tr").Count);
    }

    [Theory]
    [InlineData("mesure", "etat4001-mensuel/vols")]
    [InlineData("territoire", "31")]
    [InlineData("modele", "ets+theta")]
    public async Task Ledger_Scored_HasARecordByEachGrouping(string word, string name)
    {
        await PublishAsync();
        await ScoreAsync();
        Navigation.NavigateTo("/previsions/registre?bilan=" + word);
        var row = Assert.Single(Render<LedgerPage>().FindAll("[data-testid=records] tbody tr"));
        Assert.Equal(name, row.GetAttribute("data-name"));
        Assert.Equal(["1", "1", "100", "0,50", "4,7 %", "−100", "100 %", "100 %"], row.QuerySelectorAll("td").Select(c => Plain(c.TextContent.Trim())));
    }

    [Fact]
    public async Task Ledger_OneForecast_ShowsWhatCameTrue()
    {
        await PublishAsync();
        var id = await ScoreAsync();
        Navigation.NavigateTo($"/previsions/registre?prevision={id}");
        var page = Render<LedgerPage>();
        var madeAt = (await new ForecastQueries(Database).LedgerEntryAsync(id, CancellationToken.None))!.MadeAt;
        Assert.Equal("Vols, Haute-Garonne : prévision du " + madeAt.ToLocalTime().ToString("d", System.Globalization.CultureInfo.CurrentCulture), Plain(page.Find("h1").TextContent));
        var first = page.FindAll("[data-testid=points] tbody tr")[0];
        Assert.Equal(["2 100", "1 950 – 2 250", "1 850 – 2 350", "2 000", "2 200", "−100", "dans 80 %"], first.QuerySelectorAll("td").Select(c => Plain(c.TextContent.Trim())));
        Assert.Equal(24, page.FindAll("[data-testid=points] tbody tr").Count);
    }

    [Fact]
    public void Ledger_UnknownForecast_SaysSo()
    {
        Navigation.NavigateTo("/previsions/registre?prevision=999");
        Assert.Contains("introuvable", Render<LedgerPage>().Find("[data-testid=detail]").TextContent, StringComparison.Ordinal);
    }
}
