using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Tests.Readers.Series;

namespace Octoplus.Ingest.Tests.Readers.MonthlyDepartments;

/// <summary>Three months in 96 départements, of which one cell or row is wrong. Line 2 is 01 in 2004-11, line 98 is 01 in 2004-12.</summary>
public sealed class MonthlyDepartmentDefectTests
{
    private const string Cells = ",1,2,3,4,5,6,7,8,9,10";

    [Fact]
    public void Read_Valid_HasNoFindings()
    {
        var read = Read(Table());

        Assert.Empty(read.Findings);
        Assert.Equal([(200411, false), (200412, false), (200501, false)], read.Content.Periods);
        Assert.Equal((1.0, 4.0, 10.0), (read.Value("homicides", "01", 200411), read.Value("violences-sexuelles", "2A", 200412), read.Value("main-oeuvre", "95", 200501)));
        Assert.Equal(3 * 96 * 55, read.Content.Total);
    }

    [Fact]
    public void Read_OneMonthAlone_HasThatPeriodOnly()
    {
        var read = Read(Table().Where((_, i) => i is 0 or (>= 97 and < 193)));

        Assert.Empty(read.Findings);
        Assert.Equal([(200412, false)], read.Content.Periods);
    }

    [Fact]
    public void Read_ColumnsMovedAndSemicolons_AreTheSame()
        => Assert.Empty(Read(Table().Select(l => string.Join(';', l.Split(',').Reverse()))).Findings);

    [Theory]
    [InlineData("2004-13", "not-a-month", "mois", "Expected a month such as 2019-03.")]
    [InlineData("2004-1", "not-a-month", "mois", "Expected a month")]
    [InlineData("12/2004", "not-a-month", "mois", "Expected a month")]
    [InlineData("1804-12", "not-a-month", "mois", "Expected a month")]
    [InlineData("", "not-a-month", "mois", "Expected a month")]
    public void Read_BadMonth_IsAnError(string month, string code, string column, string reason)
        => Read(Table(98, $"{month},01{Cells}")).AssertError(code, 98, column, month, reason);

    [Theory]
    [InlineData("1")]
    [InlineData("20")]
    [InlineData("96")]
    [InlineData("<b>01</b>")]
    [InlineData("=1+1")]
    public void Read_UnknownCode_IsAnError(string code)
        => Read(Table(98, $"2004-12,{code}{Cells}")).AssertError("unknown-department", 98, "code_dep", code, "such as 01, 2A or 971");

    [Theory]
    [InlineData("-1", "not-a-count")]
    [InlineData("1.5", "not-a-count")]
    [InlineData("1e3", "not-a-count")]
    [InlineData("douze", "not-a-count")]
    [InlineData("10000001", "not-a-count")]
    [InlineData("99999999999999999999", "not-a-count")]
    [InlineData("", "blank-cell")]
    public void Read_BadCount_IsAnError(string cell, string code)
        => Read(Table(98, $"2004-12,01,1,{cell},3,4,5,6,7,8,9,10")).AssertError(code, 98, "vols", cell, "Expected a whole number from 0 to 10000000");

    [Fact]
    public void Read_RowTwice_IsAnError()
        => Read([.. Table(), $"2004-12,75{Cells}"]).AssertError("duplicate-row", 290, "code_dep", "75", "75 stands in an earlier row of 2004-12 already");

    [Fact]
    public void Read_CellMissing_IsAnError()
        => Read(Table(98, "2004-12,01,1,2,3")).AssertError("column-count", 98, null, "5", "The row has 5 cells, the header 12");

    [Fact]
    public void Read_CellTooMany_IsAnError()
        => Read(Table(98, $"2004-12,01{Cells},11")).AssertError("column-count", 98, null, "13", "The row has 13 cells, the header 12");

    [Fact]
    public void Read_ColumnMissing_IsAnError()
        => Read(Table().Select(l => l[..l.LastIndexOf(',')])).AssertError("missing-column", 1, "main_oeuvre", null, "The column 'main_oeuvre' is missing");

    [Fact]
    public void Read_ColumnUnknown_IsAnError()
        => Read(Table().Select((l, i) => l + (i == 0 ? ",autre" : ",1"))).AssertError("unknown-column", 1, "autre", null, "The column is not known");

