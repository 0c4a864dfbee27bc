namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>Defects above the counts: one fixture, one finding.</summary>
public sealed class HeaderDefectTests
{
    private const string Police = "Services PN 2019";
    private const string Gendarmerie = "Services GN 2019";

    [Fact]
    public void Read_NoCodeIndexRow_NamesIt()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).RemoveHeaderRow(3),
            "missing-header", Police, null, null, null, "No row says 'Code index' and 'Libellé index': the layout is not that of the État 4001.");

    [Fact]
    public void Read_NoDepartmentsRow_NamesItOnce()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Gendarmerie).Cell(1, 2, "Territoires"),
            "missing-header", Gendarmerie, null, null, null, "No header row says 'Départements'.");

    [Fact]
    public void Read_NoDirectionsRow_NamesItOnce()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).RemoveHeaderRow(2),
            "missing-header", Police, null, null, null, "No header row says 'Périmètres'.");

    [Fact]
    public void Read_NoTitle_NamesIt()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Cell(1, 1, null),
            "missing-header", Police, null, null, null, "No header row says 'Année … - services de police / compagnies de gendarmerie'.");

    [Fact]
    public void Read_TitleOfAnotherYear_IsToldFromTheSheetName()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Cell(1, 1, "Année 2018 - services de police"),
            "title-mismatch", Police, 1, "A", "Année 2018 - services de police",
            "The title does not speak of the police in 2019 as the sheet's name does: which one is right?");

    [Fact]
    public void Read_TitleOfTheOtherForce_IsToldFromTheSheetName()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Gendarmerie).Cell(1, 1, "Année 2019 - services de police"),
            "title-mismatch", Gendarmerie, 1, "A", "Année 2019 - services de police",
            "The title does not speak of the gendarmerie in 2019 as the sheet's name does: which one is right?");

    [Theory]
    [InlineData("99", "99")]
    [InlineData("1", "1")]
    [InlineData("Ain", "Ain")]
    [InlineData(2.5, "2.5")]
    [InlineData(96, "96")]
    public void Read_UnknownDepartment_IsOneFindingNotOneForEachCount(object code, string found)
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Cell(1, 4, code),
            "unknown-department", Police, 1, "D", found, "This code is no département or overseas collectivity. Codes are texts: 01, 2A, 971.");

    [Fact]
    public void Read_ServiceTwice_IsOneFinding()
        => AssertDuplicate("CIAT D'AJACCIO", "DCSP");

    [Theory]
    [InlineData("ciat d'ajaccio", "Dcsp")]
    [InlineData("CIAT D’AJACCIO", "DCSP")]
    [InlineData("  CIAT   D' AJACCIO ", " DCSP ")]
    [InlineData("Ciat d´Ajaccio", "DCSP")]
    public void Read_ServiceTwiceSpeltOtherwise_IsTheSameService(string name, string direction) => AssertDuplicate(name, direction);

    [Fact]
    public void Read_SameNameInAnotherDepartmentOrDirection_IsAnotherService()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet(Police)
            .AddColumn("2B", "CIAT D'AJACCIO", "DCSP", _ => 1).AddColumn("2A", "CIAT D'AJACCIO", "DCPAF", _ => 1));

        Assert.Empty(read.Findings);
        Assert.Equal(2736 + 206, read.Sum(Police));
    }

    [Theory]
    [InlineData(null, "CIAT DE TEST", "DCSP", "CIAT DE TEST")]
    [InlineData("75", null, "DCSP", "75")]
    [InlineData("75", "CIAT DE TEST", null, "CIAT DE TEST")]
    public void Read_HeaderOfAServiceIncomplete_IsOneFinding(string? department, string? name, string? direction, string found)
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).AddColumn(department, name, direction, _ => 7),
            "incomplete-header", Police, 3, "F", found, "A service needs a département, a name and, for the police, a périmètre above its counts.");

    [Fact]
    public void Read_ValuesInAColumnWithoutService_AreOneFindingForTheColumn()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Count(5, 6, 12).Count(9, 6, 3),
            "value-without-service", Police, 8, "H", "12", "2 value(s) from here down stand in a column without a service.");

    [Fact]
    public void Read_NoServiceAtAll_IsSaid()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid(2019).RemoveSheet(Gendarmerie).AddGendarmerieSheet(Gendarmerie, 2019));

        Assert.Equal([ReadWorkbook.Error("no-service", Gendarmerie, null, null, null, "The sheet lists no service.")], read.Findings);
    }

    [Fact]
    public void Read_FormulaErrorInTheHeader_IsNoName()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Cell(3, 4, new CellError("#N/A")),
            "formula-error", Police, 3, "D", "#N/A", "A formula failed here: expected a text.");

    [Fact]
    public void Read_NameLongerThanTheTableHolds_IsRefusedNotCutOff()
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).Cell(3, 3, new string('A', 201)),
            "too-long-name", Police, 3, "C", new string('A', 200) + "…", "The name of a service has 200 characters at most, its périmètre 100.");

    private static void AssertDuplicate(string name, string direction)
        => AssertFinding(
            WorkbookBuilder.Valid().Sheet(Police).AddColumn("2A", name, direction, _ => 1),
            "duplicate-service", Police, 3, "F", name.Trim(), "The same service stands in column D: its counts would be added twice.");

    private static void AssertFinding(WorkbookBuilder workbook, string code, string? sheet, int? row, string? column, string? found, string reason)
        => Assert.Equal([ReadWorkbook.Error(code, sheet, row, column, found, reason)], ReadWorkbook.Of(workbook).Findings);
}
