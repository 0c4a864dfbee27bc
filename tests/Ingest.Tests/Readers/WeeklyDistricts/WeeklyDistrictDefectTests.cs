using System.Globalization;
using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Tests.Readers.Series;

namespace Octoplus.Ingest.Tests.Readers.WeeklyDistricts;

/// <summary>Fourteen weeks from Monday 2019-01-07 in two districts, 100 each; line 2 is the first week of 001, line 3 that of 002.</summary>
public sealed class WeeklyDistrictDefectTests
{
    [Fact]
    public void Read_Valid_MarksTheLastWeekAsProvisional()
    {
        var read = Read(Table());

        Assert.Equal((14, 2800L), (read.Content.Periods.Count, read.Content.Total));
        Assert.Equal([20190408], Provisional(read));
        Assert.Equal(["provisional-weeks"], read.Findings.Select(f => f.Code));
        Assert.Equal("2019-04-08", read.Findings[0].Found);
    }

    [Fact]
    public void Read_LastWeeksFewOrLackingADistrict_AreProvisional()
    {
        var lines = Table();
        lines[26] = "002,2019-04-01,20"; // 120 of the usual 200
        lines.RemoveAt(28);

        Assert.Equal([20190401, 20190408], Provisional(Read(lines)));
    }

    [Fact]
    public void Read_Utf16_IsTheSame()
    {
        var read = ReadSeries.Of(Datasets.WeeklyDistricts, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(string.Join("\r\n", Table()))]);

        Assert.Equal((14, 2800L), (read.Content.Periods.Count, read.Content.Total));
    }

    [Fact]
    public void Read_OneWeekAlone_IsProvisional() => Assert.Equal([20190107], Provisional(Read(Table().Take(3))));

    [Theory]
    [InlineData("2019-04-02", "not-a-monday", "This is a Tuesday: a week is named by its Monday, here 2019-04-01.")]
    [InlineData("2019-W14", "not-a-week", "Expected the Monday of a week")]
    [InlineData("2019-02-30", "not-a-week", "Expected the Monday of a week")]
    [InlineData("0001-01-01", "not-a-week", "Expected the Monday of a week")]
    public void Read_BadWeek_IsAnError(string week, string code, string reason)
        => Read([.. Table(), $"001,{week},1"]).AssertError(code, 30, "week", week, reason);

    [Theory]
    [InlineData("")]
    [InlineData("001 nord")]
    [InlineData("<script>")]
    [InlineData("=cmd()")]
    public void Read_BadDistrict_IsAnError(string district)
        => Read([.. Table(), $"{district},2019-04-15,1"]).AssertError("not-a-district", 30, "district", district, "letters, digits");

    [Theory]
    [InlineData("-5")]
    [InlineData("2.5")]
    [InlineData("n/a")]
    public void Read_BadCount_IsAnError(string count)
        => Read([.. Table(), $"001,2019-04-15,{count}"]).AssertError("not-a-count", 30, "count", count, "Expected a whole number");

    [Fact]
    public void Read_RowTwice_IsAnError()
        => Read([.. Table(), "002,2019-01-07,5"]).AssertError("duplicate-row", 30, "week", "2019-01-07", "002 has an earlier row of this week");

    [Fact]
    public void Read_WeekMissing_IsAnError()
        => Read(Table().Where(l => !l.Contains("2019-01-21", StringComparison.Ordinal))).AssertError("missing-period", null, null, "2019-01-21", "export it whole");

    [Fact]
    public void Read_DistrictMissingInOneWeek_IsAnError()
        => Read(Table().Where(l => l != "002,2019-01-21,100")).AssertError("missing-row", null, null, "002 2019-01-21", "002 has no row");

    [Fact]
    public void Read_ColumnUnknown_IsAnError()
        => Read(Table().Select((l, i) => l + (i == 0 ? ",note" : ",x"))).AssertError("unknown-column", 1, "note", null, "import the file with a profile");

    [Fact]
    public void Read_ThousandsOfDistricts_EndsEarly()
        => Read([SeriesFiles.Weekly()[0], .. Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"D{i},2019-01-07,1"))])
            .AssertError("too-many-districts", 502, "district", "D500", "is the column the right one?");

    private static ReadSeries Read(IEnumerable<string> lines) => ReadSeries.Of(Datasets.WeeklyDistricts, lines);

    private static IEnumerable<int> Provisional(ReadSeries read) => read.Content.Periods.Where(p => p.IsProvisional).Select(p => p.Period);

    private static List<string> Table() => SeriesFiles.Weekly();
}
