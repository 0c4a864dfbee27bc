using System.Globalization;
using Microsoft.Playwright;

namespace Octoplus.Benchmarks;

/// <summary>Bytes that the program sends for a first visit of the map page, and for a change of year; hosts that the page asks.</summary>
internal static class WireBenchmark
{
    private static readonly string[] _browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Null where there is no chromium.</summary>
    public static string? BrowserPath => Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM") ?? _browsers.FirstOrDefault(File.Exists);

    public static async Task RunAsync()
    {
        var browserPath = BrowserPath;
        if (browserPath is null)
        {
            Console.WriteLine("wire: skipped, no chromium");
            return;
        }

        var folder = DashboardProcess.DataFolder("wire");
        await DashboardProcess.RunAsync(folder, "import", ImportBenchmark.Workbook, ImportBenchmark.Population);
        var port = DashboardProcess.FreePort();
        using (DashboardProcess.Start(folder, $"http://127.0.0.1:{port}"))
        {
            await StartBenchmark.FirstByteAsync(new Uri($"http://127.0.0.1:{port}"));
            using var proxy = new CountingProxy(port);
            await MeasureAsync(browserPath, proxy);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(string browserPath, CountingProxy proxy)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright, browserPath);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        var chart = 0L;
        page.Request += (_, request) => hosts.Add(new Uri(request.Url).Host);
        page.Response += async (_, response) =>
        {
            if (response.Url.Contains("plotly", StringComparison.Ordinal))
            {
                chart = (await response.Request.SizesAsync()).ResponseBodySize;
            }
        };
        await page.GotoAsync(proxy.Address.ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await QuietAsync(proxy);
        Console.WriteLine(FormattableString.Invariant(
            $"first load of /: {(proxy.Sent - chart) / 1000.0:0} kB besides the chart script of {chart / 1000.0:0} kB; hosts asked: {string.Join(", ", hosts)}"));

        var changes = new List<double>();
        for (var year = 2012; year <= 2018; year++)
        {
            var before = proxy.Sent;
            await page.Locator("#year").FillAsync((year - 2012).ToString(CultureInfo.InvariantCulture));
            await page.WaitForURLAsync(url => url.Contains($"annee={year}", StringComparison.Ordinal));
            await QuietAsync(proxy);
            changes.Add((proxy.Sent - before) / 1000.0);
        }

        Console.WriteLine($"change of year: {Machine.Summary(changes, "kB", "0.0")}");
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string browserPath)
        => playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = browserPath,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });

    /// <summary>Waits until nothing has come for half a second.</summary>
    private static async Task QuietAsync(CountingProxy proxy)
    {
        for (var (sent, still) = (-1L, 0); still < 5; await Task.Delay(100))
        {
            still = proxy.Sent == sent ? still + 1 : 0;
            sent = proxy.Sent;
        }
    }
}
