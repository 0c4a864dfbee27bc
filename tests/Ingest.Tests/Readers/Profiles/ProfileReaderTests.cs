using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Workbooks;
using static Octoplus.Ingest.Tests.Readers.Profiles.Sample;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

public sealed class ProfileReaderTests
{
    [Fact]
    public void Read_Long_GivesItsPoints()
    {
        var (content, findings) = (Sample.Long with { HasDepartmentCodes = true, Unit = "fait" }).Read("dep;type;mois;nb\n1;Vols à l'étalage;mars 2019;1 234,5\n2a;Vols à l'étalage;03/2019;\n971;Homicides;2019-04;0\n");
        Assert.Empty(findings);
        Assert.Equal(["homicides|971|201904=0", "vols-a-l-etalage|01|201903=1234.5", "vols-a-l-etalage|2A|201903="], content.Points());
        Assert.Equal(("p-essai", PeriodGrain.Month), (content.Dataset, content.Grain));
        Assert.Equal(new SeriesMeasure("vols-a-l-etalage", "Vols à l'étalage", "fait", MeasureKind.Count), content.Measures["vols-a-l-etalage"]);
    }

    [Fact]
    public void Read_WideMeasures_TakesHeadersForMeasures()
        => Assert.Equal(
            ["homicides|x|201903=3", "vols|x|201903=1234.5"],
            (Sample.Long.With(("zone", ColumnRole.Territory), ("month", ColumnRole.Period), ("Vols", ColumnRole.Value), ("Homicides", ColumnRole.Value)) with { Shape = TableShape.WideMeasures, Numbers = WrittenIn.English })
                .Read("zone,month,Vols,Homicides\nx,March 2019,\"1,234.5\",3\n").Content.Points());

    [Fact]
    public void Read_WidePeriods_TakesHeadersForPeriodsAndNewOnesToo()
        => Assert.Equal(
            ["vols|01|2019=5", "vols|01|2020=", "vols|01|2021=7"],
            (Sample.Long.With(("dep", ColumnRole.Territory), ("2019", ColumnRole.Value), ("2020", ColumnRole.Value)) with { Shape = TableShape.WidePeriods, Grain = PeriodGrain.Year, FixedMeasure = "Vols" })
                .Read("dep\t2019\t2020\t2021\n01\t5\t\t7\n").Content.Points());

    [Fact]
    public void Read_CountRows_CountsByPeriod()
        => Assert.Equal(
            ["faits|FR|20190304=3", "faits|FR|20190311=1"],
            (Sample.Long.With(("horodatage", ColumnRole.Period), ("lieu", ColumnRole.Ignored)) with { Grain = PeriodGrain.Week, Values = ValueRule.CountRows, FixedMeasure = "Faits", FixedTerritory = "FR" })
                .Read("horodatage,lieu\n2019-03-04T00:00:00Z,a\n04/03/2019,\"b\nb\"\n2019-03-10,c\n2019-03-11,\n").Content.Points());

    [Fact]
    public void Read_Sum_AddsRowsOfACell()
        => Assert.Equal(
            ["vols|01|201903=3.5", "vols|02|201903="],
            (Sample.Long with { Values = ValueRule.Sum }).Read("dep;type;mois;nb\n01;Vols;03/2019;1\n01;vols;2019-03-31;2,5\n01;vols;2019-03;\n02;vols;2019-03;\n").Content.Points());

