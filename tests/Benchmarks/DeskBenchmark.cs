using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Playwright;

namespace Octoplus.Benchmarks;

/// <summary>
/// The import page with the real workbook against an active vintage: time to the report, memory of the server, time of the
/// acceptance and of the rebuild after it; and how fast the map page answers a change of year meanwhile.
/// </summary>
internal static class DeskBenchmark
{
    private const int Imports = 7;
    private const int Interactions = 60;

    // Never the year that is shown already.
    private static int _next;

    public static async Task RunAsync()
    {
        var folder = DashboardProcess.DataFolder("desk");
        await DashboardProcess.RunAsync(folder, "import", ImportBenchmark.Workbook, ImportBenchmark.Population);
        var address = new Uri($"http://127.0.0.1:{DashboardProcess.FreePort()}");
        using (var server = DashboardProcess.Start(folder, address.ToString()))
        {
            await StartBenchmark.FirstByteAsync(address);
            using var desk = new DeskClient(address);
            await desk.SignInAsync();
            await MeasureImportsAsync(folder, server, desk);
            if (WireBenchmark.BrowserPath is { } browserPath)
            {
                await MeasurePagesAsync(folder, address, desk, browserPath);
            }
            else
            {
                Console.WriteLine("pages during an import: skipped, no chromium");
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureImportsAsync(string folder, DashboardProcess server, DeskClient desk)
    {
        var (reports, acceptances, rebuilds) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < Imports; run++)
        {
            var path = Variant(folder);
            var clock = Stopwatch.StartNew();
            var id = await desk.UploadAsync(path);
            reports.Add(clock.Elapsed.TotalSeconds);
            var former = await desk.ServedAsync();
            clock.Restart();
            await desk.DecideAsync(id, "accept");
            acceptances.Add(clock.Elapsed.TotalSeconds);
            while ((await desk.ServedAsync()).SequenceEqual(former, StringComparer.Ordinal))
            {
                await Task.Delay(20);
            }

            rebuilds.Add(clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"upload to report: {Machine.Summary(reports, "s")}");
        Console.WriteLine($"acceptance: {Machine.Summary(acceptances, "s")}");
        Console.WriteLine($"acceptance to new figures served: {Machine.Summary(rebuilds, "s")}");
        Console.WriteLine(FormattableString.Invariant($"memory of the server at its peak: {server.PeakMegabytes():0} MB"));
    }

    private static async Task MeasurePagesAsync(string folder, Uri address, DeskClient desk, string browserPath)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await WireBenchmark.LaunchAsync(playwright, browserPath);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync(address.ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await InteractAsync(page, 10);
        Console.WriteLine($"change of year, nothing else going on: {Percentiles(await InteractAsync(page, Interactions))}");

        using var stop = new CancellationTokenSource();
        var importing = ImportAsync(folder, desk, stop.Token);
        var busy = await InteractAsync(page, 3 * Interactions);
        await stop.CancelAsync();
        Console.WriteLine($"change of year while {await importing} files are imported one after the other: {Percentiles(busy)}");
    }

    private static async Task<int> ImportAsync(string folder, DeskClient desk, CancellationToken cancellationToken)
    {
        var imports = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await desk.DecideAsync(await desk.UploadAsync(Variant(folder)), "accept");
            imports++;
        }

        return imports;
    }

    /// <summary>Milliseconds from moving the year to the new heading being on screen, measured in the page.</summary>
    private static async Task<List<double>> InteractAsync(IPage page, int times)
    {
        var milliseconds = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var year = 2012 + (_next++ % 9);
            milliseconds.Add(await page.EvaluateAsync<double>(
                """
                year => new Promise((done, fail) => {
                  const slider = document.querySelector('#year'), heading = document.querySelector('h1');
                  const start = performance.now();
                  const watch = new MutationObserver(() => {
                    if (!heading.isConnected || document.querySelector('h1').textContent.includes(year)) {
                      watch.disconnect();
                      requestAnimationFrame(() => done(performance.now() - start));
                    }
                  });
                  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
                  setTimeout(() => fail(new Error('no answer')), 30000);
                  slider.value = year - 2012;
                  slider.dispatchEvent(new Event('input', { bubbles: true }));
                  slider.dispatchEvent(new Event('change', { bubbles: true }));
                })
                """,
                year));
        }

        return milliseconds;
    }

    private static string Percentiles(List<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {sorted[sorted.Count / 2]:0} ms, p95 {sorted[(int)(sorted.Count * 0.95)]:0} ms, max {sorted[^1]:0} ms of {sorted.Count}");
    }

    /// <summary>The published workbook in other bytes, so that it is none that was imported before.</summary>
    private static string Variant(string folder)
    {
        var path = Path.Combine(folder, "variant.xlsx");
        File.Copy(ImportBenchmark.Workbook, path, overwrite: true);
        File.SetAttributes(path, FileAttributes.Normal);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        zip.Comment = Guid.NewGuid().ToString();
        return path;
    }
}
