using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>The page of jobs as an administrator uses it.</summary>
public sealed class JobsPageTests(ServedDemonstration dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedDemonstration>
{
    private static readonly LocatorAssertionsToBeVisibleOptions _patient = new() { Timeout = 30_000 };

    [SkippableTheory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Job_RunPausedResumed_ShowsWhatCameOfIt(int width, int height)
    {
        var page = await SignedInAsync("/admin/taches", width, height);
        var row = page.Locator("tr[data-job=back-up]"); // no other job starts it: the last run is this one
        await Expect(row.GetByTestId("next").Or(row.GetByTestId("paused")).First).ToBeVisibleAsync(_patient); // the schedule has started
        var link = row.Locator("a.run-link");
        var former = await link.CountAsync() > 0 ? await link.GetAttributeAsync("href") : null;
        await row.Locator("[data-act=run]").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("Sauvegarder");
        await Expect(former is null ? link : row.Locator($"a.run-link:not([href='{former}'])")).ToBeVisibleAsync(_patient);
        await Expect(row.GetByTestId("outcome")).ToHaveTextAsync("Réussie");

        // Another job may have failed meanwhile.
        await Expect(page.GetByTestId("health")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("health").Locator("li[data-job=back-up]")).ToHaveCountAsync(0);

        await row.Locator("[data-act=pause]").ClickAsync();
        await Expect(row.GetByTestId("paused")).ToBeVisibleAsync();
        await row.Locator("[data-act=resume]").ClickAsync();
        await Expect(row.GetByTestId("next")).ToBeVisibleAsync();

        await link.ClickAsync();
        await Expect(page.GetByTestId("log")).ToContainTextAsync("écrite et relue");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [SkippableFact]
    public async Task Schedule_Changed_IsThereAfterAReload()
    {
        var page = await SignedInAsync("/admin/taches/rebuild-views");
        await Expect(page.GetByTestId("schedule-form")).ToBeVisibleAsync(_patient);
        await page.GetByTestId("kind").SelectOptionAsync("Expression");
        await page.GetByTestId("expression").FillAsync("* * * * * ?");
        await Expect(page.GetByTestId("problem")).ToContainTextAsync("au plus une fois par minute");
        await Expect(page.GetByTestId("save")).ToBeDisabledAsync();

        await page.GetByTestId("kind").SelectOptionAsync("Weekly");
        await page.GetByTestId("time").FillAsync("06:30");
        await page.Locator("[data-day=Monday]").SetCheckedAsync(true);
        await page.Locator("[data-day=Thursday]").SetCheckedAsync(true);
        await Expect(page.GetByTestId("words")).ToHaveTextAsync("chaque lundi et jeudi à 06:30");
        await Expect(page.GetByTestId("next-times").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("chaque lundi et jeudi à 06:30");

        await page.ReloadAsync();
        await Expect(page.GetByTestId("words")).ToHaveTextAsync("chaque lundi et jeudi à 06:30");
        await dashboard.GoToAsync(page, "/admin/taches");
        await Expect(page.Locator("tr[data-job=rebuild-views]").GetByTestId("words")).ToHaveTextAsync("chaque lundi et jeudi à 06:30");
    }

    [SkippableFact]
    public async Task Hangfire_OfAnAdministrator_ShowsWhatIsFiredAndRunsAJob()
    {
        var page = await SignedInAsync("/admin/taches");
        var blocked = new List<string>();
        page.Console += (_, message) =>
        {
            // A style that is blocked costs looks; a script that is blocked, a function.
            if (message.Type == "error" && !message.Text.StartsWith("Applying inline style", StringComparison.Ordinal))
            {
                blocked.Add(message.Text);
            }
        };
        await Expect(page.Locator("tr[data-job=clean-up]").GetByTestId("next").First).ToBeVisibleAsync(_patient);
        await page.GetByTestId("hangfire").ClickAsync();
        await page.WaitForURLAsync("**/admin/hangfire");
        var row = page.Locator("tr", new() { HasText = "clean-up" });
        var patience = System.Diagnostics.Stopwatch.StartNew();
        do // registered at the next look
        {
            await page.GotoAsync(dashboard.Address + "admin/hangfire/recurring");
        }
        while (await row.CountAsync() == 0 && patience.Elapsed < TimeSpan.FromSeconds(30));
        await row.Locator("input[type=checkbox]").CheckAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.Locator("button[data-url$='/recurring/trigger']").ClickAsync(),
            response => response.Url.EndsWith("/recurring/trigger", StringComparison.Ordinal));
        Assert.True(answer.Ok, $"{answer.Status} {answer.StatusText}");

        // In a page of its own: Hangfire's reloads itself.
        var job = await page.Context.NewPageAsync();
        await dashboard.GoToAsync(job, "/admin/taches/clean-up");
        await Expect(job.GetByTestId("runs").Or(job.Locator("table")).First).ToContainTextAsync(ServedDashboard.AdminName, new() { Timeout = 30_000 });
        Assert.Empty(blocked);
    }

    private async Task<IPage> SignedInAsync(string path, int width = 1440, int height = 900)
    {
        var page = await dashboard.NewPageAsync(width, height);
        await dashboard.SignInAsync(page, path);
        await dashboard.GoToAsync(page, path);
        return page;
    }
}
