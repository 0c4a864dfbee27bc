using System.Diagnostics;

namespace Octoplus.Benchmarks;

/// <summary>The whole process from the workbook's file to queryable views on an empty SQLite database.</summary>
internal static class ImportBenchmark
{
    public static string Workbook => Path.Combine(RealData.Folder!, "etat4001", "crimes-et-delits-depuis-2012.xlsx");

    public static string Population => Path.Combine(RealData.Folder!, "demography", "estim-pop-dep-sexe-gca-1975-2023.xls");

    public static async Task RunAsync()
    {
        var seconds = new List<double>();
        var megabytes = new List<double>();
        for (var run = 0; run < 7; run++)
        {
            var folder = DashboardProcess.DataFolder("import");
            var clock = Stopwatch.StartNew();
            megabytes.Add(await DashboardProcess.RunAsync(folder, "import", Workbook));
            seconds.Add(clock.Elapsed.TotalSeconds);
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine($"import: {Machine.Summary(seconds, "s")}; peak memory {Machine.Summary(megabytes, "MB", "0")}");
    }
}
