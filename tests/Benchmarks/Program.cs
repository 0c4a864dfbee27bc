// dotnet run -c Release --project tests/Benchmarks -- [import|xlsx|panel|start|wire|desk|refresh|forecast-m3|forecast-french|forecast-speed|forecast-page|clusters]...
// Figures and what they mean: docs/benchmarks.md. All measure the real workbook and so need ../shared/data or OCTOPLUS_REAL_DATA.
// `folders` measures nothing: it writes the folder graph of the built program, for docs/folders.svg (docs/architecture.md).
using Octoplus.Benchmarks;
using Octoplus.Tests.Architecture;

if (args is ["folders", ..])
{
    Console.Write(FolderGraph.Of(Directory.EnumerateFiles(args is [_, var built] ? built : AppContext.BaseDirectory, "Octoplus.*.dll").Where(f => !f.EndsWith("Benchmarks.dll", StringComparison.Ordinal))).ToDot());
    return 0;
}

if (RealData.Folder is null)
{
    Console.Error.WriteLine("The published files are not there: put them in ../shared/data or name their folder in OCTOPLUS_REAL_DATA.");
    return 2;
}

var wanted = args.Length > 0 ? args : ["import", "xlsx", "panel", "start", "wire", "desk", "refresh", "forecast-m3", "forecast-french", "forecast-speed", "forecast-page", "clusters"];
Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}");
foreach (var name in wanted)
{
    switch (name)
    {
        case "import":
            await ImportBenchmark.RunAsync();
            break;
        case "xlsx":
            XlsxBenchmark.Run();
            break;
        case "panel":
            await PanelBenchmark.RunAsync();
            break;
        case "start":
            await StartBenchmark.RunAsync();
            break;
        case "wire":
            await WireBenchmark.RunAsync();
            break;
        case "desk":
            await DeskBenchmark.RunAsync();
            break;
        case "refresh":
            await RefreshBenchmark.RunAsync();
            break;
        case "forecast-m3":
            await ForecastM3Benchmark.RunAsync();
            break;
        case "forecast-french":
            await ForecastFrenchBenchmark.RunAsync();
            break;
        case "forecast-speed":
            ForecastSpeedBenchmark.Run();
            break;
        case "forecast-page":
            await ForecastPageBenchmark.RunAsync();
            break;
        case "clusters" or "clusters-real" or "clusters-small" or "clusters-large" or "clusters-repeat":
            await ClusterBenchmark.RunAsync(name);
            break;
        default:
            Console.Error.WriteLine($"No benchmark '{name}': import, xlsx, panel, start, wire, desk, refresh, forecast-m3, forecast-french, forecast-speed, forecast-page, clusters.");
            return 2;
    }
}

return 0;
