using System.Globalization;
using System.IO.Compression;
using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Tests.Readers.Series;

namespace Octoplus.Ingest.Tests.Readers.Ssmsi;

/// <summary>
/// Homicides, then burglary, in 2019 and 2020 in 101 départements of 1,000,000 inhabitants and 400,000 dwellings: 10 homicides, 1,000
/// burglaries each. Line 2 is 01 in 2019, line 103 is 01 in 2020, line 204 is the burglary of 01 in 2019.
/// </summary>
public sealed class SsmsiDefectTests
{
    [Fact]
    public void Read_Valid_KeepsCountRateAndDenominators()
    {
        var read = Read(Table());

        Assert.Empty(read.Findings);
        AssertFigures(read);
        Assert.Equal(
            [("cambriolages-de-logement", "infraction", MeasureKind.Count), ("cambriolages-de-logement-taux", "pour 1 000 logements", MeasureKind.Rate), ("homicides", "victime", MeasureKind.Count), ("homicides-taux", "pour 1 000 habitants", MeasureKind.Rate), ("logements", "logement", MeasureKind.Stock), ("logements-millesime", "année", MeasureKind.Rate), ("population", "habitant", MeasureKind.Stock), ("population-millesime", "année", MeasureKind.Rate)],
            read.Content.Measures.Values.OrderBy(m => m.Measure, StringComparer.Ordinal).Select(m => (m.Measure, m.Unit, m.Kind)));
    }

    /// <summary>Byte order mark, as published since 2025.</summary>
    [Fact]
    public void Read_ByteOrderMark_IsTheSame()
        => AssertFigures(ReadSeries.Of(Datasets.SsmsiDepartments, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", Table()))]));

    /// <summary>Editions of 2021 to 2024: other names and order, years of two digits, decimal comma.</summary>
    [Fact]
    public void Read_OlderEdition_IsTheSame()
    {
        var read = Read(OldTable());

        Assert.Empty(read.Findings);
        AssertFigures(read);
    }

    [Fact]
    public void Read_OlderEditionInWindows1252_IsTheSame() => AssertFigures(ReadSeries.Of(Datasets.SsmsiDepartments, OldTable(), Encoding.GetEncoding(1252)));

    [Fact]
    public void Read_Gzip_IsTheSame()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', OldTable())));
        }

        AssertFigures(ReadSeries.Of(Datasets.SsmsiDepartments, packed.ToArray()));
    }

    [Fact]
    public void Read_PaddedCodes_AreTheSame()
        => AssertFigures(Read(Table().Select(l => l.IndexOf(';', StringComparison.Ordinal) == 1 ? "0" + l : l)));

    /// <summary>R writes 100000 as 1e+05.</summary>
    [Fact]
    public void Read_RoundCountWithExponent_IsRead()
        => Assert.Equal(100_000.0, Read(Table(2, "1;84;2019;Homicides;Victime;1e+05;100;1e+06;2019;4e+05;2019")).Value("homicides", "01", 2019));

    [Fact]
    public void Read_DwellingsWithDecimals_AreRead()
        => Assert.Empty(Read(Table().Select(l => l.Replace(";400000;", ";400000,4;", StringComparison.Ordinal))).Findings);

    [Theory]
    [InlineData("20;94;2019;Homicides;Victime;10;0.01;1000000;2019;400000;2019", "unknown-department", "code_departement", "20", "Expected the code of a département")]
    [InlineData("1;11;2019;Homicides;Victime;10;0.01;1000000;2019;400000;2019", "region-mismatch", "code_region", "11", "01 lies in the région 84")]
    [InlineData("1;84;219;Homicides;Victime;10;0.01;1000000;2019;400000;2019", "not-a-year", "annee", "219", "Expected a year such as 2019")]
    [InlineData("1;84;2019;;Victime;10;0.01;1000000;2019;400000;2019", "not-an-indicator", "indicateur", "", "Expected the name of an indicator")]
    [InlineData("1;84;2019;Homicides;;10;0.01;1000000;2019;400000;2019", "not-a-unit", "unite_de_compte", "", "Expected the unit of count")]
    [InlineData("1;84;2019;Homicides;Victime;-10;0.01;1000000;2019;400000;2019", "not-a-number", "nombre", "-10", "Expected a number of 0 or more")]
    [InlineData("1;84;2019;Homicides;Victime;10.5;0.01;1000000;2019;400000;2019", "not-a-count", "nombre", "10.5", "Expected a whole number")]
    [InlineData("1;84;2019;Homicides;Victime;;0.01;1000000;2019;400000;2019", "blank-cell", "nombre", "", "Expected a number of 0 or more")]
    [InlineData("1;84;2019;Homicides;Victime;NA;0.01;1000000;2019;400000;2019", "not-a-number", "nombre", "NA", "Expected a number of 0 or more")]
    [InlineData("1;84;2019;Homicides;Victime;10;0,0;1000000;2019;400000;2019", null, null, null, null)]
    [InlineData("1;84;2019;Homicides;Victime;10;0.0110;1000000;2019;400000;2019", "rate-mismatch", "taux_pour_mille", "0.0110", "10 by 1000000 inhabitants is 0.01 in 1,000")]
    [InlineData("1;84;2019;Homicides;Victime;11;0.0100000;1000000;2019;400000;2019", "rate-mismatch", "taux_pour_mille", "0.0100000", "11 by 1000000 inhabitants is 0.011 in 1,000")]
    [InlineData("1;84;2019;Homicides;Victime;10;0.01;1000000;vingt;400000;2019", "not-a-year", "insee_pop_millesime", "vingt", "Expected a year")]
    [InlineData("1;84;2019;Homicides;Victime;10;0.01;1000000;2019;400000", "column-count", null, "10", "The row has 10 cells, the header 11")]
    public void Read_BadCell_IsAnErrorAtItsPlace(string line, string? code, string? column, string? found, string? reason)
    {
        var read = Read(Table(2, line));
        if (code is null)
        {
            Assert.Empty(read.Findings); // 0,0 says no more than that the rate is below 0.05
            return;
        }

        read.AssertError(code, 2, column, found, reason!);
    }

