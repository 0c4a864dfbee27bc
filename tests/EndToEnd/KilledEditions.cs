using Octoplus.Core.Reference;
using Octoplus.Core.Views;

namespace Octoplus.EndToEnd;

/// <summary>Workbooks whose edition n counts n everywhere (the gendarmerie 2 n), so that a mixture of two shows in any sum.</summary>
internal sealed class KilledEditions : IDisposable
{
    private const int Services = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The file of an edition.</summary>
    public string Path(int count)
    {
        var workbook = WorkbookBuilder.Empty("Présentation");
        foreach (var year in new[] { 2018, 2019, 2020 })
        {
            workbook.AddPoliceSheet($"Services PN {year}", year);
            for (var service = 0; service < Services; service++)
            {
                workbook.AddColumn(Department(service), $"CIAT {service}", "DCSP", _ => count);
            }
        }

        foreach (var year in new[] { 2018, 2019, 2020 })
        {
            workbook.AddGendarmerieSheet($"Services GN {year}", year);
            for (var service = 0; service < Services; service++)
            {
                workbook.AddColumn(Department(service), $"CGD {service}", count: _ => 2 * count);
            }
        }

        return workbook.Save(_folder.File($"edition-{count}.xlsx"));
    }

    private static string Department(int service) => $"{(service % 19) + 1:00}";

    /// <summary>103 used indices a service: police × 1, gendarmerie × 2.</summary>
    public static string Expected(int edition)
        => string.Join(' ', new[] { 2018, 2019, 2020 }.Select(year => $"{year}:{Services * 103 * edition}+{Services * 103 * 2 * edition}"))
            + $" départements {3 * 19} with {3 * Services * 103 * 3 * edition} services {2 * Services} of {edition}";

    /// <summary>
    /// What is served now, at every level; equals <see cref="Expected"/> of one edition. A server that lives, or a statement that outlives
    /// its killed client, may publish between two of the reads: then all are read again, so that they tell of one build.
    /// </summary>
    public static async Task<string> ServedAsync(TestDatabase test)
    {
        while (true)
        {
            var build = await BuildAsync(test);
            var served = await ReadAsync(test);
            if (await BuildAsync(test) == build)
            {
                return served;
            }
        }
    }

    private static async Task<long> BuildAsync(TestDatabase test)
        => Assert.Single(await test.ColumnAsync<long>("select build_id from publication where id = 1"));

    private static async Task<string> ReadAsync(TestDatabase test)
    {
        var counts = new CountQueries(test.Database);
        var all = Nomenclature.FindMeasure("tous")!;
        var country = await counts.ByTerritoryAsync(all, TerritoryLevel.Country, null, null, CancellationToken.None);
        var departments = await counts.ByTerritoryAsync(all, TerritoryLevel.Department, null, null, CancellationToken.None);

        // Services are summed from the facts themselves, so that these are looked at too.
        var services = await counts.ByServiceAsync(Nomenclature.FindMeasure("index-27")!, 2020, null, null, Force.All, CancellationToken.None);
        var editions = services.Select(s => s.ForceCode == "police" ? s.Recorded : s.Recorded / 2).Distinct();
        return string.Join(' ', country.Select(c => $"{c.Year}:{c.Police}+{c.Gendarmerie}"))
            + $" départements {departments.Count} with {departments.Sum(d => d.Count(Force.All))} services {services.Count} of {string.Join(',', editions)}";
    }
}
