using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>Defects of rows: numbers and labels of indices, and rows that slid.</summary>
public sealed class IndexDefectTests
{
    private const string Police = "Services PN 2019";
    private const string Gendarmerie = "Services GN 2019";

    [Fact]
    public void Read_MissingIndex_IsNamed()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).RemoveRow(50),
            ReadWorkbook.Error("missing-index", Police, null, null, null, "No row for index 50, Atteintes sexuelles."));

    [Fact]
    public void Read_IndexTwice_NamesTheFirstRowAndTheMissingOne()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Code(51, 50),
            ReadWorkbook.Error("missing-index", Police, null, null, null, "No row for index 51, Homicides commis d'enfants de moins de 15 ans."),
            ReadWorkbook.Error("duplicate-index", Police, 54, "A", "50", "Index 50 stands in row 53 already."));

    [Theory]
    [InlineData(108, "108")]
    [InlineData(0, "0")]
    [InlineData(49.5, "49.5")]
    [InlineData("cinquante", "cinquante")]
    public void Read_UnknownIndex_IsNamed(object code, string found)
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Code(50, code),
            ReadWorkbook.Error("missing-index", Police, null, null, null, "No row for index 50, Atteintes sexuelles."),
            ReadWorkbook.Error("unknown-index", Police, 53, "A", found, "Expected the code of an index, 1 to 107."));

    [Fact]
    public void Read_RowWithoutIndex_IsNamed()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Cell(111, 3, 44),
            ReadWorkbook.Error("row-without-index", Police, 111, "C", "44", "The row has values but no code of an index."));

    [Fact]
    public void Read_SlipOfSpelling_WarnsOnly()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Label(10, "Sequestratoins"),
            ReadWorkbook.Warning("label-spelling", Police, 13, "B", "Sequestratoins", "Spelt otherwise than the known label of index 10: 'Sequestrations'."));

    [Fact]
    public void Read_CaseAccentsAndApostrophes_AreNoSlip()
        => AssertFindings(WorkbookBuilder.Valid().Sheet(Police).Label(2, "HOMICIDES POUR VOLER  ET À L’OCCASION DE VOLS").Label(10, "sequestrations"));

    [Fact]
    public void Read_OtherLabel_IsAnError()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Label(10, "Cyberattaques"),
            ReadWorkbook.Error("unknown-label", Police, 13, "B", "Cyberattaques", "Index 10 is known as 'Sequestrations'."));

    [Fact]
    public void Read_NoLabel_IsAnError()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Label(10, null),
            ReadWorkbook.Error("missing-label", Police, 13, "B", null, "Index 10 has no label: expected 'Sequestrations'."));

    /// <summary>The label of 10 stands beside 10 and 11: 11 is what is wrong.</summary>
    [Fact]
    public void Read_LabelOfAnotherIndex_IsAShiftOfOneRow()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Label(11, "Séquestrations"),
            ReadWorkbook.Error("shifted-row", Police, 14, "B", "Séquestrations", Shift(11, 10, 1, "1 row(s) too far down")));

    /// <summary>The row left without a label and the unused indices, whose labels are alike, are part of the one shift.</summary>
    [Theory]
    [InlineData(90, 1, 94, 91, 90, 17)]
    [InlineData(90, 2, 95, 92, 90, 16)]
    [InlineData(105, 1, 109, 106, 105, 2)]
    public void Read_LabelsShiftedDown_AreOneFinding(int from, int by, int row, int index, int other, int rows)
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).ShiftLabels(from, by),
            ReadWorkbook.Error("shifted-row", Police, row, "B", WorkbookBuilder.Labels[other - 1], Shift(index, other, rows, $"{by} row(s) too far down")));

    [Theory]
    [InlineData(90, -1, 92, 89, 90, 18)]
    [InlineData(98, -1, 100, 97, 98, 10)]
    [InlineData(90, -2, 91, 88, 90, 18)]
    public void Read_LabelsShiftedUp_AreOneFinding(int from, int by, int row, int index, int other, int rows)
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).ShiftLabels(from, by),
            ReadWorkbook.Error("shifted-row", Police, row, "B", WorkbookBuilder.Labels[other - 1], Shift(index, other, rows, $"{-by} row(s) too far up")));

    [Fact]
    public void Read_TwoShifts_AreTwoFindings()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet(Police).Label(11, WorkbookBuilder.Labels[9]).ShiftLabels(50));

        Assert.Equal([("shifted-row", 14), ("shifted-row", 54)], read.Findings.Select(f => (f.Code, f.Row)));
    }

    /// <summary>As in a known edition: the counts of GN 2019 from index 98 on stand one row too low.</summary>
    [Fact]
    public void Read_CountsShiftedDownFrom98_AreOneNamedFinding()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Gendarmerie).ShiftRows(fromIndex: 98, by: 1),
            ReadWorkbook.Error("unused-index-value", Gendarmerie, 101, "C", "32", Unused("99", 98)));

    [Theory]
    [InlineData(98, 2, 102, "32", "100", 98)]
    [InlineData(98, -1, 99, "32", "97, 100", 96)]
    [InlineData(94, 1, 98, "20", "96, 99", 96)]
    public void Read_CountsShiftedOtherwise_AreOneNamedFinding(int from, int by, int row, string found, string indices, int about)
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Gendarmerie).ShiftRows(from, by),
            ReadWorkbook.Error("unused-index-value", Gendarmerie, row, "C", found, Unused(indices, about)));

    /// <summary>The police writes zeros beside unused indices: they slide into 98 and 101 and look like counts.</summary>
    [Fact]
    public void Read_PoliceCountsShiftedDown_AreOneNamedFinding()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).ShiftRows(fromIndex: 98, by: 1),
            ReadWorkbook.Error("unused-index-value", Police, 102, "C", "8", Unused("99", 98)));

    [Fact]
    public void Read_OneCountBesideAnUnusedIndex_IsNoShift()
        => AssertFindings(
            WorkbookBuilder.Valid().Sheet(Police).Count(97, 2, 6),
            ReadWorkbook.Error("unused-index-value", Police, 100, "D", "6", "Index 97 is unused, yet 1 of 3 services have counts there."));

    private static string Shift(int index, int other, int rows, string how)
        => $"Index {index} stands beside the label of index {other}: the labels of {rows} row(s) from here on are {how}. Ask for a corrected edition.";

    private static string Unused(string indices, int from)
        => $"Unused indices have counts ({indices}): the rows from about index {from} on look shifted. Ask for a corrected edition.";

    private static void AssertFindings(WorkbookBuilder workbook, params Finding[] findings) => Assert.Equal(findings, ReadWorkbook.Of(workbook).Findings);
}
