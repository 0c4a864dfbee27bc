using Microsoft.Playwright;

namespace Octoplus.EndToEnd;

/// <summary>One headless chromium for all tests; each page has a profile of its own.</summary>
internal static class TestBrowser
{
    // A machine that builds and tests at once is slow now and then; what never comes still fails.
    private const float ExpectWithinMilliseconds = 15_000;

    private static readonly string[] _arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static readonly Lazy<Task<IBrowser>> _browser = new(LaunchAsync);

    public static Task<IBrowser> GetAsync() => _browser.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(ExpectWithinMilliseconds);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Requires.Chromium(), Headless = true, Args = _arguments });
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Task.Run(() => browser.CloseAsync()).Wait(TimeSpan.FromSeconds(10));
            playwright.Dispose();
        };
        return browser;
    }
}
