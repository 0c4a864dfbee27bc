using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Units;

namespace Octoplus.Ingest.Tests.Readers.Units;

public sealed class UnitListReaderTests
{
    [Fact]
    public void Read_Valid_IsWhatTheProgramShipsWith()
    {
        var (units, findings) = Read(UnitWorkbook.Valid());

        Assert.Empty(findings);
        Assert.Equal(Nomenclature.Offences, new OffenceUnits(units).Offences);
        Assert.Equal(new OffenceUnit(12, CountUnit.Victim, CountUnit.Complainant, new DateOnly(2015, 3, 1)), units[11]);
    }

    [Fact]
    public void Read_ColumnsInAnotherOrder_AreFoundByTheirHeader()
    {
        var workbook = UnitWorkbook.Valid();
        foreach (var offence in Nomenclature.Offences.Append(null))
        {
            var row = (offence?.Code ?? 0) + 1;
            workbook.Cell(row, 6, offence is null ? "INDEX_UC" : offence.IsUsed ? "auteur" : null).Cell(row, 3, null);
        }

        var (units, findings) = Read(workbook.Cell(8, 4, null).Cell(13, 4, null));
        Assert.Empty(findings);
        Assert.All(units.Where(u => u.Unit != CountUnit.None), u => Assert.Equal(CountUnit.Suspect, u.Unit));
    }

    [SkippableFact]
    public void Read_PublishedList_HasNoFindingsAndTheShippedUnits()
    {
        using var file = FileProbe.Open(Requires.RealFile("etat4001/liste-index.xlsx"));
        Assert.Same(UnitListReader.Format, FormatList.Detect(file));
        var findings = new FindingList("liste-index.xlsx");
        var content = UnitListReader.Read(file.Path, findings);

        Assert.Empty(findings.ToList());
        Assert.Equal(103, content.Total);
        Assert.Equal(Nomenclature.Offences, new OffenceUnits(content.Units).Offences);
    }

    public static TheoryData<string, int, int, object?> Defects => new()
    {
        { "unknown-unit", 3, 3, "Vitcime" },
        { "missing-unit", 3, 3, null },
        { "unused-index-unit", 97, 3, "Victime" },
        { "unknown-index", 3, 1, 108.0 },
        { "unknown-index", 3, 1, "2.5" },
        { "row-without-index", 3, 1, null },
        { "duplicate-index", 3, 1, 1.0 },
        { "unknown-label", 3, 2, "Pêche à la ligne" },
        { "missing-label", 3, 2, null },
        { "formula-error", 3, 3, new CellError() },
        { "row-without-index", 120, 2, "En-tête égarée" },
        { "unread-unit-change", 8, 4, "PLAIGNANT jusqu'au 28/02/2015" },
        { "unread-unit-change", 8, 4, "PLAIGNANT jusqu'au 28/02/2015 puis VICTIME depuis le 02/03/2015" },
        { "unread-unit-change", 8, 4, "PLAIGNANT jusqu'au 30/02/2015 puis VICTIME depuis le 01/03/2015" },
        { "unread-unit-change", 8, 4, "PLAIGNANT jusqu'au 28/02/2015 puis AUTEUR depuis le 01/03/2015" },
        { "unread-unit-change", 8, 4, "VICTIME jusqu'au 28/02/2015 puis VICTIME depuis le 01/03/2015" },
        { "unread-unit-change", 8, 4, "PERSONNE jusqu'au 28/02/2015 puis VICTIME depuis le 01/03/2015" },
        { "unread-unit-change", 8, 5, UnitWorkbook.Change },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void Read_Defect_IsAnErrorAtItsCell(string code, int row, int column, object? value)
    {
        var (_, findings) = Read(UnitWorkbook.Valid().Cell(row, column, value));

        var finding = findings.First(f => f.Code == code);
        Assert.Equal((FindingSeverity.Error, row), (finding.Severity, finding.Row));
        Assert.All(findings, f => Assert.Contains(f.Code, new[] { code, "missing-index" }));
    }

    [Fact]
    public void Read_LabelsShifted_IsOneFinding()
    {
        var workbook = UnitWorkbook.Valid();
        foreach (var offence in Nomenclature.Offences.Where(o => o.Code >= 20))
        {
            workbook.Cell(offence.Code + 1, 2, Nomenclature.Offences[offence.Code - 2].Label);
        }

        Assert.Equal(("shifted-row", 21), Assert.Single(Read(workbook).Findings) is var f ? (f.Code, f.Row!.Value) : default);
    }

    [Fact]
    public void Read_MissingRows_NamesEach()
    {
        var workbook = UnitWorkbook.Valid();
        Enumerable.Range(1, 4).ToList().ForEach(c => workbook.Cell(108, c, null));
        Assert.Equal("No row for index 107, Autres délits.", Assert.Single(Read(workbook).Findings).Reason);
    }

    [Fact]
    public void Read_RemarkOnSomethingElse_IsAWarning()
        => Assert.Equal((FindingSeverity.Warning, "unread-remark"), Assert.Single(Read(UnitWorkbook.Valid().Cell(9, 5, "=HYPERLINK(\"x\")<b>")).Findings) is var f ? (f.Severity, f.Code) : default);

    private static (IReadOnlyList<OffenceUnit> Units, IReadOnlyList<Finding> Findings) Read(WorkbookBuilder workbook)
    {
        using var folder = new TemporaryFolder();
        using var file = FileProbe.Open(workbook.Save(folder.File("units.xlsx")));
        Assert.Same(UnitListReader.Format, FormatList.Detect(file));
        var findings = new FindingList("units.xlsx");
        return (UnitListReader.Read(file.Path, findings).Units, findings.ToList());
    }
}
