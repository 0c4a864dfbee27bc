using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Octoplus.EndToEnd;

/// <summary>
/// The built program as a process of its own and one headless chromium beside it. Its inbox holds the real workbook and population
/// where they are at hand; otherwise it is empty, and the program makes its demonstration data.
/// </summary>
public class ServedDashboard : IAsyncLifetime
{
    /// <summary>The administrator of the program under test.</summary>
    public const string AdminName = "chef";

    /// <summary>The password of <see cref="AdminName"/>.</summary>
    public const string AdminPassword = "cheval agrafe pile";

    // A machine that builds and tests at once is slow now and then; what never comes still fails.
    private const float ExpectWithinMilliseconds = 15_000;

    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("octoplus-e2e-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the program keeps its database.</summary>
    public string DataFolder => _dataFolder;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public virtual async Task InitializeAsync()
    {
        var chromium = Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM");
        if (string.IsNullOrEmpty(chromium))
        {
            return; // each test skips itself: Requires.Chromium
        }

        FillInbox();
        _process = Start();
        Assertions.SetDefaultExpectTimeout(ExpectWithinMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
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
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "fr-FR", JavaScriptEnabled = hasScript });
        return await context.NewPageAsync();
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

    public virtual async Task DisposeAsync()
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

    /// <summary>Where the files for the inbox are; null leaves it empty.</summary>
    protected virtual string? InboxSource => RealData.Folder;

    /// <summary>What is put into the inbox, as the folder of the data names it.</summary>
    protected virtual IReadOnlyList<string> InboxFiles => ["etat4001/crimes-et-delits-depuis-2012.xlsx", "demography/estim-pop-dep-sexe-gca-1975-2023.xls"];

    /// <summary>The built program.</summary>
    protected static string Program => Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");

    private void FillInbox()
    {
        if (InboxSource is not { } real)
        {
            return;
        }

        var inbox = Directory.CreateDirectory(Path.Combine(_dataFolder, "inbox")).FullName;
        foreach (var file in InboxFiles)
        {
            File.Copy(Path.Combine(real, file), Path.Combine(inbox, Path.GetFileName(file)));
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Program])
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
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
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
