using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>A cell that holds no count: index 5 of the second police service, cell D8.</summary>
public sealed class CellDefectTests
{
    private const string Sheet = "Services PN 2019";
    private const string NotACount = "Expected a whole number from 0 to 10,000,000.";
    private const string NotANumber = "Expected a count: a whole number, 0 or more.";

    [Theory]
    [InlineData(-3, "-3")]
    [InlineData(2.5, "2.5")]
    [InlineData(10_000_001, "10000001")]
    [InlineData(1e300, "1E+300")]
    public void Read_NumberThatIsNoCount_IsNamed(object value, string found) => AssertFinding(value, "not-a-count", found, NotACount);

    [Theory]
    [InlineData("n.d.")]
    [InlineData("12")]
    [InlineData("1 234")]
    public void Read_TextInANumberCell_IsNamed(string value) => AssertFinding(value, "not-a-number", value, NotANumber);

    [Fact]
    public void Read_NotANumberOfAnotherProgram_IsNamed() => AssertFinding(new CellXml("<v>NaN</v>"), "not-a-count", "NaN", NotACount);

    [Fact]
    public void Read_NumberOfAHundredDigits_IsNotCutOff()
        => AssertFinding(new CellXml($"<v>{new string('0', 99)}5</v>"), "not-a-number", new string('0', 64), NotANumber);

    [Fact]
    public void Read_FormulaError_IsNamed() => AssertFinding(new CellError("#DIV/0!"), "formula-error", "#DIV/0!", "A formula failed here: expected a count.");

    [Fact]
    public void Read_FormulaWithoutValue_IsNamed()
        => AssertFinding(new CellFormula("Feuil9!A1", null), "formula-error", "formula without a stored value", "A formula failed here: expected a count.");

    [Fact]
    public void Read_FormulaWithEmptyValue_IsNamed()
        => AssertFinding(new CellXml("<f>Feuil9!A1</f><v></v>"), "formula-error", "formula without a stored value", "A formula failed here: expected a count.");

    [Fact]
    public void Read_TenMillion_IsACount()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet(Sheet).Count(5, 2, 10_000_000));

        Assert.Empty(read.Findings);
        Assert.Equal(2736 - 10 + 10_000_000, read.Sum(Sheet));
    }

    [Fact]
    public void Read_DefectsEverywhere_AreFoundInOnePassInOrder()
    {
        var read = ReadWorkbook.Of(WorkbookBuilder.Valid()
            .Sheet("Services PN 2020").Count(7, 1, -1).Label(8, "Rien de tel ici")
            .Sheet("Services GN 2019").Cell(1, 4, "00").Code(3, 300)
            .Sheet(Sheet).Count(1, 3, "?").Count(1, 2, "!"));

        Assert.Equal(
            [
                ("missing-index", "Services GN 2019", null, null),
                ("unknown-department", "Services GN 2019", 1, "D"),
                ("unknown-index", "Services GN 2019", 5, "A"),
                ("not-a-number", "Services PN 2019", 4, "D"),
                ("not-a-number", "Services PN 2019", 4, "E"),
                ("not-a-count", "Services PN 2020", 10, "C"),
                ("unknown-label", "Services PN 2020", 11, "B"),
            ],
            read.Findings.Select(f => (f.Code, f.Sheet, f.Row, f.Column)));
        Assert.All(read.Findings, f => Assert.Equal(FindingSeverity.Error, f.Severity));
    }

    [Fact]
    public void Read_MoreThanAThousandDefects_ListsAThousandAndCountsTheRest()
    {
        var workbook = Enumerable.Range(0, 10).Aggregate(
            WorkbookBuilder.Valid().Sheet(Sheet), (w, i) => w.AddColumn("75", $"CIAT {i}", "DSPAP", _ => -1));
        var read = ReadWorkbook.Of(workbook.Label(1, "Règlements de compte entre malfaitteurs"));

        // 103 used indices and the label of the first; the warning gives way to the errors.
        Assert.Equal(1001, read.Findings.Count);
        Assert.Equal(1000, read.Findings.Count(f => f.Code == "not-a-count"));
        Assert.Equal(
            ReadWorkbook.Error("more-findings", null, null, null, null, "31 more findings are not listed."), read.Findings[^1]);
    }

    private static void AssertFinding(object value, string code, string found, string reason)
        => Assert.Equal(
            [ReadWorkbook.Error(code, Sheet, 8, "D", found, reason)],
            ReadWorkbook.Of(WorkbookBuilder.Valid().Sheet(Sheet).Count(5, 2, value)).Findings);
}
