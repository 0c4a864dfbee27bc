using System.Globalization;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Ingest.Readers.ForecastFiles;

namespace Octoplus.Benchmarks;

/// <summary>714 monthly series of the M3 competition, 18 months ahead, through the command; beside it each method alone and the competitors.</summary>
internal static class ForecastM3Benchmark
{
    private static readonly string _folder = Path.Combine(RealData.Folder!, "forecasting");

    public static async Task RunAsync()
    {
        var train = Path.Combine(_folder, "m3-monthly-train.csv");
        var output = Path.Combine(Path.GetTempPath(), $"octoplus-benchmark-m3-{Environment.ProcessId}.csv");
        var folder = DashboardProcess.DataFolder("m3");
        await DashboardProcess.RunAsync(folder, "forecast", "--input", train, "--output", output, "--horizon", "18");
        var inputs = ForecastFile.Read(train).Inputs;
        var test = ForecastFile.Read(Path.Combine(_folder, "m3-monthly-test.csv")).Inputs.ToDictionary(
            i => i.Id, i => (IReadOnlyList<double>)[.. i.Values.Select(v => v!.Value)], StringComparer.Ordinal);

        Console.WriteLine("| method | sMAPE % | MASE | within 80 % · 95 % |\n|---|---|---|---|");
        Console.WriteLine(OfCommand(output, inputs, test).Row("**combination (the command)**", hasBands: true));
        foreach (var (method, scores) in ForecastScores.OfEachMethod(inputs, id => test[id]))
        {
            Console.WriteLine(scores.Row($"{method} alone"));
        }

        foreach (var line in File.ReadLines(Path.Combine(_folder, "m3-monthly-methods.csv")).Skip(1).Take(8))
        {
            Console.WriteLine($"| {line.Replace(",", " | ", StringComparison.Ordinal)} | |");
        }

        File.Delete(output);
    }

    private static ForecastScores OfCommand(string output, IReadOnlyList<ForecastInput> inputs, Dictionary<string, IReadOnlyList<double>> test)
    {
        // series_id, period, mean, lo80, hi80, lo95, hi95, model; periods in order within a series.
        var rows = File.ReadLines(output).Skip(1).Select(l => l.Split(',')).ToLookup(f => f[0], f => f[2..7].Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);
        var scores = new ForecastScores();
        foreach (var input in inputs)
        {
            var forecast = rows[input.Id].ToList();
            scores.Add(input.Values, test[input.Id], [.. forecast.Select(f => f[0])], [.. forecast.Select(f => f[1..])]);
        }

        return scores;
    }
}
