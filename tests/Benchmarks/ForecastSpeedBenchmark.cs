using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Ingest.Readers.ForecastFiles;

namespace Octoplus.Benchmarks;

/// <summary>What forecasting costs: time of the processor per series with all candidates, weights, bands and backtests, and memory.</summary>
internal static class ForecastSpeedBenchmark
{
    public static void Run()
    {
        Measure("M3 monthly, horizon 18", ForecastFile.Read(Path.Combine(RealData.Folder!, "forecasting", "m3-monthly-train.csv")).Inputs, 18);
        Measure("French monthly 1999–2020, horizon 24", ForecastFrenchBenchmark.Read(2021).Inputs, 24);
    }

    private static void Measure(string name, IReadOnlyList<ForecastInput> inputs, int horizon)
    {
        var options = new ForecastOptions { Horizon = horizon };
        Forecaster.ForecastAll([.. inputs.Take(50)], options); // compiled by now
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        Forecaster.ForecastAll(inputs, options);
        clock.Stop();
        process.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {inputs.Count} series in {clock.Elapsed.TotalSeconds:0.0} s, {(process.TotalProcessorTime - before).TotalMilliseconds / inputs.Count:0.0} ms of one core a series, {process.PeakWorkingSet64 / 1e6:0} MB at most"));
    }
}