    public static TheoryData<string, int, string?, string> Defects => new()
    {
        { "bad-territory", 2, "A", ";vols;2019-03;1" },
        { "bad-territory", 2, "A", new string('x', 61) + ";vols;2019-03;1" },
        { "bad-measure", 2, "B", "01;--;2019-03;1" },
        { "bad-period", 2, "C", "01;vols;2019;1" },
        { "bad-period", 2, "C", "01;vols;mars;1" },
        { "bad-value", 2, "D", "01;vols;2019-03;1.5" },
        { "bad-value", 2, "D", "01;vols;2019-03;=1+1" },
        { "duplicate-cell", 3, "D", "01;vols;2019-03;1\n01;Vols;03/2019;1" },
        { "column-count", 2, null, "01;vols;2019-03" },
        { "column-count", 2, null, "01;vols;2019-03;1;2" },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void Read_Defect_IsAnErrorAtLineAndColumn(string code, int line, string? column, string rows)
    {
        var finding = Assert.Single(Sample.Long.Read("dep;type;mois;nb\n" + rows + "\n").Findings);
        Assert.Equal((FindingSeverity.Error, code, line, column), (finding.Severity, finding.Code, finding.Row!.Value, finding.Column));
    }

    [Fact]
    public void Read_UnknownDepartment_IsAnError()
        => Assert.Equal(("bad-territory", "96"), Assert.Single((Sample.Long with { HasDepartmentCodes = true }).Read("dep;type;mois;nb\n96;v;2019-03;1\n").Findings) is var f ? (f.Code, f.Found) : default);

    [Theory]
    [InlineData("unknown-column", "dep;type;mois;nb;nom\n01;v;2019-03;1;Durand\n")]
    [InlineData("missing-column", "dep;type;mois\n01;v;2019-03\n")]
    [InlineData("no-rows", "dep;type;mois;nb\n")]
    public void Read_OtherColumns_AreErrors(string code, string text) => Assert.Equal(code, Assert.Single(Sample.Long.Read(text).Findings).Code);

    [Theory]
    [InlineData("broken-csv", "dep;type;mois;nb\n01;\"v;2019-03;1\n")]
    [InlineData("not-a-table", "PK\u0003\u0004")]
    public void Read_BrokenFile_SaysWhy(string code, string text)
    {
        if (code == "not-a-table")
        {
            using var folder = new TemporaryFolder();
            using var workbook = Ingest.Files.FileProbe.Open(WorkbookBuilder.Valid().Save(folder.File("a.xlsx")));
            Assert.Equal(code, Assert.Throws<UnreadableFileException>(() => ProfileReader.Read(workbook, Sample.Long, new("a"))).Code);
            return;
        }

        Assert.Equal(code, Assert.Throws<UnreadableFileException>(() => Sample.Long.Read(text)).Code);
    }

    [Fact]
    public void Read_EndlessRow_IsRefused()
        => Assert.Equal("broken-csv", Assert.Throws<UnreadableFileException>(() => Sample.Long.Read("dep;type;mois;nb\n" + new string('x', 200_000) + ";v;2019-03;1\n")).Code);

    [Fact]
    public void Read_TooManyColumns_IsRefused()
        => Assert.Equal("too-many-columns", Assert.Throws<UnreadableFileException>(() => Sample.Long.Read(string.Join(';', Enumerable.Range(0, 501)) + "\n")).Code);

    [Fact]
    public void Read_TooManySeries_IsRefused()
        => Assert.Equal("too-many-series", Assert.Throws<UnreadableFileException>(() => Sample.Long.Read(
            "dep;type;mois;nb\n" + string.Concat(Enumerable.Range(0, 100_001).Select(i => $"{i};v;2019-03;1\n")))).Code);

    [Fact]
    public void Read_HtmlAndFormulas_PassThroughAsText()
    {
        var (content, findings) = Sample.Long.Read("dep;type;mois;nb\n=cmd|'/c calc'!A1;<script>alert(1)</script>;2019-03;1\n");
        Assert.Empty(findings);
        Assert.Equal(["script-alert-1-script|=cmd|'/c calc'!A1|201903=1"], content.Points());
        Assert.Equal("<script>alert(1)</script>", content.Measures.Values.Single().Label);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public void Read_EachEncoding_IsUnderstood(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.Equal(["degradations|01|201902=1"], Sample.Long.Read("dep;type;mois;nb\n01;Dégradations;février 2019;1\n", Encoding.GetEncoding(encoding)).Content.Points());
    }

    [Fact]
    public void Read_EncodingAndSeparatorOverridden_AreUsed()
        => Assert.Equal(
            ["degradations|a,b,c,d,e|201902=1"],
            (Sample.Long with { Separator = '|', Encoding = "windows-1252" }).Read("dep|type|mois|nb\na,b,c,d,e|Dégradations|02/2019|1\n", Encoding.Latin1).Content.Points());

    [Fact]
    public void Read_WrongEncoding_IsToldAtTheCell()
        => Assert.Equal("bad-measure", Assert.Single((Sample.Long with { Encoding = "utf-8" }).Read("dep;type;mois;nb\n01;Dégradations;2019-02;1\n", Encoding.Latin1).Findings).Code);

    [Fact]
    public void Read_ProfileWithProblems_Throws()
        => Assert.Contains("Grain", Assert.Throws<ArgumentException>(() => (Sample.Long with { Grain = PeriodGrain.None }).Read("a\n")).Message, StringComparison.Ordinal);
}
