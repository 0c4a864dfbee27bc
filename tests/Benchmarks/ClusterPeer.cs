using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Octoplus.Benchmarks;

/// <summary>scikit-learn on the same points: Debian's python3-sklearn by kmeans.py, one process for all cases, two threads as it chooses itself.</summary>
internal sealed class ClusterPeer : IDisposable
{
    // Doubles handed over at once.
    private const int Batch = 1_000_000;

    private readonly Process _process;
    private readonly string _points = Path.Combine(Path.GetTempPath(), $"octoplus-benchmark-clusters-{Environment.ProcessId}.bin");

    public ClusterPeer()
    {
        var script = Path.Combine(Repository.Root, "tests", "Benchmarks", "kmeans.py");
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        Name = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("There is no scikit-learn for /usr/bin/python3 on this machine.");
    }

    /// <summary>With its version.</summary>
    public string Name { get; }

    public (double Inertia, double Seconds) Measure(ClusterCase points, int repeats, int state)
    {
        Write(points.Values);
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_points}\t{points.Rows}\t{points.Columns}\t{points.Clusters}\t{repeats}\t{state}"));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()?.Split(' ') ?? throw new InvalidOperationException("scikit-learn ended before its answer.");
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_points);
    }

    private void Write(double[] values)
    {
        using var file = File.Create(_points);
        for (var at = 0; at < values.Length; at += Batch)
        {
            file.Write(MemoryMarshal.AsBytes<double>(values.AsSpan(at, Math.Min(Batch, values.Length - at))));
        }
    }
}
