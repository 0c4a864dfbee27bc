using System.Diagnostics;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Etat4001;

namespace Octoplus.Benchmarks;

/// <summary>All data of the map page at the server, read and computed, with the real facts and with ten times as many.</summary>
internal static class PanelBenchmark
{
    private const int Requests = 2000;

    public static async Task RunAsync()
    {
        foreach (var times in new[] { 1, 10 })
        {
            var folder = DashboardProcess.DataFolder($"panel-{times}");
            var database = Database.Create(new DatabaseOptions(), folder);
            await FillAsync(database, times);
            await MeasureAsync($"panel, SQLite, {times} × facts", database);
            Directory.Delete(folder, recursive: true);
        }

        if (Environment.GetEnvironmentVariable("OCTOPLUS_TEST_MYSQL") is { Length: > 0 } server)
        {
            var database = Database.Create(new DatabaseOptions { Provider = "MySql", ConnectionString = server }, "");
            await FillAsync(database, 1);
            await MeasureAsync("panel, MariaDB, 1 × facts", database);
        }
    }

    private static async Task FillAsync(Database database, int times)
    {
        await SchemaScripts.ApplyAsync(database, CancellationToken.None);
        var importer = new TestImports(database, Path.GetTempPath()).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        var content = Etat4001Reader.Read(ImportBenchmark.Workbook, ReferenceTerritories.Codes, new FindingList("workbook"));
        var copies = new Etat4001Content([.. content.Sheets.Select(s => Repeat(s, times))], IsDemonstration: false);
        var store = new VintageStore(database);
        var vintage = new NewVintage(Datasets.Etat4001, "workbook", new string('1', 64), 0, "benchmark", IsDemonstration: false);
        var id = await store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await copies.StoreAsync(database, id, null, CancellationToken.None);
        await store.CompleteAsync(id, vintage, copies.Periods, facts, CancellationToken.None);
        await new VintageFlips(database).AcceptAsync(id, "benchmark", null, null, CancellationToken.None);
        await new ViewBuilder(database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    // The same counts again under other names of services.
    private static ServiceSheet Repeat(ServiceSheet sheet, int times)
        => sheet with
        {
            Services = [.. Enumerable.Range(0, times).SelectMany(copy => sheet.Services.Select(s => new ServiceColumn(s.Column, s.Department, s.Direction, $"{s.Name} {copy}")))],
            Counts = [.. Enumerable.Range(0, times).SelectMany(_ => sheet.Counts)],
        };

    private static async Task MeasureAsync(string name, Database database)
    {
        var queries = new MapPanelQueries(database, new OffenceUnitQueries(database));
        var random = new Random(4001);
        var milliseconds = new double[Requests];
        for (var i = -200; i < Requests; i++)
        {
            var request = new MapPanelRequest(
                Nomenclature.Measures[random.Next(Nomenclature.Measures.Count)],
                random.Next(4) == 0 ? TerritoryLevel.Region : TerritoryLevel.Department,
                2012 + random.Next(9),
                [.. Enumerable.Range(0, random.Next(4)).Select(_ => ReferenceTerritories.Departments[random.Next(101)].Code)]);
            var force = (Force)random.Next(3);
            var start = Stopwatch.GetTimestamp();
            var panel = (await queries.LoadAsync(request, CancellationToken.None))!;
            _ = panel.Figures(force);
            _ = panel.Country(force);
            _ = panel.Composition(force);
            _ = panel.Trend(Territory.CountryCode, force);
            if (i >= 0)
            {
                milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(milliseconds);
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: p50 {milliseconds[Requests / 2]:0.00} ms, p95 {milliseconds[Requests * 95 / 100]:0.00} ms, p99 {milliseconds[Requests * 99 / 100]:0.00} ms of {Requests}"));
    }
}
