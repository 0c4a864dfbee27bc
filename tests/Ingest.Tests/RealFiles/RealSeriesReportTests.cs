using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>The published monthly file against an edition of it with changed cells.</summary>
public sealed class RealSeriesReportTests : IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task CompareAsync_TwentyChangedCells_ListsExactlyThese()
    {
        var published = Requires.RealFile("monthly/etat4001-mensuel-departements-1999-2020.csv");
        var importer = new TestImports(_test.Database, _test.Folder).Importer;
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(published, "test", "tester", null, CancellationToken.None)).Status);
        var changed = new List<(string Code, int Month, double Before, double After)>();
        var path = _folder.File("edition.csv");
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(published)).Select((l, i) => i > 0 && i % 1300 == 0 ? Change(l, changed) : l));

        var findings = new FindingList("edition.csv");
        using var probe = FileProbe.Open(path);
        var content = FormatList.Detect(probe).Read(probe, findings, null);
        Assert.False(findings.HasErrors);
        var (report, _) = await importer.CompareAsync(content, CancellationToken.None);

        Assert.Equal(20, changed.Count);
        Assert.Equal((20L, 263_280L, 0, 0), (report.ChangedCells, report.ComparedCells, report.AddedCount, report.VanishedCount));
        Assert.Equal(
            changed.Order(),
            report.Largest.Select(c => (c.Group, c.Period, c.Before!.Value, c.After!.Value)).Order());
        Assert.All(report.Largest, c => Assert.Equal("cambriolages", c.Measure));
        Assert.All(report.Periods, p => Assert.NotNull(p.FormerVintage));
    }

    private static string Change(string line, List<(string Code, int Month, double Before, double After)> changed)
    {
        var fields = line.Split(',');
        var before = int.Parse(fields[4], CultureInfo.InvariantCulture);
        var after = before + 1 + changed.Count;
        changed.Add((fields[1], int.Parse(fields[0].Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), before, after));
        fields[4] = after.ToString(CultureInfo.InvariantCulture);
        return string.Join(',', fields);
    }
}
