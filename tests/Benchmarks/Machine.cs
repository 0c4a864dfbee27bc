using System.Globalization;

namespace Octoplus.Benchmarks;

/// <summary>Describes where a figure was measured.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({cpu ?? "unknown"}), {memory:0} GB, .NET {Environment.Version}, load before {load}");
    }

    /// <summary>Median and greatest of some measures, with a unit.</summary>
    public static string Summary(IEnumerable<double> values, string unit, string format = "0.00")
    {
        var sorted = values.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median {sorted[sorted.Count / 2].ToString(format, CultureInfo.InvariantCulture)} {unit}, max {sorted[^1].ToString(format, CultureInfo.InvariantCulture)} {unit} of {sorted.Count}");
    }
}
