using Microsoft.Playwright;

namespace Octoplus.EndToEnd;

/// <summary>Script and server of Blazor are of two versions here (Dashboard/Build/BlazorScript.targets), so they are tested together.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed class InteractivityTests(ServedDashboard dashboard)
{
    [SkippableFact]
    public async Task Button_Clicked_Counts()
    {
        var page = await dashboard.OpenAsync("/");
        var status = page.GetByRole(AriaRole.Status);
        await page.GetByRole(AriaRole.Button, new() { Name = "Compter" }).ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync("1");
    }
}
