using Octoplus.Core.Counts;
using Octoplus.Core.Offences;
using Octoplus.Core.Territories;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// A process killed (SIGKILL) at any moment of an import, or of a rebuild of views, leaves the former figures served or the new
/// ones whole; and a run left alone afterwards succeeds. The moments are spread over the life of a run that was left alone, drawn
/// from a fixed seed.
/// </summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Kills = 20;
    private const int Services = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(4001);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Import_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await KillImportsAsync(test);
    }

    [SkippableFact]
    public async Task Import_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await KillImportsAsync(test);
    }

    [SkippableFact]
    public async Task RebuildViews_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await KillRebuildsAsync(test);
    }

    [SkippableFact]
    public async Task RebuildViews_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await KillRebuildsAsync(test);
    }

    private async Task KillImportsAsync(TestDatabase test)
    {
        // The life of an import into a database that has figures already.
        await CompleteAsync(test, 1);
        var life = (await CompleteAsync(test, 2)).TotalMilliseconds;
        var served = 2;
        for (var kill = 0; kill < Kills; kill++)
        {
            var edition = 3 + kill;
            using (var import = ImportProcess.Start(test, Edition(edition)))
            {
                await import.KillAfterAsync(Moment(life, kill));
            }

            served = await AssertServedAsync(test, served, edition, kill);
        }

        await CompleteAsync(test, 3 + Kills);
    }

    private async Task KillRebuildsAsync(TestDatabase test)
    {
        await CompleteAsync(test, 1);
        await AcceptOnlyAsync(test, 2);
        using var whole = ImportProcess.StartRebuild(test);
        var rebuilt = await whole.EndAsync();
        Assert.True(rebuilt.ExitCode == 0, rebuilt.Error);
        Assert.Equal(Expected(2), await ServedAsync(test));
        var served = 2;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Accepted by a process that died before the views followed.
            var edition = 3 + kill;
            await AcceptOnlyAsync(test, edition);
            using (var rebuild = ImportProcess.StartRebuild(test))
            {
                await rebuild.KillAfterAsync(Moment(rebuilt.Elapsed.TotalMilliseconds, kill));
            }

            served = await AssertServedAsync(test, served, edition, kill);
        }

        await CompleteAsync(test, 3 + Kills);
    }

    private TimeSpan Moment(double life, int kill) => TimeSpan.FromMilliseconds(life * (kill + _random.NextDouble()) / Kills);

    /// <summary>Edition n counts n everywhere, so that a mixture of two shows in any sum.</summary>
    private async Task<TimeSpan> CompleteAsync(TestDatabase test, int edition)
    {
        var result = await ImportProcess.RunAsync(test, Edition(edition));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(Expected(edition), await ServedAsync(test));
        return result.Elapsed;
    }

    private async Task AcceptOnlyAsync(TestDatabase test, int edition)
    {
        var outcome = await new Importer(test.Database, new OriginalFiles(test.Folder)).ImportAsync(Edition(edition), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
    }

    private static async Task<int> AssertServedAsync(TestDatabase test, int former, int latest, int kill)
    {
        var after = await ServedAsync(test);
        Assert.True(after == Expected(former) || after == Expected(latest), $"kill {kill}: served\n{after}\nneither edition {former} nor {latest}");
        return after == Expected(latest) ? latest : former;
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