    [Fact]
    public void Read_ColumnTwice_IsAnError()
        => Read(Table().Select((l, i) => l + (i == 0 ? ",vols" : ",1"))).AssertError("duplicate-column", 1, "vols", null, "stands more than once");

    [Fact]
    public void Read_MonthMissing_IsAnError()
        => Read(Table().Where((_, i) => i is < 97 or >= 193)).AssertError("missing-period", null, null, "2004-12", "no row of 'homicides' for 2004-12");

    [Fact]
    public void Read_DepartmentMissingInOneMonth_IsAnError()
        => Read(Table().Where((_, i) => i != 97)).AssertError("missing-row", null, null, "01 2004-12", "01 has no row of 'homicides' for 2004-12");

    [Fact]
    public void Read_DepartmentMissingInAllMonths_IsAnError()
        => Read(Table().Where(l => !l.Contains(",75,", StringComparison.Ordinal))).AssertError("missing-department", null, null, "75", "for the département 75");

    /// <summary>Before 2006 the overseas départements are not published; one that has appeared stays.</summary>
    [Fact]
    public void Read_OverseasDepartmentThatVanishes_IsAnError()
        => Read([.. Table(), $"2004-11,971{Cells}", $"2004-12,971{Cells}"]).AssertError("missing-row", null, null, "971 2005-01", "export the file whole");

    [Fact]
    public void Read_OverseasDepartmentsMissingSince2006_AreErrors()
        => Assert.Equal(
            ["971", "972", "973", "974"],
            Read(Table().Select(l => l.Replace("2005-01", "2006-01", StringComparison.Ordinal).Replace("2004-12", "2005-12", StringComparison.Ordinal).Replace("2004-11", "2005-11", StringComparison.Ordinal)))
                .Findings.Where(f => f.Code == "missing-department").Select(f => f.Found));

    [Fact]
    public void Read_HeaderAlone_IsAnError() => Read(SeriesFiles.Monthly().Take(1)).AssertError("no-rows", null, null, null, "no row below the header");

    [Fact]
    public void Read_QuoteLeftOpen_IsRefused()
    {
        var e = Assert.Throws<Octoplus.Ingest.Workbooks.UnreadableFileException>(() => Read(Table(98, $"2004-12,\"01{Cells}")));
        Assert.Equal("broken-csv", e.Code);
    }

    /// <summary>The published sum is kept beside the départements, not among them.</summary>
    [Fact]
    public void Read_PublishedSumThatDiffers_IsAWarningAndLeftOutOfTheTotal()
    {
        var read = Read([.. Table(), .. new[] { "2004-11", "2004-12", "2005-01" }.Select(m => $"{m},France_Métro,{(m == "2004-12" ? 99 : 96)},192,288,384,480,576,672,768,864,960")]);

        var warning = Assert.Single(read.Findings);
        Assert.Equal((FindingSeverity.Warning, "sum-differs", "homicides", "1"), (warning.Severity, warning.Code, warning.Column, warning.Found));
        Assert.Contains("In 1 of 3 months", warning.Reason, StringComparison.Ordinal);
        Assert.Contains("2004-12: 99 published, 96 summed", warning.Reason, StringComparison.Ordinal);
        Assert.Equal((99.0, 3L * 96 * 55), (read.Value("homicides", "FR-METRO", 200412), read.Content.Total));
    }

    /// <summary>A file full of errors: the first thousand are listed, the rest counted.</summary>
    [Fact]
    public void Read_MoreErrorsThanTheLimit_ListsTheLimit()
    {
        var read = Read([SeriesFiles.Monthly()[0], .. Enumerable.Repeat($"2004-12,XX{Cells}", 3000)]);

        Assert.Equal(FindingList.Limit + 1, read.Findings.Count);
        Assert.Contains(read.Findings, f => f.Code == "more-findings" && f.Reason.StartsWith("2000 more", StringComparison.Ordinal));
    }

    private static ReadSeries Read(IEnumerable<string> lines) => ReadSeries.Of(Datasets.Etat4001Monthly, lines);

    private static List<string> Table(int line = 0, string text = "")
    {
        var lines = SeriesFiles.Monthly();
        if (line > 0)
        {
            lines[line - 1] = text;
        }

        return lines;
    }
}
