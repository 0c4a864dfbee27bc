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
        await page.GetByRole(AriaRole.Button, new() { Name = "Compter" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1");
    }

    [SkippableFact]
    public async Task Connection_Lost_ComesBackWithTheSameState()
    {
        var page = await dashboard.OpenAsync("/");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Compter" });
        var status = page.GetByRole(AriaRole.Status);
        await button.ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync("1");

        var socket = page.WaitForWebSocketAsync();
        await page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
        await socket; // the script opens a new connection by itself

        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await button.ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync("2");
    }
}
