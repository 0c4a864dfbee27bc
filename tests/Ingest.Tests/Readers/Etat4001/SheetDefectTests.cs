using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>Sheets that are missing or there twice.</summary>
public sealed class SheetDefectTests
{
    [Theory]
    [InlineData("PN")]
    [InlineData("GN")]
    public void Read_SheetOfOneForceMissing_IsNamed(string force)
        => AssertFindings(
            WorkbookBuilder.Valid().RemoveSheet($"Services {force} 2020"),
            ReadWorkbook.Error("missing-sheet", null, null, null, null, $"The workbook has no sheet 'Services {force} 2020': each year needs police and gendarmerie."));

    [Fact]
    public void Read_SheetNameTwice_IsNamed()
        => AssertFindings(
            WorkbookBuilder.Valid().DuplicateSheet("Services PN 2019", "Services PN 2019"),
            ReadWorkbook.Error("duplicate-sheet", "Services PN 2019", null, null, null, "The sheets 'Services PN 2019', 'Services PN 2019' are of one force and year."));

    [Theory]
    [InlineData("Services PN 2019 (2)")]
    [InlineData("services pn 2019")]
    [InlineData("Service PN  2019")]
    public void Read_YearTwiceByAnotherName_IsNamed(string name)
        => AssertFindings(
            WorkbookBuilder.Valid().DuplicateSheet("Services PN 2019", name),
            ReadWorkbook.Error("duplicate-sheet", name, null, null, null, $"The sheets 'Services PN 2019', '{name}' are of one force and year."));

    [Fact]
    public void Read_DemonstrationMarker_IsSeenInAnySheetThatIsNoServiceSheet()
    {
        Assert.True(ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet("Présentation").Cell(1, 1, "Données de démonstration, fictives (Octoplus.Dashboard)")).Content.IsDemonstration);
        Assert.False(ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet("Présentation").Cell(1, 1, "Données de démonstration")).Content.IsDemonstration);
    }

    private static void AssertFindings(WorkbookBuilder workbook, params Finding[] findings) => Assert.Equal(findings, ReadWorkbook.Of(workbook).Findings);
}
