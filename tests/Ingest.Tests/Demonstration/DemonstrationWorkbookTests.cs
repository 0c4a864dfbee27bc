using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Demonstration;

namespace Octoplus.Ingest.Tests.Demonstration;

public sealed class DemonstrationWorkbookTests : IClassFixture<DemonstrationWorkbookTests.Written>
{
    private readonly Dictionary<string, List<object?[]>> _sheets;
    private readonly byte[] _bytes;

    public DemonstrationWorkbookTests(Written written) => (_sheets, _bytes) = (written.Sheets, written.Bytes);

    [Fact]
    public void Write_Default_HasMarkerAndSheetsOfBothForces()
    {
        Assert.Equal(DemonstrationWorkbook.Marker, _sheets["Présentation"][0][0]);
        Assert.Equal("Données de démonstration, fictives (Octoplus.Dashboard)", DemonstrationWorkbook.Marker);
        var years = Enumerable.Range(2016, 6).ToList();
        Assert.Equal(
            ["Présentation", .. years.Select(y => $"Services PN {y}"), .. years.Select(y => $"Services GN {y}")], _sheets.Keys);
    }

    [Fact]
    public void Write_PoliceSheet_HasPublishedLayout()
    {
        var rows = _sheets["Services PN 2018"];

        Assert.Equal(110, rows.Count);
        Assert.Equal(["Année 2018 - services de police", "Départements", "01"], rows[0].Take(3));
        Assert.Equal([null, "Périmètres"], rows[1].Take(2));
        Assert.Equal(["Code index", @"Libellé index \ CSP"], rows[2].Take(2));
        Assert.Equal(
            Nomenclature.Offences.Select(o => ((double)o.Code, o.WorkbookLabel)),
            rows.Skip(3).Select(r => ((double)r[0]!, (string)r[1]!)));
        Assert.All(new[] { 98, 99, 101, 102 }, row => Assert.All(rows[row].Skip(2), cell => Assert.Equal(0.0, cell)));
        Assert.All(rows[0].Zip(rows[1]).Skip(2), service =>
            Assert.Contains(service.Second, new[] { "DCPAF", service.First is "75" or "92" or "93" or "94" ? "DSPAP" : "DCSP" }));
    }

    [Fact]
    public void Write_GendarmerieSheet_HasPublishedLayoutAndNoParis()
    {
        var rows = _sheets["Services GN 2018"];

        Assert.Equal(109, rows.Count);
        Assert.Equal(["Année 2018 - compagnies de gendarmerie", "Départements", "01"], rows[0].Take(3));
        Assert.Equal(["Code index", @"Libellé index \ CGD"], rows[1].Take(2));
        Assert.All(new[] { 97, 98, 100, 101 }, row => Assert.All(rows[row].Skip(2), Assert.Null));
        var departments = rows[0].Skip(2).Cast<string>().Distinct().ToList();
        Assert.Equal(ReferenceTerritories.Departments.Select(d => d.Code).Except(["75", "92", "93", "94"]), departments);
    }

    [Fact]
    public void Write_Services_AreTwoToFourADepartmentUniqueAndSomeComeAndGo()
    {
        var years = _sheets.Where(s => s.Key.StartsWith("Services", StringComparison.Ordinal)).Select(s => s.Value).ToList();
        Assert.All(years, rows =>
        {
            Assert.All(rows[0].Skip(2).GroupBy(code => code), g => Assert.InRange(g.Count(), 2, 4));
            var names = rows[rows.Count - 108].Skip(2).Cast<string>().ToList();
            Assert.Equal(names.Count, names.Distinct().Count());
            Assert.All(names, name => Assert.Contains("DE DEMONSTRATION", name, StringComparison.Ordinal));
        });
        Assert.Equal(101, _sheets["Services PN 2016"][0].Skip(2).Distinct().Count());
        var first = _sheets["Services PN 2016"][2].ToHashSet();
        var last = _sheets["Services PN 2021"][2].ToHashSet();
        Assert.NotEmpty(first.Except(last));
        Assert.NotEmpty(last.Except(first));
    }

    [Fact]
    public void Write_Counts_AreWholeAndNotNegative()
        => Assert.All(_sheets["Services GN 2020"].Skip(2).SelectMany(r => r.Skip(2)).OfType<double>(), v => Assert.True(v >= 0 && v == Math.Truncate(v)));

