using System.Diagnostics;
using System.Text.Json;

namespace Octoplus.EndToEnd;

/// <summary>The built program running <c>import</c>, or another command, as a process of its own.</summary>
internal sealed class ImportProcess : IDisposable
{
    private static readonly Dictionary<string, string> _noSettings = new(StringComparer.Ordinal);

    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <summary>The built program.</summary>
    public static string Program { get; } = Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");

    private ImportProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <param name="ExitCode">0 all accepted or known, 2 any refused, 1 failed.</param>
    /// <param name="Lines">Standard output.</param>
    /// <param name="PeakMegabytes">Largest resident memory; 0 where the system does not tell.</param>
    internal sealed record Result(int ExitCode, IReadOnlyList<string> Lines, string Error, TimeSpan Elapsed, long PeakMegabytes)
    {
        /// <summary>The one line, as JSON.</summary>
        public JsonElement Outcome => JsonDocument.Parse(Assert.Single(Lines)).RootElement;
    }

    public static ImportProcess Start(TestDatabase test, params string[] files) => StartCommand(test, _noSettings, ["import", .. files]);

    /// <summary><c>rebuild-views</c> instead.</summary>
    public static ImportProcess StartRebuild(TestDatabase test) => StartCommand(test, _noSettings, ["rebuild-views"]);

    /// <summary>Any command, with more settings.</summary>
    public static ImportProcess StartCommand(TestDatabase test, IReadOnlyDictionary<string, string> settings, string[] command)
        => Start(
            test.Folder,
            [.. settings, new("Database__Provider", test.Options.Provider), new("ConnectionStrings__Octoplus", test.Options.ConnectionString)],
            command);

    /// <summary>Any command on the SQLite database of a data folder.</summary>
    public static ImportProcess StartCommand(string folder, string[] command) => Start(folder, [], command);

    /// <summary>It is over.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Runs to the end.</summary>
    public static async Task<Result> RunAsync(TestDatabase test, params string[] files)
    {
        using var import = Start(test, files);
        return await import.EndAsync();
    }

    /// <summary>Waits for the end; the memory is looked at every few milliseconds (the system keeps the peak).</summary>
    public async Task<Result> EndAsync()
    {
        var peak = 0L;
        do
        {
            peak = Math.Max(peak, Peak());
        }
        while (!_process.WaitForExit(10));

        var elapsed = _clock.Elapsed;
        var lines = (await _output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Result(_process.ExitCode, lines, await _error, elapsed, peak / 1_000_000);
    }

    /// <summary>Ends it at once after a time (SIGKILL), if it still runs.</summary>
    /// <returns>Whether it was killed.</returns>
    public async Task<bool> KillAfterAsync(TimeSpan delay)
    {
        var over = _process.WaitForExit(delay);
        if (!over)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        return !over;
    }

    public void Dispose() => _process.Dispose();

    private static ImportProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> settings, string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. command])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Data__Folder"] = folder },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return new ImportProcess(Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start."));
    }

    private long Peak()
    {
        try
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // over since
        }
    }
}
