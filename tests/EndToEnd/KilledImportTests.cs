using Octoplus.Core.Counts;
using Octoplus.Core.Offences;
using Octoplus.Core.Territories;

namespace Octoplus.EndToEnd;

/// <summary>
/// A process killed at any moment of an import leaves the former figures served, or the new ones whole; and the next import
/// of the file succeeds. The moments are spread over the life of an import that was left alone, drawn from a fixed seed.
/// </summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Services = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(4001);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Import_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await RunAsync(test, kills: 8);
    }

    [SkippableFact]
    public async Task Import_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await RunAsync(test, kills: 4);
    }

    private async Task RunAsync(TestDatabase test, int kills)
    {
        // Edition n counts n everywhere, so a mixture of two shows in any sum.
        var first = await ImportProcess.RunAsync(test, Edition(1));
        Assert.True(first.ExitCode == 0, first.Error);
        var served = 1;
        Assert.Equal(Expected(served), await ServedAsync(test));

        // The life of an import into a database that has figures already.
        var whole = await ImportProcess.RunAsync(test, Edition(++served));
        Assert.Equal(0, whole.ExitCode);
        Assert.Equal(Expected(served), await ServedAsync(test));
        var life = whole.Elapsed.TotalMilliseconds;

        for (var kill = 0; kill < kills; kill++)
        {
            var edition = served + 1;
            var path = Edition(edition);
            using (var import = ImportProcess.Start(test, path))
            {
                await import.KillAfterAsync(TimeSpan.FromMilliseconds(life * (kill + _random.NextDouble()) / kills));
            }

            var after = await ServedAsync(test);
            Assert.True(after == Expected(served) || after == Expected(edition), $"kill {kill}: served\n{after}\nneither edition {served} nor {edition}");

            var again = await ImportProcess.RunAsync(test, path);
            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Equal(Expected(edition), await ServedAsync(test));
            served = edition;
        }
    }

    private string Edition(int count)
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
    private static string Expected(int edition)
        => string.Join(' ', new[] { 2018, 2019, 2020 }.Select(year => $"{year}:{Services * 103 * edition}+{Services * 103 * 2 * edition}"))
            + $" départements {3 * 19} services {2 * Services} of {edition}";

    private static async Task<string> ServedAsync(TestDatabase test)
    {
        var counts = new CountQueries(test.Database);
        var all = Nomenclature.FindMeasure("tous")!;
        var country = await counts.ByTerritoryAsync(all, TerritoryLevel.Country, null, null, CancellationToken.None);
        var departments = await counts.ByTerritoryAsync(all, TerritoryLevel.Department, null, null, CancellationToken.None);
        Assert.Equal(country.Sum(c => c.Count(Force.All)), departments.Sum(d => d.Count(Force.All)));

        // Services are summed from the facts themselves, so that these are looked at too.
        var services = await counts.ByServiceAsync(Nomenclature.FindMeasure("index-27")!, 2020, null, null, Force.All, CancellationToken.None);
        var editions = services.Select(s => s.ForceCode == "police" ? s.Recorded : s.Recorded / 2).Distinct();
        return string.Join(' ', country.Select(c => $"{c.Year}:{c.Police}+{c.Gendarmerie}"))
            + $" départements {departments.Count} services {services.Count} of {string.Join(',', editions)}";
    }
}
