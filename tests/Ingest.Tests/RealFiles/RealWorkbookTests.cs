using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>The published workbook against the check sums of the data's README, and against another reader.</summary>
[Collection(ImportedRealFilesCollection.Name)]
public sealed class RealWorkbookTests(ImportedRealFiles files)
{
    private const string Burglary = "cambriolages-de-logement";

    [SkippableFact]
    public void Import_Workbook_IsAcceptedWithoutFindings()
    {
        files.Require();

        Assert.Equal((ImportStatus.Accepted, "etat4001", 2012, 2020), (files.Workbook.Status, files.Workbook.Dataset, files.Workbook.FirstPeriod, files.Workbook.LastPeriod));
        Assert.Equal((530_539L, 32_141_587L), (files.Workbook.Facts, files.Workbook.Total));
        Assert.Empty(files.Workbook.Findings);
    }

    [SkippableFact]
    public async Task Counts_AllIndices_HaveThePublishedYearlyTotals()
    {
        files.Require();
        var rows = await RowsAsync("tous", TerritoryLevel.Country);

        Assert.Equal(
            [
                (2012, 3_477_301L), (2013, 3_522_619L), (2014, 3_574_902L), (2015, 3_578_488L), (2016, 3_550_540L),
                (2017, 3_660_964L), (2018, 3_671_210L), (2019, 3_777_826L), (2020, 3_327_737L),
            ],
            rows.Select(r => (r.Year, r.Count(Force.All)!.Value)));
        Assert.Equal((2_398_494L, 1_078_807L), (rows[0].Police!.Value, rows[0].Gendarmerie!.Value));
        Assert.Equal([530_539L], await files.ColumnAsync<long>("select count(*) from fact where recorded > 0"));
        Assert.Equal([0L], await files.ColumnAsync<long>("select count(*) from fact where recorded is null or recorded = 0"));
    }

    [SkippableFact]
    public async Task Counts_Burglary_HaveThePublishedTotals()
    {
        files.Require();
        var rows = (await RowsAsync(Burglary, TerritoryLevel.Country)).ToDictionary(r => r.Year);

        Assert.Equal((244_423L, 238_996L), (rows[2012].Count(Force.All), rows[2019].Count(Force.All)));
    }

    [SkippableFact]
    public async Task Rate_SeineSaintDenis2019_IsTheCountByThePopulationOfThatYear()
    {
        var (_, population) = files.Require();
        var row = Assert.Single(await RowsAsync(Burglary, TerritoryLevel.Department, 2019, "93"));
        var persons = (double)SheetTable.ReadAll(population)["2019"].Single(r => r[0] as string == "93")[7]!;

        Assert.Equal((7146L, null, (long?)persons), (row.Police, row.Gendarmerie, row.Population));
        Assert.Equal(7146 / persons * 1000, Rate.Of(row.Covered(Force.All), row.Population)!.Value.Per1000, 1e-12);
    }

    /// <summary>Saint-Martin and the Pacific have counts and no published population; Paris has no gendarmerie.</summary>
    [SkippableFact]
    public async Task Counts_Departments_KeepWhatHasNoPopulationOrNoForce()
    {
        files.Require();
        var rows = await RowsAsync(Burglary, TerritoryLevel.Department, 2019);

        Assert.Equal(["978", "987", "988"], rows.Where(r => r.Population is null).Select(r => r.Territory));
        Assert.Equal(["75", "90", "92", "93", "94", "976"], rows.Where(r => r.Gendarmerie is null).Select(r => r.Territory));
        Assert.Equal(104, rows.Count);
        var country = Assert.Single(await RowsAsync(Burglary, TerritoryLevel.Country, 2019));
        Assert.Equal(67_257_982, country.Population);
        Assert.Equal(rows.Where(r => r.Population is not null).Sum(r => r.Count(Force.All)), country.Covered(Force.All));
        Assert.Equal(rows.Sum(r => r.Count(Force.All)), country.Count(Force.All));
    }

    [SkippableFact]
    public async Task Counts_Regions_AreTheSumsOfTheirDepartments()
    {
        files.Require();
        var departments = (await RowsAsync("tous", TerritoryLevel.Department)).ToLookup(r => r.Year);
        var regionOf = ReferenceTerritories.Departments.ToDictionary(d => d.Code, d => Territory.RegionCode(d.RegionCode));

        Assert.All(await RowsAsync("tous", TerritoryLevel.Region), region =>
        {
            var parts = departments[region.Year].Where(d => regionOf.GetValueOrDefault(d.Territory) == region.Territory).ToList();
            Assert.Equal(
                (parts.Sum(d => d.Police), parts.Sum(d => d.Gendarmerie ?? 0), parts.Sum(d => d.Population ?? 0)),
                (region.Police, region.Gendarmerie ?? 0, region.Population ?? 0)); // Mayotte: no figure before 2014
        });
    }

    /// <summary>Straight from the cells by ExcelDataReader: each indicator of 2019, by force and by département.</summary>
    [SkippableFact]
    public async Task Counts_Indicators2019_EqualAnIndependentSum()
    {
        var (workbook, _) = files.Require();
        var expected = new Dictionary<(string Slug, string Department, Force Force), long>();
        var sheets = SheetTable.ReadAll(workbook, name => name.EndsWith(" 2019", StringComparison.Ordinal));
        Add(expected, sheets["Services PN 2019"], Force.Police, headerRows: 3);
        Add(expected, sheets["Services GN 2019"], Force.Gendarmerie, headerRows: 2);

        foreach (var indicator in Nomenclature.Indicators)
        {
            var rows = await RowsAsync(indicator.Slug, TerritoryLevel.Department, 2019);
            var actual = rows.SelectMany(r => new[] { (r.Territory, Force: Force.Police, Count: r.Police), (r.Territory, Force: Force.Gendarmerie, Count: r.Gendarmerie) })
                .Where(r => r.Count is not null)
                .ToDictionary(r => (indicator.Slug, r.Territory, r.Force), r => r.Count!.Value);
            Assert.Equal(expected.Where(e => e.Key.Slug == indicator.Slug).OrderBy(e => e.Key.Department).ThenBy(e => e.Key.Force).Select(e => (e.Key, e.Value)),
                actual.OrderBy(e => e.Key.Territory).ThenBy(e => e.Key.Force).Select(e => (e.Key, e.Value)));
        }
    }

    private static void Add(Dictionary<(string, string, Force), long> sums, List<object?[]> rows, Force force, int headerRows)
    {
        for (var column = 2; column < rows[0].Length; column++)
        {
            if (rows[0][column] is not { } code)
            {
                continue; // blank trailing columns
            }

            var department = Convert.ToString(code, CultureInfo.InvariantCulture)!.PadLeft(2, '0');
            foreach (var indicator in Nomenclature.Indicators)
            {
                var sum = indicator.Offences.Sum(o => (long)(rows[headerRows + o - 1][column] as double? ?? 0));
                var key = (indicator.Slug, department, force);
                sums[key] = sums.GetValueOrDefault(key) + sum;
            }
        }
    }

    private async Task<IReadOnlyList<TerritoryCount>> RowsAsync(string measure, TerritoryLevel level, int? year = null, string? territory = null)
        => await new CountQueries(files.Database).ByTerritoryAsync(Nomenclature.FindMeasure(measure)!, level, year, territory, CancellationToken.None);
}
