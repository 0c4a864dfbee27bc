using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Octoplus.Benchmarks;

/// <summary>The built program as a process with a data folder of its own.</summary>
internal sealed class DashboardProcess : IDisposable
{
    private readonly Process _process;

    private DashboardProcess(Process process) => _process = process;

    public static string DataFolder(string name) => Path.Combine(Path.GetTempPath(), $"octoplus-benchmark-{name}-{Environment.ProcessId}");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static DashboardProcess Start(string dataFolder, string? address, params string[] arguments)
    {
        var program = Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Data__Folder"] = dataFolder;
        start.Environment["Urls"] = address ?? "";
        foreach (var (key, value) in DeskClient.Environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + Environment.NewLine);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new DashboardProcess(process);
    }

    /// <summary>Runs a command to its end; returns its greatest resident memory in MB.</summary>
    public static async Task<double> RunAsync(string dataFolder, params string[] arguments)
    {
        using var run = Start(dataFolder, null, arguments);
        var peak = 0.0;
        while (!run._process.HasExited)
        {
            peak = Math.Max(peak, PeakMegabytes(run._process.Id));
            await Task.Delay(10);
        }

        return run._process.ExitCode == 0 ? peak : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with code {run._process.ExitCode}");
    }

    /// <summary>Greatest resident memory so far, MB; 0 where the system does not tell.</summary>
    public double PeakMegabytes() => PeakMegabytes(_process.Id);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // VmHWM: "peak resident set size", in kB.
    private static double PeakMegabytes(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
