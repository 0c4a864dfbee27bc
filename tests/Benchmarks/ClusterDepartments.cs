using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Benchmarks;

/// <summary>The real départements: rates of the twelve indicators, each year.</summary>
internal static class ClusterDepartments
{
    public const int FewestClusters = 2;

    public const int MostClusters = 8;

    /// <summary>Each year, as they are and as z-scores; départements with a rate of every indicator.</summary>
    public static async Task<IReadOnlyList<ClusterCase>> ReadAsync()
    {
        var folder = DashboardProcess.DataFolder("clusters");
        await DashboardProcess.RunAsync(folder, "import", ImportBenchmark.Workbook, ImportBenchmark.Population);
        var slugs = Nomenclature.Indicators.Select(i => i.Slug).ToList();
        var counts = await new CountQueries(Database.Create(new DatabaseOptions(), folder)).ByTerritoryAsync(slugs, TerritoryLevel.Department, null, null, CancellationToken.None);
        var cases = new List<ClusterCase>();
        foreach (var year in counts.GroupBy(c => c.Year))
        {
            var rows = year.Where(c => c.Population > 0 && c.Covered(Force.All) is not null).GroupBy(c => c.Territory)
                .Select(t => slugs.Select(s => t.FirstOrDefault(c => c.Measure == s)).Select(c => c is null ? double.NaN : 1000.0 * c.Covered(Force.All)!.Value / c.Population!.Value).ToArray())
                .Where(r => !r.Any(double.IsNaN)).ToList();
            var name = year.Key.ToString(CultureInfo.InvariantCulture);
            for (var k = FewestClusters; k <= MostClusters; k++)
            {
                cases.Add(new ClusterCase(name + " rates", rows.Count, slugs.Count, k, [.. rows.SelectMany(r => r)]));
                cases.Add(new ClusterCase(name + " z-scores", rows.Count, slugs.Count, k, ZScores(rows)));
            }
        }

        Directory.Delete(folder, recursive: true);
        return cases;
    }

    private static double[] ZScores(List<double[]> rows)
    {
        var columns = Enumerable.Range(0, rows[0].Length).Select(j =>
        {
            var mean = rows.Average(r => r[j]);
            return (Mean: mean, Deviation: Math.Sqrt(rows.Average(r => (r[j] - mean) * (r[j] - mean))));
        }).ToList();
        return [.. rows.SelectMany(r => r.Select((v, j) => (v - columns[j].Mean) / columns[j].Deviation))];
    }
}
