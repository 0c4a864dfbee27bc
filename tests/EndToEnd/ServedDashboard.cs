using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Octoplus.Core.Storage;

namespace Octoplus.EndToEnd;

/// <summary>
/// The built program as a process of its own, serving the published workbook and population where they are at hand, otherwise demonstration figures;
/// what follows an import by itself, such as training forecasts, is kept from it.
/// </summary>
public class ServedDashboard : IAsyncLifetime
{
    /// <summary>The administrator of the program under test.</summary>
    public const string AdminName = "chef";

    /// <summary>The password of <see cref="AdminName"/>.</summary>
    public const string AdminPassword = "cheval agrafe pile";

    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(3);

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("octoplus-e2e-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;
    private HeldJobs? _held;

    /// <summary>Where the program keeps its database.</summary>
    public string DataFolder => _dataFolder;

    /// <summary>What the running test has opened.</summary>
    public OpenPages Pages { get; } = new();

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public async Task InitializeAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM")))
        {
            return; // each test skips itself: Requires.Chromium
        }

        if (Data is { } data)
        {
            await data.CopyToAsync(_dataFolder);
            _held = await HeldJobs.StartAsync(Database.Create(new DatabaseOptions(), _dataFolder), KeptFromIt);
        }

        _process = Start();
        await WaitUntilReadyAsync();
    }

    /// <summary>A page in a fresh browser profile, waited for until it answers to clicks.</summary>
    public async Task<IPage> OpenAsync(string path, int width = 1440, int height = 900)
    {
        var page = await NewPageAsync(width, height);
        await GoToAsync(page, path);
        return page;
    }

    /// <summary>An empty page in a fresh browser profile.</summary>
    public async Task<IPage> NewPageAsync(int width = 1440, int height = 900, bool hasScript = true)
    {
        Requires.Chromium();
        return await Pages.AddAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "fr-FR", JavaScriptEnabled = hasScript });
    }

    // The circuit runs, and the scripts of what is shown, which come after its first picture, are attached.
    private static async Task AnswersAsync(IPage page)
    {
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-testid=map]:not([data-ready]), [data-without-script]:not([hidden])")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    /// <summary>Goes to a page and waits until it answers to clicks.</summary>
    public async Task GoToAsync(IPage page, string path)
    {
        await page.GotoAsync(new Uri(Address, path).ToString());
        await AnswersAsync(page);
    }

    /// <summary>Signs in, as the administrator if nobody else is named, and goes on to a page; waits until it answers to clicks.</summary>
    public async Task SignInAsync(IPage page, string path = "/", string name = AdminName, string password = AdminPassword)
    {
        await SubmitSignInAsync(page, path, name, password);
        await page.WaitForURLAsync(url => !url.Contains("/connexion", StringComparison.Ordinal));
        await AnswersAsync(page);
    }

    /// <summary>Fills the sign-in in and sends it; what comes then is the caller's matter.</summary>
    public async Task SubmitSignInAsync(IPage page, string path, string name, string password)
    {
        await page.GotoAsync(new Uri(Address, "/connexion?retour=" + Uri.EscapeDataString(path)).ToString());
        await page.Locator("input[name=Name]").FillAsync(name);
        await page.Locator("input[name=Password]").FillAsync(password);
        await page.Locator("main button[type=submit]").ClickAsync();
    }

    public async Task DisposeAsync()
    {
        await Pages.CloseAsync();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (_held is not null)
        {
            await _held.DisposeAsync();
        }

        Directory.Delete(_dataFolder, recursive: true);
    }

    /// <summary>What the program begins with; null: an empty folder.</summary>
    protected virtual GoldenFolder? Data => RealData.Folder is null ? GoldenFolder.Demonstration : GoldenFolder.Published;

    /// <summary>Jobs that the program would begin by itself and that the tests do not need.</summary>
    protected virtual IReadOnlyList<string> KeptFromIt => ["group-territories", "match-services", "train-forecasts", "forecast-peaks"];

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [ImportProcess.Program])
        {
            WorkingDirectory = _dataFolder, // anywhere but the repository: the program finds its files by itself
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Urls"] = Address.ToString(),
                ["Data__Folder"] = _dataFolder,
                ["Admin__Name"] = AdminName,
                ["Admin__Password"] = AdminPassword,
                // Every test signs in from the same address, and none waits half a minute for a session to end.
                ["Access__SignInsPerMinute"] = "10000",
                ["Access__RevalidateSeconds"] = "1",
            },
        };
        UnreachableSources.AddTo(start.Environment);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{ImportProcess.Program} did not start.");
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

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < _startLimit && !_process!.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
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
