using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>The page of data quality over the published workbook, up to what programs read.</summary>
public sealed class QualityTests(ServedQuality dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedQuality>
{
    [SkippableFact]
    public async Task Pair_ConfirmedOnThePage_IsOneSeriesInTheApiUntilItIsUndone()
    {
        Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        var page = await dashboard.NewPageAsync();
        using var client = await ClientAsync();
        await RunAsync(client, "match-services");
        await dashboard.SignInAsync(page, "/qualite?vue=services&dep=95&score=90");

        var pair = page.GetByTestId("pair").Filter(new() { HasText = "CSP ARGENTEUIL" });
        await Expect(pair).ToContainTextAsync("CIAT D'ARGENTEUIL");
        await Expect(pair.Locator("td.listed")).ToHaveCountAsync(9);
        Assert.Equal(2, await ServicesAsync(client));

        await pair.GetByTestId("confirm-pair").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("forment une seule série");
        await Expect(page.GetByTestId("message")).ToBeFocusedAsync();
        await Expect(pair).ToHaveCountAsync(0);
        Assert.Equal(1, await ServicesAsync(client));

        await page.GetByTestId("undo-last").ClickAsync();
        await Expect(pair).ToBeVisibleAsync();
        Assert.Equal(2, await ServicesAsync(client));
    }

    [SkippableFact]
    public async Task SurePairs_ConfirmedAtOnce_AreListedBeforeAndGoneAfter()
    {
        Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        var page = await dashboard.NewPageAsync(390, 844);
        using var client = await ClientAsync();
        await RunAsync(client, "match-services");
        await dashboard.SignInAsync(page, "/qualite?vue=services&dep=91&score=90");

        await page.GetByTestId("confirm-all").ClickAsync();
        await Expect(page.GetByTestId("dialog")).ToContainTextAsync("CIAT DE MONTGERON → CSP DE MONTGERON");
        await page.GetByTestId("confirm").ClickAsync();

        await Expect(page.GetByTestId("message")).ToContainTextAsync("paires confirmées");
        await Expect(page.GetByTestId("pair").Filter(new() { HasText = "MONTGERON" })).ToHaveCountAsync(0);
        Assert.Equal("0", await page.EvaluateAsync<string>("String(document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
    }

    [SkippableFact]
    public async Task Jumps_OfThePublishedWorkbook_AreListedAndOneIsExplained()
    {
        Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        var page = await dashboard.NewPageAsync();
        using var client = await ClientAsync();
        await RunAsync(client, "check-data");
        await dashboard.SignInAsync(page, "/qualite?vue=sauts&dep=77&annee=2019");

        var jump = page.GetByTestId("findings").Locator("tbody tr").Filter(new() { HasText = "CIAT DE FONTAINEBLEAU" });
        await Expect(jump).ToContainTextAsync("7 864 faits en 2019".Replace(' ', '\u202F').Replace("\u202Ffaits\u202Fen\u202F", " faits en ", StringComparison.Ordinal));
        await jump.GetByTestId("explain").ClickAsync();
        await page.GetByTestId("dialog-comment").FillAsync("colonnes permutées");
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(jump).ToHaveCountAsync(0);

        await dashboard.GoToAsync(page, "/qualite?vue=sauts&dep=77&annee=2019&etat=expliques");
        await Expect(jump).ToContainTextAsync("colonnes permutées");
    }

    private async Task<HttpClient> ClientAsync()
    {
        Requires.Chromium();
        var client = new HttpClient { BaseAddress = dashboard.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "password",
            ["username"] = ServedDashboard.AdminName,
            ["password"] = ServedDashboard.AdminPassword,
        });
        using var answer = await client.PostAsync(new Uri("/api/v1/token", UriKind.Relative), form);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task RunAsync(HttpClient client, string job)
    {
        using var started = await client.PostAsync(new Uri($"/api/v1/jobs/{job}/runs", UriKind.Relative), null);
        Assert.True(started.IsSuccessStatusCode || started.StatusCode == System.Net.HttpStatusCode.Conflict, $"{job}: {started.StatusCode}"); // it may run just now, by the chain of jobs
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var jobs = await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/jobs", UriKind.Relative), patience.Token);
            var last = jobs.EnumerateArray().Single(j => j.GetProperty("name").GetString() == job).GetProperty("lastRun");
            if (last.GetProperty("state").GetString() is "succeeded" or "unchanged")
            {
                return;
            }

            await Task.Delay(200, patience.Token);
        }
    }

    private static async Task<int> ServicesAsync(HttpClient client)
        => (await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/territories?level=service&department=95", UriKind.Relative)))
            .EnumerateArray().Count(s => s.GetProperty("name").GetString()!.EndsWith("ARGENTEUIL", StringComparison.Ordinal) && s.GetProperty("force").GetString() == "police");
}

/// <summary>A program of its own, which may match services.</summary>
public sealed class ServedQuality : ServedDashboard
{
    protected override IReadOnlyList<string> KeptFromIt => [.. base.KeptFromIt.Where(job => job != "match-services")];
}
