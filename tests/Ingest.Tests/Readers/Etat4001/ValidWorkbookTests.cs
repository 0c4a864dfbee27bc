using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>What may vary without being wrong.</summary>
public sealed class ValidWorkbookTests
{
    [Fact]
    public void Read_Valid_HasItsTotalsAndNoFinding()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid());

        Assert.Empty(read.Findings);
        Assert.Equal(14_195, read.Content.Total);
        Assert.Equal(
            [("Services PN 2019", Force.Police, 2019), ("Services PN 2020", Force.Police, 2020), ("Services GN 2019", Force.Gendarmerie, 2019), ("Services GN 2020", Force.Gendarmerie, 2020)],
            read.Content.Sheets.Select(s => (s.Name, s.Force, s.Year)));
        Assert.Equal([2736, 3045, 4104, 4310], read.Content.Sheets.Select(s => s.Counts.Sum(c => c ?? 0)));
        Assert.Equal(
            [("01", "DCSP", "CIAT DE BOURG EN BRESSE"), ("2A", "DCSP", "CIAT D'AJACCIO"), ("971", "DCPAF", "DPAF GUADELOUPE 971")],
            read.Content.Sheets[0].Services.Select(s => (s.Department, s.Direction, s.Name)));
        Assert.Equal([(2019, false), (2020, false)], read.Content.Periods);
        Assert.False(read.Content.IsDemonstration);
    }

    [Fact]
    public void Read_HeaderMovedDownByTwoRows_IsFoundByItsTexts()
        => AssertSame(WorkbookBuilder.Valid().Sheet("Services PN 2019").InsertRows(2).Sheet("Services GN 2020").InsertRows(2));

    [Fact]
    public void Read_InlineStrings_AreTexts() => AssertSame(WorkbookBuilder.Valid().InlineStrings());

    [Fact]
    public void Read_DepartmentsAsNumbers_AreTheSameCodes()
    {
        var read = AssertSame(WorkbookBuilder.Valid().Sheet("Services PN 2019").Cell(1, 3, 1).Cell(1, 5, 971));

        Assert.Equal(["01", "2A", "971"], read.Content.Sheets[0].Services.Select(s => s.Department));
    }

    [Fact]
    public void Read_CodesOfIndicesAsTexts_AreTheSameIndices()
    {
        var workbook = WorkbookBuilder.Valid().Sheet("Services PN 2019");
        AssertSame(Enumerable.Range(1, 107).Aggregate(workbook, (w, i) => w.Code(i, i % 2 == 0 ? $"{i}" : $" {i} ")));
    }

    [Fact]
    public void Read_BlankTrailingColumns_AreSkipped()
        => AssertSame(WorkbookBuilder.Valid().Sheet("Services GN 2020").AddBlankColumns(5).Sheet("Services PN 2019").AddBlankColumns(1));

    [Fact]
    public void Read_RowsInAnotherOrder_AreKeyedByTheirIndex()
    {
        var read = AssertSame(WorkbookBuilder.Valid().Sheet("Services PN 2019").SwapRows(2, 103));

        // Last digits 2 and 3, by service 1, 2, 3.
        Assert.Equal([2, 4, 6], Enumerable.Range(0, 3).Select(s => read.Content.Sheets[0].CountsOf(s)[1]));
        Assert.Equal([3, 6, 9], Enumerable.Range(0, 3).Select(s => read.Content.Sheets[0].CountsOf(s)[102]));
    }

    [Fact]
    public void Read_FormulaWithItsValue_IsANumber()
        => AssertSame(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(1, 1, new CellFormula("0+1", 1)));

    [Fact]
    public void Read_LabelsOfTheOfficialList_AreKnown()
    {
        var workbook = WorkbookBuilder.Valid().Sheet("Services PN 2019");
        AssertSame(Nomenclature.Offences.Aggregate(workbook, (w, o) => w.Label(o.Code, o.Label)));
    }

    [Fact]
    public void Read_OtherSheets_AreLeftAlone()
        => AssertSame(WorkbookBuilder.Valid().DuplicateSheet("Services PN 2019", "Notes PN 2019").Count(1, 1, -4));

    [Fact]
    public void Read_BlankCell_IsUnknownAndWarns()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(12, 2, null).Sheet("Services GN 2019").Count(12, 1, " "));

        Assert.Equal(
            [
                ReadWorkbook.Warning("blank-cells", "Services GN 2019", 14, null, null, "Index 12 is blank for 1 service(s): kept as unknown, not as zero."),
                ReadWorkbook.Warning("blank-cells", "Services PN 2019", 15, null, null, "Index 12 is blank for 1 service(s): kept as unknown, not as zero."),
            ],
            read.Findings);
        Assert.Equal([2L, null, 6L], Enumerable.Range(0, 3).Select(s => read.Content.Sheets[0].CountsOf(s)[11]));
    }

    private static ReadWorkbook AssertSame(WorkbookBuilder workbook)
    {
        var read = ReadWorkbook.Of(workbook);
        Assert.Empty(read.Findings);
        Assert.Equal([2736, 3045, 4104, 4310], read.Content.Sheets.Select(s => s.Counts.Sum(c => c ?? 0)));
        return read;
    }
}