    /// <summary>The rate of burglary is by dwellings: by inhabitants it would be 1.</summary>
    [Fact]
    public void Read_BurglaryByInhabitants_IsAnError()
        => Read(Table(204, "1;84;2019;Cambriolages de logement;Infraction;1000;1.0000000;1000000;2019;400000;2019"))
            .AssertError("rate-mismatch", 204, "taux_pour_mille", "1.0000000", "1000 by 400000 dwellings is 2.5 in 1,000");

    [Fact]
    public void Read_NoPopulation_IsAnError()
        => Read(Table().Select(l => l.StartsWith("1;84;2019", StringComparison.Ordinal) ? l.Replace(";1000000;", ";0;", StringComparison.Ordinal) : l))
            .AssertError("no-denominator", 2, "insee_pop", "0", "Expected a number above 0");

    [Fact]
    public void Read_PopulationThatDiffersBetweenIndicators_IsAnError()
        => Read(Table(204, "1;84;2019;Cambriolages de logement;Infraction;1000;2.5;1000001;2019;400000;2019"))
            .AssertError("denominator-mismatch", 204, "insee_pop", "1000001", "Earlier rows of 01 in 2019 say 1000000");

    [Fact]
    public void Read_UnitThatChanges_IsAnError()
        => Read(Table(3, "2;32;2019;Homicides;Infraction;10;0.01;1000000;2019;400000;2019"))
            .AssertError("unit-mismatch", 3, "unite_de_compte", "Infraction", "count in 'Victime'");

    [Fact]
    public void Read_RowTwice_IsAnError()
        => Read([.. Table(), "1;84;2019;Homicides;Victime;10;0.01;1000000;2019;400000;2019"])
            .AssertError("duplicate-row", 406, "indicateur", "Homicides", "01 has an earlier row of this indicator in 2019");

    [Fact]
    public void Read_DepartmentMissingInOneYear_IsAnError()
        => Read(Table().Where((_, i) => i != 102)).AssertError("missing-row", null, null, "01 2020", "01 has no row of 'homicides' for 2020");

    [Fact]
    public void Read_MayotteMissing_IsAnErrorOnlyOnceItAppeared()
    {
        Assert.Empty(Read(Table().Where(l => !l.StartsWith("976;", StringComparison.Ordinal))).Findings);
        Read(Table().Where(l => !l.StartsWith("976;06;2020;Homicides", StringComparison.Ordinal) && !l.StartsWith("976;6;2020;Homicides", StringComparison.Ordinal)))
            .AssertError("missing-row", null, null, "976 2020", "976 has no row of 'homicides' for 2020");
    }

    /// <summary>Cut off where an indicator's last year would begin.</summary>
    [Fact]
    public void Read_CutOffBeforeAYear_IsAnError()
        => Read(Table().Take(304)).AssertError("missing-period", null, null, "2020", "no row of 'cambriolages-de-logement' for 2020");

    [Fact]
    public void Read_ColumnMissing_IsAnError()
        => Read(Table().Select(l => l[..l.LastIndexOf(';')])).AssertError("missing-column", 1, "insee_log_millesime", null, "is missing");

    [Fact]
    public void Read_ColumnMore_IsAWarning()
    {
        var finding = Assert.Single(Read(Table().Select((l, i) => l + (i == 0 ? ";commentaire" : ";x"))).Findings);
        Assert.Equal((FindingSeverity.Warning, "unknown-column", "commentaire"), (finding.Severity, finding.Code, finding.Column));
    }

    [Fact]
    public void Read_HundredsOfIndicators_EndsEarly()
        => Read([SeriesFiles.Ssmsi()[0], .. Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"1;84;2019;I{i};Victime;10;0.01;1000000;2019;400000;2019"))])
            .AssertError("too-many-indicators", 102, "indicateur", "I100", "is the column the right one?");

    private static ReadSeries Read(IEnumerable<string> lines) => ReadSeries.Of(Datasets.SsmsiDepartments, lines);

    private static void AssertFigures(ReadSeries read)
    {
        Assert.Equal([(2019, false), (2020, false)], read.Content.Periods);
        Assert.Equal(2L * 101 * 1010, read.Content.Total);
        Assert.Equal((10.0, 0.01, 1000.0, 2.5), (read.Value("homicides", "01", 2019), read.Value("homicides-taux", "2A", 2020), read.Value("cambriolages-de-logement", "971", 2019), read.Value("cambriolages-de-logement-taux", "976", 2020)));
        Assert.Equal((1_000_000.0, 2019.0, 400_000.0, 2019.0), (read.Value("population", "01", 2019), read.Value("population-millesime", "01", 2020), read.Value("logements", "75", 2019), read.Value("logements-millesime", "75", 2020)));
    }

    private static List<string> Table(int line = 0, string text = "")
    {
        var lines = SeriesFiles.Ssmsi();
        if (line > 0)
        {
            lines[line - 1] = text;
        }

        return lines;
    }

    private static List<string> OldTable() => SeriesFiles.SsmsiBefore2025();
}
