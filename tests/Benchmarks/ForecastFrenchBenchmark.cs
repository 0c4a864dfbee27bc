using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Ingest.Readers.ForecastFiles;

namespace Octoplus.Benchmarks;

/// <summary>The monthly series of the départements: a year forecast from all before it, against each method alone and Prophet.</summary>
internal static class ForecastFrenchBenchmark
{
    private const int Horizon = 12;

    public static string MonthlyFile { get; } = Path.Combine(RealData.Folder!, "monthly", "etat4001-mensuel-departements-1999-2020.csv");

    public static async Task RunAsync()
    {
        foreach (var year in (int[])[2019, 2020])
        {
            var (inputs, came) = Read(year);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{inputs.Count} series, {year} forecast at the end of {year - 1}\n| method | sMAPE % | MASE | within 80 % · 95 % |\n|---|---|---|---|"));
            var histories = inputs.ToDictionary(i => i.Id, i => i.Values, StringComparer.Ordinal);
            var combination = new ForecastScores();
            foreach (var result in Forecaster.ForecastAll(inputs, new ForecastOptions { Horizon = Horizon }))
            {
                combination.Add(
                    histories[result.Id], came[result.Id], [.. result.Steps.Select(s => s.Mean)],
                    [.. result.Steps.Select(s => (double[])[s.Low80, s.High80, s.Low95, s.High95])]);
            }

            Console.WriteLine(combination.Row("**combination**", hasBands: true));
            foreach (var (method, scores) in ForecastScores.OfEachMethod(inputs, id => came[id]))
            {
                Console.WriteLine(scores.Row($"{method} alone"));
            }

            Console.WriteLine(await ProphetAsync(inputs, came));
        }
    }

    /// <summary>All series up to a year, and their values in it.</summary>
    public static (IReadOnlyList<ForecastInput> Inputs, Dictionary<string, IReadOnlyList<double>> Came) Read(int year)
    {
        var lines = File.ReadLines(MonthlyFile).Select(l => l.Split(',')).ToList();
        var (before, came) = (new SortedDictionary<string, List<(int Month, double Value)>>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal));
        foreach (var column in Enumerable.Range(2, lines[0].Length - 2))
        {
            foreach (var rows in lines.Skip(1).Where(l => !l[1].StartsWith("France", StringComparison.Ordinal) && l[column].Length > 0).GroupBy(l => l[1], StringComparer.Ordinal))
            {
                var points = rows.Select(l => (Month: int.Parse(l[0].Remove(4, 1), CultureInfo.InvariantCulture), Value: double.Parse(l[column], CultureInfo.InvariantCulture))).Order().ToList();
                var id = $"{rows.Key}/{lines[0][column]}";
                before.Add(id, [.. points.Where(p => p.Month / 100 < year)]);
                came.Add(id, [.. points.Where(p => p.Month / 100 == year).Select(p => p.Value)]);
            }
        }

        return ([.. before.Select(s => new ForecastInput(s.Key, PeriodGrain.Month, s.Value[0].Month, [.. s.Value.Select(p => (double?)p.Value)], IsCount: true))], came);
    }

    private static async Task<string> ProphetAsync(IReadOnlyList<ForecastInput> inputs, Dictionary<string, IReadOnlyList<double>> came)
    {
        var (train, output) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllLinesAsync(train, inputs.SelectMany(i => i.Values.Select((v, t) => string.Create(
            CultureInfo.InvariantCulture, $"{i.Id},{Period.Label(PeriodSteps.Add(i.Grain, i.FirstPeriod, t))},{v}"))).Prepend("series_id,period,value"));
        try
        {
            var script = Path.Combine(Repository.Root, "tests", "Benchmarks", "prophet.R");
            using var run = Process.Start(new ProcessStartInfo("Rscript", [script, train, output, Horizon.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true, UseShellExecute = false })!;
            run.ErrorDataReceived += (_, _) => { };
            run.BeginErrorReadLine();
            await run.WaitForExitAsync();
            if (run.ExitCode != 0)
            {
                return "| Prophet: skipped, its R package is not there | | | |";
            }
        }
        catch (Win32Exception)
        {
            return "| Prophet: skipped, there is no R on this machine | | | |";
        }

        var scores = new ForecastScores();
        var forecasts = ForecastFile.Read(await WithValueAsync(output)).Inputs.ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var input in inputs.Where(i => forecasts.ContainsKey(i.Id)))
        {
            scores.Add(input.Values, came[input.Id], [.. forecasts[input.Id].Values.Select(v => v!.Value)]);
        }

        return scores.Row(string.Create(CultureInfo.InvariantCulture, $"Prophet (R), on the {forecasts.Count} series that it takes"));
    }

    // The reader of series reads what Prophet wrote.
    private static async Task<string> WithValueAsync(string path)
    {
        var lines = await File.ReadAllLinesAsync(path);
        lines[0] = "series_id,period,value";
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }
}
