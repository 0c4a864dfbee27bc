using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Populations;

namespace Octoplus.Ingest.Tests.Readers.Populations;

/// <summary>A sheet as published: blocks of five ages and a total for all, men and women; 101 départements, then subtotals.</summary>
public sealed class PopulationSheetTests
{
    private const int Metropolitan = 96;

    [Fact]
    public void Read_AsPublished_HasAllCellsAndNoFinding()
    {
        var (cells, findings) = Read(Sheet());
        Assert.Empty(findings);
        Assert.Equal(101 * 10, cells.Count);
        Assert.Equal(101 * 10 * 1000, cells.Sum(c => c.Persons));
    }

    [Theory]
    [InlineData("France métropolitaine", 50)]
    [InlineData("DOM", 98)]
    public void Read_RowWithoutItsCode_IsNoSumOfTheSubtotal(string subtotal, int row)
    {
        var sheet = Sheet();
        sheet[2 + row][0] = "??";
        var found = Read(sheet).Findings.Where(f => f.Code == "total-mismatch").ToList();
        Assert.Contains(found, f => f.Reason.Contains($"'{subtotal}'", StringComparison.Ordinal));
        Assert.Equal(2, found.Count); // and the one of all
    }

    [Fact]
    public void Read_WithoutSubtotals_IsRead()
    {
        var sheet = Sheet();
        sheet.RemoveRange(2 + 101, 3);
        Assert.Empty(Read(sheet).Findings);
    }

    [Fact]
    public void Read_TotalOfARowChanged_IsAnError()
    {
        var sheet = Sheet();
        sheet[2][7] = 9_999.0;
        Assert.Equal(("total-mismatch", 3, "H"), Read(sheet).Findings.Select(f => (f.Code, f.Row!.Value, f.Column!)).First());
    }

    [Theory]
    [InlineData(10.5)]
    [InlineData(-1.0)]
    [InlineData(20_000_001.0)]
    [InlineData("12")]
    public void Read_NoCount_IsAnError(object value)
    {
        var sheet = Sheet();
        sheet[2][8] = value;
        Assert.Contains(Read(sheet).Findings, f => f is { Code: "not-a-count", Row: 3 });
    }

    private static (IReadOnlyList<PopulationCell> Cells, IReadOnlyList<Finding> Findings) Read(List<object?[]> rows)
    {
        var findings = new FindingList("file");
        var cells = new PopulationSheetReader("2019", 2019, ReferenceTerritories.Codes, findings).Read(rows).ToList();
        return (cells, findings.ToList());
    }

    private static List<object?[]> Sheet()
    {
        object?[] ages = ["0 à 19 ans", "20 à 39 ans", "40 à 59 ans", "60 à 74 ans", "75 ans et plus", "Total"];
        var rows = new List<object?[]>
        {
            new object?[] { null, null, "Ensemble", null, null, null, null, null, "Hommes", null, null, null, null, null, "Femmes", null, null, null, null, null },
            new object?[] { null, null }.Concat(ages).Concat(ages).Concat(ages).ToArray(),
        };
        rows.AddRange(ReferenceTerritories.Departments.OrderBy(d => d.Code.Length).Select(d => Row(d.Code, d.Name, 1)));
        rows.Add(Row("France métropolitaine", null, Metropolitan));
        rows.Add(Row("DOM", null, 5));
        rows.Add(Row("France métropolitaine et DOM", null, Metropolitan + 5));
        return rows;
    }

    private static object?[] Row(string code, string? name, int departments)
        => [code, name, .. Block(2000.0 * departments), .. Block(1000.0 * departments), .. Block(1000.0 * departments)];

    private static IEnumerable<object?> Block(double persons) => [.. Enumerable.Repeat((object?)persons, 5), persons * 5];
}
