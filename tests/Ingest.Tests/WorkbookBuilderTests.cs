using System.IO.Compression;
using ExcelDataReader.Exceptions;

namespace Octoplus.Ingest.Tests;

/// <summary>The fixtures of the other tests are readable files, and spoilt in the one place they say.</summary>
public sealed class WorkbookBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Valid_ReadByAnotherReader_HasLayoutAndTotals(bool inline)
    {
        var builder = inline ? WorkbookBuilder.Valid().InlineStrings() : WorkbookBuilder.Valid();
        var sheets = SheetTable.ReadAll(builder.Save(_folder.File("valid.xlsx")));

        Assert.Equal(
            ["Présentation", "Services PN 2019", "Services PN 2020", "Services GN 2019", "Services GN 2020"], sheets.Keys);
        Assert.Equal(["Année 2019 - services de police", "Départements", "01", "2A", "971"], sheets["Services PN 2019"][0]);
        Assert.Equal([null, "Périmètres", "DCSP", "DCSP", "DCPAF"], sheets["Services PN 2019"][1]);
        Assert.Equal(@"Libellé index \ CGD", sheets["Services GN 2020"][1][1]);
        Assert.Equal([96.0, "Index non utilisé", 0.0, 0.0, 0.0], sheets["Services PN 2019"][98]);
        Assert.Equal([96.0, "Index non utilisé", null, null], sheets["Services GN 2019"][97]);
        Assert.Equal([107.0, "Autres délits", 28.0, 35.0], sheets["Services GN 2019"][108]);
        Assert.Equal(2736, sheets["Services PN 2019"].Sum(3));
        Assert.Equal(3045, sheets["Services PN 2020"].Sum(3));
        Assert.Equal(4104, sheets["Services GN 2019"].Sum(2));
        Assert.Equal(4310, sheets["Services GN 2020"].Sum(2));
    }

    [Fact]
    public void Mutators_EachSpoilsItsPlace()
    {
        var sheets = SheetTable.ReadAll(WorkbookBuilder.Valid()
            .RemoveSheet("Services PN 2020")
            .DuplicateSheet("Services GN 2019", "Services GN 2018")
            .Sheet("Services GN 2019").ShiftRows(fromIndex: 98, by: 1).AddBlankColumns(2)
            .Sheet("Services GN 2020").ShiftLabels(fromIndex: 106).RemoveRow(1)
            .Sheet("Services PN 2019").SwapRows(2, 3).Count(1, 1, -5).Cell(1, 3, 1).Label(107, "Rien")
            .AddColumn("75", "CIAT DE TEST", "DSPAP", index => index)
            .Save(_folder.File("spoilt.xlsx")));

        Assert.Equal(["Présentation", "Services PN 2019", "Services GN 2019", "Services GN 2020", "Services GN 2018"], sheets.Keys);
        Assert.Equal([98.0, null, 32.0, null], Counts("Services GN 2019", row: 99).Take(3).Append(sheets["Services GN 2019"][105][5]));
        Assert.Equal("Autres délits économiques et financiers", sheets["Services GN 2020"][107][1]);
        Assert.Equal([2.0, "Homicides pour voler et à l'occasion de vols", 9.0], sheets["Services GN 2020"][2].Take(3));
        Assert.Equal([3.0, 2.0], [sheets["Services PN 2019"][4][0], sheets["Services PN 2019"][5][0]]);
        Assert.Equal([1.0, -5.0, "Rien", 107.0],
            [sheets["Services PN 2019"][0][2], sheets["Services PN 2019"][3][2], sheets["Services PN 2019"][109][1], sheets["Services PN 2019"][109][5]]);

        // Number of the index, then its own count (moved away) and that of the row below (moved in).
        IEnumerable<object?> Counts(string sheet, int row) => [sheets[sheet][row][0], sheets[sheet][row][2], sheets[sheet][row + 1][2]];
    }

    [Fact]
    public void Cell_ErrorAndFormula_AreTypedCells()
    {
        var path = WorkbookBuilder.Valid().Sheet("Services PN 2019")
            .Count(1, 1, new CellError()).Count(2, 1, new CellFormula("1+1", 2)).Count(3, 1, "n.d.").Save(_folder.File("cells.xlsx"));

        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet2.xml")!.Open());
        var xml = reader.ReadToEnd();
        Assert.Contains("""<c r="C4" t="e"><f>Feuil9!A1</f><v>#REF!</v></c>""", xml, StringComparison.Ordinal);
        Assert.Contains("""<c r="C5"><f>1+1</f><v>2</v></c>""", xml, StringComparison.Ordinal);
        Assert.Equal("n.d.", SheetTable.ReadAll(path)["Services PN 2019"][5][2]);
    }

    [Fact]
    public void BrokenFiles_ReadByAnotherReader_AreBroken()
    {
        Assert.ThrowsAny<Exception>(() => SheetTable.ReadAll(BrokenFiles.TruncatedZip(_folder)));
        Assert.ThrowsAny<Exception>(() => SheetTable.ReadAll(BrokenFiles.NotExcel(_folder)));
        Assert.ThrowsAny<Exception>(() => SheetTable.ReadAll(BrokenFiles.ZipWithoutWorkbook(_folder)));
        Assert.ThrowsAny<Exception>(() => SheetTable.ReadAll(BrokenFiles.CsvNamedXlsx(_folder)));
        Assert.ThrowsAny<Exception>(() => SheetTable.ReadAll(BrokenFiles.EmptyFile(_folder)));
        Assert.Throws<InvalidPasswordException>(() => SheetTable.ReadAll(BrokenFiles.PasswordProtected(_folder)));
        Assert.Empty(Assert.Single(SheetTable.ReadAll(BrokenFiles.EmptyWorkbook(_folder))).Value);
    }

    [Fact]
    public void ZeroBomb_IsSmallAndInflatesToTwoGibibytes()
    {
        var path = BrokenFiles.ZeroBomb(_folder);

        Assert.InRange(new FileInfo(path).Length, 1, 32 << 20);
        using var zip = ZipFile.OpenRead(path);
        Assert.InRange(zip.GetEntry("xl/worksheets/sheet1.xml")!.Length, 2L << 30, (2L << 30) + 200);
    }
}
