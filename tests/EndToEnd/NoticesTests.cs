using Microsoft.Playwright;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>A job fails in another process on the same database: the bell of an administrator says so.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed class NoticesTests(ServedDashboard dashboard) : BrowserTests(dashboard.Pages)
{
    [SkippableTheory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Bell_AfterAFailedJob_IsOpenedReadAndQuiet(int width, int height)
    {
        Requires.Chromium();
        var reason = "panne " + Guid.NewGuid().ToString("N");
        await FailAsync(reason);
        var page = await dashboard.NewPageAsync(width, height);
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        await dashboard.SignInAsync(page);
        var bell = page.GetByTestId("bell");
        await Expect(bell.GetByTestId("bell-count")).ToBeVisibleAsync();
        var button = bell.Locator("button.bell-button");
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var panel = page.GetByTestId("bell-panel");
        await Expect(panel).ToContainTextAsync(reason);
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(panel.Locator("h2")).ToBeFocusedAsync();
        Assert.True(await FitsAsync(page, panel));

        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(button).ToBeFocusedAsync();
        await button.ClickAsync();
        await Expect(panel).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(3, height - 110); // nothing is there, however many notices the panel holds
        await Expect(panel).ToHaveCountAsync(0);

        await button.ClickAsync();
        await panel.GetByTestId("bell-mark").ClickAsync();
        await Expect(bell.GetByTestId("bell-count")).ToHaveCountAsync(0);
        await panel.GetByRole(AriaRole.Link, new() { Name = "Tous les avis" }).ClickAsync();
        await Expect(page.GetByTestId("open")).ToContainTextAsync(reason);
        await Expect(bell.GetByTestId("bell-count")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task Bell_OnAPageWithoutACircuit_IsALinkToThePage()
    {
        Requires.Chromium();
        var page = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(page);
        await page.GotoAsync(new Uri(dashboard.Address, "/compte").ToString());
        await page.GetByTestId("bell").Locator("a").ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/admin/avis", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Bell_OfSomeoneElse_IsNotThere()
    {
        var page = await dashboard.OpenAsync("/");
        await Expect(page.GetByTestId("bell")).ToHaveCountAsync(0);
    }

    // A cause of its own each time, or it would be told only once.
    private async Task FailAsync(string reason)
    {
        var database = Database.Create(new DatabaseOptions(), dashboard.DataFolder);
        var job = new BrokenJob(reason);
        var run = await Engines.Of(database, [job]).RunAsync(job.Name, JobCause.Command, null, "test", CancellationToken.None);
        Assert.Equal(JobState.Failed, run!.State);
    }

    private static async Task<bool> FitsAsync(IPage page, ILocator panel)
    {
        var box = (await panel.BoundingBoxAsync())!;
        var size = page.ViewportSize!;
        return box.X >= 0 && box.X + box.Width <= size.Width && box.Y >= 0 && box.Y + box.Height <= size.Height;
    }

    private sealed class BrokenJob(string reason) : Job
    {
        public override string Name => reason.Replace(' ', '-')[..38];

        public override string DefaultSchedule => "0 0 3 * * ?";

        public override Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken) => throw new InvalidOperationException(reason);
    }
}
