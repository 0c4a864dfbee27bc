using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Readers.Unemployment;

namespace Octoplus.Ingest.Tests.Readers.Unemployment;

/// <summary>T3_2013 to T2_2014 in 96 départements, overseas since T1_2014; row 5 is 01, row 101 is 971. As published: codes as texts or numbers.</summary>
public sealed class UnemploymentDefectTests
{
    private readonly FindingList _findings = new("chomage.xls");

    [Fact]
    public void Read_Valid_KeepsBlanksAsBlanks()
    {
        var content = Read(Rows());

        Assert.Empty(_findings.ToList());
        Assert.Equal([(20133, false), (20134, false), (20141, false), (20142, false)], content.Periods);
        Assert.Equal(400, content.Points.PointCount);
        Assert.Equal([5.1, 5.2, 5.3, 5.4], Values(content, "01"));
        Assert.Equal([null, null, 5.3, 5.4], Values(content, "971"));
        Assert.Equal([5.1, 5.2, 5.3, 5.4], Values(content, "95"));
    }

    [Theory]
    [InlineData(5, 4, "9,5", "not-a-rate", "D", "9,5", "Expected a percentage from 0 to 100")]
    [InlineData(5, 4, 101.0, "not-a-rate", "D", "101", "Expected a percentage")]
    [InlineData(5, 4, -1.0, "not-a-rate", "D", "-1", "Expected a percentage")]
    [InlineData(5, 4, null, "blank-cell", "D", null, "01 has no rate for 2013-T4")]
    [InlineData(5, 3, null, "blank-cell", "C", null, "01 has no rate for 2013-T3")]
    [InlineData(101, 6, null, "blank-cell", "F", null, "971 has no rate for 2014-T2")]
    [InlineData(5, 1, "1A", "unknown-department", "A", "1A", "Expected the code of a département")]
    [InlineData(5, 1, 20.0, "unknown-department", "A", "20", "Expected the code of a département")]
    [InlineData(5, 1, 1.4, "unknown-department", "A", "1.4", "Expected the code of a département")]
    [InlineData(4, 4, "T4_20１３", "not-a-quarter", "D", "T4_20１３", "Expected a quarter")]
    [InlineData(5, 1, null, "unknown-department", "A", null, "Expected the code of a département")]
    [InlineData(5, 2, "PARIS", "label-of-another", "B", "PARIS", "This is the name of 75, the code says 01")]
    [InlineData(4, 4, "T4 2013", "not-a-quarter", "D", "T4 2013", "Expected a quarter such as T1_1982")]
    [InlineData(4, 4, null, "not-a-quarter", "D", null, "Expected a quarter")]
    [InlineData(4, 4, "T3_2013", "quarter-out-of-order", "D", "T3_2013", "Expected 2013-T4 here")]
    [InlineData(4, 5, "T2_2014", "quarter-out-of-order", "E", "T2_2014", "Expected 2014-T1 here")]
    public void Read_BadCell_IsAnErrorAtItsPlace(int row, int column, object? cell, string code, string letters, string? found, string reason)
    {
        var rows = Rows();
        rows[row - 1][column - 1] = cell;
        Read(rows);
        AssertError(code, row, letters, found, reason);
    }

    [Fact]
    public void Read_ValueWithoutAQuarter_IsAnError()
    {
        var rows = Rows();
        rows[4] = [.. rows[4], 5.5];
        Read(rows);
        AssertError("value-without-quarter", 5, "G", "5.5", "The header has no quarter above this cell");
    }

    [Fact]
    public void Read_DepartmentTwice_IsAnError()
    {
        var rows = Rows();
        rows.Insert(6, [.. rows[4]]);
        Read(rows);
        AssertError("duplicate-department", 7, "A", "01", "stands in an earlier row already");
    }

    [Fact]
    public void Read_DepartmentMissing_IsAnError()
    {
        var rows = Rows();
        rows.RemoveAt(4);
        Read(rows);
        AssertError("missing-department", null, null, "01", "no row of 'taux-de-chomage' for the département 01");
    }

    [Fact]
    public void Read_NoHeader_IsAnError()
    {
        Read([.. Rows().Skip(4)]);
        AssertError("missing-header", null, null, null, "No row says 'Code'");
    }

    [Fact]
    public void Read_UnknownLabel_IsAWarning()
    {
        var rows = Rows();
        rows[4][1] = "AIN (provisoire)";
        Read(rows);
        var finding = Assert.Single(_findings.ToList());
        Assert.Equal((FindingSeverity.Warning, "other-label", 5, "B"), (finding.Severity, finding.Code, finding.Row, finding.Column));
    }

    private static IEnumerable<double?> Values(SeriesContent content, string department)
    {
        var values = content.Points.Find("taux-de-chomage", department)!;
        return Enumerable.Range(0, values.Periods.Count).Select(values.ValueAt);
    }

    private SeriesContent Read(List<object?[]> rows) => new UnemploymentSheet("Département", _findings).Read(rows);

    private void AssertError(string code, int? row, string? column, string? found, string reason)
    {
        var finding = Assert.Single(_findings.ToList());
        Assert.Equal((FindingSeverity.Error, code, "Département", row, column, found), (finding.Severity, finding.Code, finding.Sheet ?? "Département", finding.Row, finding.Column, finding.Found));
        Assert.Contains(reason, finding.Reason, StringComparison.Ordinal);
    }

    private static List<object?[]> Rows()
        => [
            ["Estimations de taux de chômage localisé"], ["(en%)"], [null],
            ["Code", "Libellé", "T3_2013", "T4_2013", "T1_2014", "T2_2014"],
            .. ReferenceTerritories.Departments.Where(d => d.Code != "976").OrderBy(d => d.Code.Length).ThenBy(d => d.Code, StringComparer.Ordinal).Select(Row),
            [null, null], ["Données CVS, en moyenne trimestrielle (en %). "], ["Source : Insee."],
        ];

    private static object?[] Row(Department d)
        => [
            d.Code is not ['0', ..] && d.Code.Length == 2 && int.TryParse(d.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (double)number : d.Code,
            d.Name.ToUpperInvariant(), .. d.Code.Length == 3 ? new object?[] { null, null } : [5.1, 5.2], 5.3, 5.4,
        ];
}