    [Theory]
    [InlineData("Services PN 2019", 3, 2_539_851)]
    [InlineData("Services GN 2019", 2, 1_237_975)]
    public void Write_2019_HasTheNationalTotalWithinChance(string sheet, int headerRows, int expected)
        => Assert.InRange(_sheets[sheet].Sum(headerRows), expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));

    [Theory]
    [InlineData(7, 185_316)]
    [InlineData(1, 71)]
    public void Write_2019_HasTheTotalOfAnIndexWithinChance(int offence, int expected)
        => Assert.InRange(
            _sheets["Services PN 2019"][2 + offence].Skip(2).OfType<double>().Sum(),
            expected - (5 * Math.Sqrt(expected)),
            expected + (5 * Math.Sqrt(expected)));

    [Fact]
    public void Write_OtherYears_StayNearTheNationalTotal()
        => Assert.All(Enumerable.Range(2016, 6), year =>
            Assert.InRange(_sheets[$"Services PN {year}"].Sum(3) + _sheets[$"Services GN {year}"].Sum(2), 3_500_000, 4_100_000));

    [Fact]
    public void Write_Departments_DifferAsRealOnesDo()
    {
        var counts = new Dictionary<string, double>();
        foreach (var (sheet, headerRows) in new[] { ("Services PN 2019", 3), ("Services GN 2019", 2) })
        {
            var rows = _sheets[sheet];
            for (var column = 2; column < rows[0].Length; column++)
            {
                var code = (string)rows[0][column]!;
                counts[code] = counts.GetValueOrDefault(code) + rows.Skip(headerRows).Sum(r => r[column] as double? ?? 0);
            }
        }

        var rates = ReferenceTerritories.Population.Where(p => p.Year == 2019)
            .Select(p => counts[p.Department] / p.Persons * 1000).Order().ToList();
        Assert.InRange(rates[0], 20, 40);
        Assert.InRange(rates[50], 40, 60);
        Assert.InRange(rates[100], 75, 160);
    }

    [Fact]
    public void Write_SameSeed_SameCellsAndBytes()
    {
        using var folder = new TemporaryFolder();
        DemonstrationWorkbook.Write(folder.File("again.xlsx"), new DemonstrationOptions());

        var again = SheetTable.ReadAll(folder.File("again.xlsx"));
        Assert.Equal(_sheets.Keys, again.Keys);
        Assert.All(_sheets, sheet => Assert.Equal(sheet.Value, again[sheet.Key]));
        Assert.Equal(_bytes, File.ReadAllBytes(folder.File("again.xlsx")));
    }

    [Fact]
    public void Write_Default_IsValidOpenXml()
    {
        using var stream = new MemoryStream(_bytes);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document));
    }

    [Fact]
    public void Write_OtherSeedAndYears_OtherFiguresAndSheets()
    {
        using var folder = new TemporaryFolder();
        DemonstrationWorkbook.Write(folder.File("other.xlsx"), new DemonstrationOptions { Seed = 1, FirstYear = 2019, LastYear = 2019 });

        var other = SheetTable.ReadAll(folder.File("other.xlsx"));
        Assert.Equal(["Présentation", "Services PN 2019", "Services GN 2019"], other.Keys);
        Assert.NotEqual(_sheets["Services PN 2019"].Sum(3), other["Services PN 2019"].Sum(3));
    }

    [Fact]
    public void Write_LastYearBeforeFirst_Throws()
        => Assert.Throws<ArgumentException>(() => DemonstrationWorkbook.Write("never.xlsx", new DemonstrationOptions { LastYear = 2015 }));

    public sealed class Written
    {
        public Written()
        {
            using var folder = new TemporaryFolder();
            DemonstrationWorkbook.Write(folder.File("demonstration.xlsx"), new DemonstrationOptions());
            Sheets = SheetTable.ReadAll(folder.File("demonstration.xlsx"));
            Bytes = File.ReadAllBytes(folder.File("demonstration.xlsx"));
        }

        internal Dictionary<string, List<object?[]>> Sheets { get; }

        internal byte[] Bytes { get; }
    }
}
