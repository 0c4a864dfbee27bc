using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>What holds with any data: frame, sizes, languages, script-free reading, hosts asked.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed class PagesTests(ServedDashboard dashboard) : BrowserTests(dashboard.Pages)
{
    [SkippableTheory]
    [InlineData("/", 1440)]
    [InlineData("/", 390)]
    [InlineData("/donnees", 1440)]
    [InlineData("/donnees", 390)]
    public async Task Page_InBothSizes_HasAHeadingAndDoesNotScrollSideways(string path, int width)
    {
        var page = await dashboard.OpenAsync(path, width, 844);
        await Expect(page.Locator("h1").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [SkippableFact]
    public async Task Page_LoadedWhole_AsksNoOtherHostAndLogsNoError()
    {
        var page = await dashboard.NewPageAsync();
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        var errors = new List<string>();
        page.Request += (_, request) => hosts.Add(new Uri(request.Url).Host);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        await dashboard.GoToAsync(page, "/");
        await Expect(page.GetByTestId("chart").Locator(".main-svg").First).ToBeVisibleAsync();
        await dashboard.GoToAsync(page, "/donnees");
        await page.GotoAsync(new Uri(dashboard.Address, "/api").ToString());
        await Expect(page.GetByText("/api/v1/counts")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(dashboard.Address, "/connexion").ToString());
        await Expect(page.Locator("h1")).ToHaveTextAsync("Connexion");
        Assert.Equal(["127.0.0.1"], hosts);
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task Language_English_TranslatesTheFrameAndIsRemembered()
    {
        var page = await dashboard.OpenAsync("/?lang=en");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.GetByTestId("title")).ToContainTextAsync("per 1,000 inhabitants");
        await dashboard.GoToAsync(page, "/donnees");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Data");
    }

    [SkippableFact]
    public async Task Map_WithoutScript_IsStillDrawn()
    {
        Requires.Chromium();
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var html = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.True(html.Split("role=\"option\"").Length > 101);
        Assert.Contains("aria-label=", html, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Connection_Lost_ComesBackAndAnswers()
    {
        var page = await dashboard.OpenAsync("/");
        var socket = page.WaitForWebSocketAsync();
        await page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
        await socket; // the script opens a new connection by itself
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await page.GetByTestId("niveau").GetByRole(AriaRole.Radio, new() { Name = "Région" }).CheckAsync();
        await page.WaitForURLAsync(url => url.Contains("niveau=region", StringComparison.Ordinal));
    }
}
