using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>The page of administrators for forecasts, on the yearly counts of the demonstration.</summary>
public sealed class ForecastAdminTests(ServedTraining dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedTraining>
{
    [SkippableTheory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Forecasts_TrainedAndRulesChanged_ShowWhatCameOfIt(int width, int height)
    {
        var page = await dashboard.NewPageAsync(width, height);
        await dashboard.SignInAsync(page, "/admin/previsions");
        await dashboard.GoToAsync(page, "/admin/previsions");
        await Expect(page.GetByTestId("policy-form")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByTestId("update").ClickAsync();
        await Expect(page.GetByTestId("run")).ToContainTextAsync(
            new Regex("Réussie|Rien à faire", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 180_000 });

        await page.GetByTestId("runs-card").Locator("summary").First.ClickAsync();
        await Expect(page.Locator("[data-measure=homicides]").First).ToBeVisibleAsync();

        await page.GetByTestId("MaxMase").FillAsync("0");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("problem")).ToContainTextAsync("Erreur maximale");
        await page.GetByTestId("MaxMase").FillAsync($"1,{width}");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("Règles enregistrées");
        await Expect(page.GetByTestId("changed")).ToContainTextAsync("Changées par");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }
}
