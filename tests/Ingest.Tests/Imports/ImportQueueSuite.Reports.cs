using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>What a file would change, told before anything changes.</summary>
public abstract partial class ImportQueueSuite
{
    [SkippableFact]
    public async Task ReadNextAsync_FirstWorkbook_WaitsWithItsTotals()
    {
        var file = await BringAsync(WorkbookBuilder.Valid());
        var report = await ReportAsync(file);

        Assert.Equal(
            (ImportState.Waiting, "etat4001", "etat4001", 2019, 2020, 14_195L, 0, 0),
            (file.State, file.Format, file.Dataset, file.FirstPeriod, file.LastPeriod, file.Total, file.ErrorCount, file.WarningCount));
        Assert.True(report.IsFirst);
        Assert.False(report.ChangesNothing);
        Assert.Equal((0, 0, 0L, 0L), (report.AddedCount, report.VanishedCount, report.ChangedCells, report.ComparedCells));
        Assert.Equal(
            [(2019, null, 225d), (2020, null, 235d)],
            report.Totals.Where(t => t.Measure == Burglary).Select(t => (t.Period, t.Before, t.After!.Value)));
        Assert.Equal([6840d, 7355d], report.Totals.Where(t => t.Measure == "tous").Select(t => t.After!.Value));
        Assert.Equal(13 * 2, report.Totals.Count);
        Assert.Empty(await CountryAsync());
    }

    [SkippableFact]
    public async Task ReadNextAsync_TwentyChangedCells_ListsExactlyThese()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var changed = WorkbookBuilder.Valid();
        var expected = new List<(string, string, int, double?, double?)>();
        for (var index = 1; index <= 20; index++)
        {
            var before = WorkbookBuilder.Count(2020, 4, index);
            changed.Sheet("Services GN 2020").Count(index, 1, before + (100 * index));
            expected.Add(("CGD BELLEY", $"index-{index}", 2020, before, before + (100d * index)));
        }

        var report = await ReportAsync(await BringAsync(changed));

