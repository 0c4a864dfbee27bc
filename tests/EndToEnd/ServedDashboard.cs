using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Octoplus.EndToEnd;

/// <summary>The built program as a process of its own, with an empty data folder, and one headless chromium beside it.</summary>
public sealed class ServedDashboard : IAsyncLifetime
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("octoplus-e2e-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public async Task InitializeAsync()
    {
        var chromium = Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM");
        if (string.IsNullOrEmpty(chromium))
        {
            return; // each test skips itself: Requires.Chromium
        }

        _process = Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await WaitUntilHealthyAsync();
    }

    /// <summary>A page in a fresh browser profile, waited for until it answers to clicks.</summary>
    public async Task<IPage> OpenAsync(string path, int width = 1440, int height = 900)
    {
        Requires.Chromium();
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "fr-FR" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Address, path).ToString());
        await page.Locator("[data-interactive=true]").WaitForAsync();
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_dataFolder, recursive: true);
    }

    private Process Start()
    {
        var program = Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = _dataFolder, // anywhere but the repository: the program finds its files by itself
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Urls"] = Address.ToString(), ["Data__Folder"] = _dataFolder },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Remember(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < _startLimit && !_process!.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("healthz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(100);
        }

        lock (_output)
        {
            throw new InvalidOperationException($"The dashboard did not start at {Address}:{Environment.NewLine}{string.Join(Environment.NewLine, _output)}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
