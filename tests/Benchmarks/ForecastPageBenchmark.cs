using System.Diagnostics;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Storage;

namespace Octoplus.Benchmarks;

/// <summary>What the page of forecasts reads, and the same forecasts over the API, with every real file imported and all series trained.</summary>
internal static class ForecastPageBenchmark
{
    private const int Requests = 2000;

    private static readonly string[] _files =
    [
        ImportBenchmark.Workbook,
        ImportBenchmark.Population,
        Real("monthly/etat4001-mensuel-departements-1999-2020.csv"),
        Real("socio/sl_etc_2025T3.xls"),
        Real("ssmsi/donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv"),
        Real("weekly/chicago-weekly-districts.csv"),
    ];

    public static async Task RunAsync()
    {
        var folder = DashboardProcess.DataFolder("forecast-page");
        await DashboardProcess.RunAsync(folder, ["import", .. _files]);
        await DashboardProcess.RunAsync(folder, "run-job", "train-forecasts");
        var queries = new ForecastQueries(Database.Create(new DatabaseOptions(), folder));
        var keys = await KeysAsync(queries);
        await MeasureAsync($"forecast page, its reads, {keys.Count} series", Requests, key => ReadPageAsync(queries, key), keys);

        var address = new Uri($"http://127.0.0.1:{DashboardProcess.FreePort()}");
        using var program = DashboardProcess.Start(folder, address.ToString());
        await StartBenchmark.FirstByteAsync(address);
        using var client = new HttpClient { BaseAddress = address };
        await MeasureAsync("GET /api/v1/forecasts", Requests, key => GetAsync(client, Query(key, "/api/v1/forecasts")), keys);
        await MeasureAsync("GET /previsions, the whole page", Requests / 4, key => GetAsync(client, PageQuery(key)), keys);
    }

    private static async Task<IReadOnlyList<ForecastKey>> KeysAsync(ForecastQueries queries)
    {
        var keys = new List<ForecastKey>();
        foreach (var measure in await queries.MeasuresAsync(CancellationToken.None))
        {
            var territories = await queries.TerritoriesAsync(measure.Dataset, measure.Measure, CancellationToken.None);
            keys.AddRange(territories.Select(t => new ForecastKey(measure.Dataset, measure.Measure, t.Territory, t.ForceCode)));
        }

        return keys;
    }

    // As the page looks its forecast up: measures, territories, the panel.
    private static async Task ReadPageAsync(ForecastQueries queries, ForecastKey key)
    {
        await queries.MeasuresAsync(CancellationToken.None);
        await queries.TerritoriesAsync(key.Dataset, key.Measure, CancellationToken.None);
        _ = await queries.PanelAsync(key, CancellationToken.None) ?? throw new InvalidOperationException($"{key} has no panel");
    }

    private static async Task GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static string Query(ForecastKey key, string path)
        => $"{path}?dataset={key.Dataset}&measure={key.Measure}&territory={Uri.EscapeDataString(key.Territory)}&force={(key.ForceCode.Length == 0 ? "all" : key.ForceCode)}";

    private static string PageQuery(ForecastKey key)
        => $"/previsions?mesure={key.Dataset}/{key.Measure}&territoire={Uri.EscapeDataString(key.Territory)}&force={key.ForceCode}";

    private static async Task MeasureAsync(string name, int requests, Func<ForecastKey, Task> read, IReadOnlyList<ForecastKey> keys)
    {
        var random = new Random(2026);
        var milliseconds = new double[requests];
        for (var i = -200; i < requests; i++)
        {
            var key = keys[random.Next(keys.Count)];
            var start = Stopwatch.GetTimestamp();
            await read(key);
            if (i >= 0)
            {
                milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(milliseconds);
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: p50 {milliseconds[requests / 2]:0.00} ms, p95 {milliseconds[requests * 95 / 100]:0.00} ms, p99 {milliseconds[requests * 99 / 100]:0.00} ms of {requests}"));
    }

    private static string Real(string file) => Path.Combine(RealData.Folder!, file);
}