        Assert.Equal(20, report.ChangedCells);
        Assert.Equal(2 * 5 * 103, report.ComparedCells);
        Assert.Equal(expected.OrderByDescending(e => e.Item5), report.Largest.Select(c => (c.Place, c.Measure, c.Period, c.Before, c.After)));
        Assert.All(report.Largest, c => Assert.Equal("gendarmerie · 01", c.Group));
        Assert.Equal((0, 0), (report.AddedCount, report.VanishedCount));
        Assert.Equal([(6840d, 6840d), (7355d, 7355d + (100 * 210))], report.Totals.Where(t => t.Measure == "tous").Select(t => (t.Before!.Value, t.After!.Value)));
    }

    [SkippableFact]
    public async Task ReadNextAsync_MoreThanFiftyChanges_CountsAllAndListsTheLargest()
    {
        await AcceptAsync(WorkbookBuilder.Valid(2019));
        var changed = WorkbookBuilder.Valid(2019).Sheet("Services PN 2019");
        for (var index = 1; index <= 80; index++)
        {
            changed.Count(index, 1, WorkbookBuilder.Count(2019, 1, index) + index);
        }

        var report = await ReportAsync(await BringAsync(changed));

        Assert.Equal(80, report.ChangedCells);
        Assert.Equal(Enumerable.Range(31, 50).Reverse().Select(i => $"index-{i}"), report.Largest.Select(c => c.Measure));
    }

    [SkippableFact]
    public async Task ReadNextAsync_BlankInsteadOfZero_IsAChange()
    {
        await AcceptAsync(WorkbookBuilder.Valid(2019).Sheet("Services GN 2019").Count(10, 1, 0));

        var report = await ReportAsync(await BringAsync(WorkbookBuilder.Valid(2019).Sheet("Services GN 2019").Count(10, 1, null)));

        var cell = Assert.Single(report.Largest);
        Assert.Equal(("index-10", 0d, null), (cell.Measure, cell.Before, cell.After));
    }

    [SkippableFact]
    public async Task ReadNextAsync_ServicesThatComeGoAndChangeTheirNames_AreTold()
    {
        await AcceptAsync(WorkbookBuilder.Valid(2019)
            .Sheet("Services PN 2019").AddColumn("75", "COMMISSARIAT DU 5EME ARRONDISSEMENT", "DSPAP", _ => 1)
            .Sheet("Services GN 2019").AddColumn("971", "CGD LE MOULE", count: _ => 2));

        var report = await ReportAsync(await BringAsync(WorkbookBuilder.Valid(2019)
            .Sheet("Services PN 2019").AddColumn("75", "COMMISSARIAT DU 6EME ARRONDISSEMENT", "DSPAP", _ => 1)
            .Sheet("Services GN 2019").AddColumn("971", "CGD DU MOULE", count: _ => 3)));

        Assert.Equal(
            [("CGD DU MOULE", "gendarmerie · 971", 309d), ("COMMISSARIAT DU 6EME ARRONDISSEMENT", "police · 75 · DSPAP", 103d)],
            report.Added.Select(p => (p.Name, p.Group, p.Total)));
        Assert.Equal(["CGD LE MOULE", "COMMISSARIAT DU 5EME ARRONDISSEMENT"], report.Vanished.Select(p => p.Name));

        // The fifth and the sixth district are never one, however alike their names.
        var renamed = Assert.Single(report.Renamed);
        Assert.Equal(("CGD LE MOULE", "CGD DU MOULE", 206d, 309d), (renamed.Before, renamed.After, renamed.TotalBefore, renamed.TotalAfter));
        Assert.Equal(1, renamed.Similarity);
        Assert.Equal(0, report.ChangedCells);
    }

    [SkippableFact]
    public async Task ReadNextAsync_OtherYears_ComparesOnlyTheYearsThatBothHave()
    {
        await AcceptAsync(WorkbookBuilder.Valid(2019));

        var report = await ReportAsync(await BringAsync(WorkbookBuilder.Valid(2019, 2021)));

        Assert.Equal([(2019, true), (2021, false)], report.Periods.Select(p => (p.Period, p.FormerVintage is not null)));
        Assert.Equal((5 * 103L, 0L), (report.ComparedCells, report.ChangedCells));
        Assert.False(report.IsFirst);
        Assert.False(report.ChangesNothing);
    }

    [SkippableFact]
    public async Task ReadNextAsync_SameFiguresInOtherBytes_ChangesNothing()
    {
        await AcceptAsync(WorkbookBuilder.Valid());

        var report = await ReportAsync(await BringAsync(WorkbookBuilder.Valid().AddBlankColumns(2)));

        Assert.True(report.ChangesNothing);
    }

    [SkippableFact]
    public async Task ReadNextAsync_BrokenWorkbook_IsInvalidWithItsFindings()
    {
        var file = await BringAsync(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(27, 1, -4).Sheet("Services GN 2020").ShiftRows(98, 1));

        Assert.Equal((ImportState.Invalid, null), (file.State, file.VintageId));
        var findings = await Imports.FindingsAsync(file.Id, CancellationToken.None);
        Assert.Equal(file.ErrorCount, findings.Count(f => f.Severity == FindingSeverity.Error));
        Assert.Contains(findings, f => f is { Sheet: "Services PN 2019", Row: 30, Column: "C", Found: "-4" });
        Assert.Null(await Queue.ReportAsync(file.Id, CancellationToken.None));
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from fact"));
        Assert.Null(Files.Find(file.Sha256));
        Assert.False(File.Exists(Files.UploadOf(file.Id)));
    }

    [SkippableFact]
    public async Task ReadNextAsync_Departments_TellsNamesAndRegionsThatChange()
    {
        const string header = "code_departement,nom_departement,code_region,nom_region";
        var rows = Core.Reference.ReferenceTerritories.Departments
            .Select(d => d.Code == "01" ? "01,Aïn,93,Provence-Alpes-Côte d'Azur" : $"{d.Code},{d.Name},{d.RegionCode},{d.RegionName}");
        var path = Folder.File("list.csv");
        await File.WriteAllLinesAsync(path, [header, .. rows]);

        var file = await BringAsync(path);
        var report = await ReportAsync(file);

        Assert.Equal(ImportState.Waiting, file.State);
        Assert.Equal(
            [("01", "name", "Ain", "Aïn"), ("01", "region", "84 Auvergne-Rhône-Alpes", "93 Provence-Alpes-Côte d'Azur")],
            report.Largest.OrderBy(c => c.Measure, StringComparer.Ordinal).Select(c => (c.Group, c.Measure, c.TextBefore!, c.TextAfter!)));
    }
}
