using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Departments;
using Octoplus.Ingest.Readers.Populations;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>The figures that a valid workbook brings.</summary>
public abstract partial class ImporterSuite
{
    [SkippableFact]
    public async Task ImportAsync_Valid_ServesLiteralCountsAtEveryLevel()
    {
        var outcome = await ImportAsync(WorkbookBuilder.Valid());

        Assert.Equal((ImportStatus.Accepted, "etat4001", 2019, 2020, 14_195L), (outcome.Status, outcome.Dataset, outcome.FirstPeriod, outcome.LastPeriod, outcome.Total));
        Assert.Equal([(2019, "FR", 90L, 135L), (2020, "FR", 96L, 139L)], await CountryAsync());
        Assert.Equal(
            [(2019, "R01", 45L, 75L), (2019, "R84", 15L, 60L), (2019, "R94", 30L, null)], await CountsAsync(Burglary, TerritoryLevel.Region, 2019));
        Assert.Equal(
            [(2020, "01", 17L, 62L), (2020, "2A", 32L, null), (2020, "971", 47L, 77L)], await CountsAsync(Burglary, TerritoryLevel.Department, 2020));
        Assert.Equal([(2019, "FR", 2736L, 4104L), (2020, "FR", 3045L, 4310L)], await CountsAsync("tous", TerritoryLevel.Country));
    }

    [SkippableFact]
    public async Task ImportAsync_Valid_ServesEachForceByItself()
    {
        await ImportAsync(WorkbookBuilder.Valid());

        var ain = Assert.Single(await RowsAsync(Burglary, TerritoryLevel.Department, 2019, "01"));
        Assert.Equal((15L, 60L, 75L, 652_432L), (ain.Count(Force.Police), ain.Count(Force.Gendarmerie), ain.Count(Force.All), ain.Population));
        var corsica = Assert.Single(await RowsAsync(Burglary, TerritoryLevel.Department, 2019, "2A"));
        Assert.Equal((30L, null, 30L, 158_507L), (corsica.Count(Force.Police), corsica.Count(Force.Gendarmerie), corsica.Count(Force.All), corsica.Population));
    }

    [SkippableFact]
    public async Task ImportAsync_Valid_ServesServices()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var counts = new CountQueries(Database);
        var measure = Nomenclature.FindMeasure(Burglary)!;

        Assert.Equal(
            [("01", "police", "CIAT DE BOURG EN BRESSE", 15m), ("2A", "police", "CIAT D'AJACCIO", 30m), ("971", "police", "DPAF GUADELOUPE 971", 45m), ("01", "gendarmerie", "CGD BELLEY", 60m), ("971", "gendarmerie", "CGD POINTE A PITRE", 75m)],
            (await counts.ByServiceAsync(measure, 2019, null, null, Force.All, CancellationToken.None)).Select(s => (s.Department, s.ForceCode, s.Name, s.Recorded)));
        Assert.Equal(
            [("CGD BELLEY", 62m)],
            (await counts.ByServiceAsync(measure, 2020, "01", null, Force.Gendarmerie, CancellationToken.None)).Select(s => (s.Name, s.Recorded)));
        Assert.Equal(
            [("CIAT D'AJACCIO", "DCSP", 2019, 2020)],
            (await counts.ServicesAsync("2A", CancellationToken.None)).Select(s => (s.Name, s.Direction, s.FirstYear, s.LastYear)));
    }

    [SkippableFact]
    public async Task LoadAsync_Departments_ShowsAllOfThemWithRatesAndChanges()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var panel = (await PanelAsync(TerritoryLevel.Department, null, "01", "nowhere"))!;

        Assert.Equal((2020, 101), (panel.Year, panel.Territories.Count));
        Assert.Equal([2019, 2020], panel.Years);
        Assert.Equal(["01"], panel.Selected);
        var figures = panel.Figures(Force.All).ToDictionary(f => f.Territory.Code);
        Assert.Equal((79L, 75L, 657_856L, ChangeVerdict.NotDistinguishable), (figures["01"].Count, figures["01"].PreviousCount, figures["01"].Population, figures["01"].Verdict));
        Assert.Equal(1000.0 * 79 / 657_856, figures["01"].Rate!.Value.Per1000, 1e-12);
        Assert.Equal(100 * ((79.0 / 657_856 / (75.0 / 652_432)) - 1), figures["01"].ChangePercent!.Value, 1e-9); // of the rate
        Assert.Equal((null, null, null), (figures["75"].Count, figures["75"].Rate, figures["75"].Rank));
        Assert.Equal([(28, 42L), (27, 37L)], panel.Composition(Force.All).Select(c => (c.Offence.Code, c.Count)));
        Assert.Equal([(2019, 75L), (2020, 79L)], panel.Trend("01", Force.All).Select(t => (t.Year, t.Count!.Value)));
        Assert.Equal([("etat4001", false), ("population", false)], panel.Sources.Select(s => (s.Dataset, s.IsProvisional)));
    }

    [SkippableFact]
    public async Task LoadAsync_Regions_DivideTheSumByThePopulationOfTheWholeRegion()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var panel = (await PanelAsync(TerritoryLevel.Region, 2019))!;

        Assert.Equal(18, panel.Territories.Count);
        var figure = panel.Figures(Force.All).Single(f => f.Territory.Code == "R84");
        Assert.Equal((75L, 8_042_936L), (figure.Count, figure.Population));
        Assert.Equal(1000.0 * 75 / 8_042_936, figure.Rate!.Value.Per1000, 1e-12);
        Assert.Equal((225L, 67_257_982L), (panel.Country(Force.All).Count, panel.Country(Force.All).Population));
    }

    /// <summary>Nought, blank and absent are three things: 01 counts none, 971 leaves the cells blank, 2A has no company.</summary>
    [SkippableFact]
    public async Task ImportAsync_ZeroBlankAndAbsent_StayThreeThings()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019).Sheet("Services GN 2019")
            .Count(27, 1, 0).Count(28, 1, 0).Count(27, 2, null).Count(28, 2, FormattedBlank.Value));

        Assert.Equal(
            [(2019, "01", 15L, 0L), (2019, "2A", 30L, null), (2019, "971", 45L, null)], await CountsAsync(Burglary, TerritoryLevel.Department));
        Assert.Equal([(2019, "FR", 90L, 0L)], await CountryAsync());
        Assert.Equal(
            [("CGD BELLEY", 0m, 0L), ("CGD POINTE A PITRE", 0m, 2L)],
            (await new CountQueries(Database).ByServiceAsync(Nomenclature.FindMeasure(Burglary)!, 2019, null, null, Force.Gendarmerie, CancellationToken.None))
                .Select(s => (s.Name, s.Recorded, s.BlankCells)));
    }

    [SkippableFact]
    public async Task ImportAsync_OneBlankCellAmongOthers_LeavesTheSumOfTheOthers()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019).Sheet("Services GN 2019").Count(27, 1, null));

        Assert.Equal((2019, "01", 15L, 32L), (await CountsAsync(Burglary, TerritoryLevel.Department)).First());
        Assert.Equal((2019, "01", 7L, null), (await CountsAsync("index-27", TerritoryLevel.Department)).First());
    }

    /// <summary>Saint-Martin (978) has crime and no published population: a count, no rate, and no part in the rate of the country.</summary>
    [SkippableFact]
    public async Task ImportAsync_NoPopulation_KeepsTheCountWithoutARate()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019).Sheet("Services GN 2019").AddColumn("978", "CGD SAINT MARTIN", count: _ => 500));
        var panel = (await PanelAsync(TerritoryLevel.Department, 2019))!;

        var figure = panel.Figures(Force.All).Single(f => f.Territory.Code == "978");
        Assert.Equal(("Saint-Martin", 1000L, null, null, null), (figure.Territory.Name, figure.Count, figure.Population, figure.Rate, figure.Territory.Parent));
        var country = panel.Country(Force.All);
        Assert.Equal((1225L, 67_257_982L), (country.Count, country.Population));
        Assert.Equal(1000.0 * 225 / 67_257_982, country.Rate!.Value.Per1000, 1e-12);
        Assert.Equal(1000, panel.WithoutPopulation(Force.All));
    }

    [SkippableFact]
    public async Task ImportAsync_YearWithoutAnyPopulation_HasCountsAndNoRate()
    {
        await ImportAsync(WorkbookBuilder.Valid(2024));

        Assert.All((await PanelAsync(TerritoryLevel.Department, 2024))!.Figures(Force.All), f => Assert.Null(f.Rate));
        Assert.Equal(2024, Assert.Single(await CountryAsync()).Year);
        Assert.Null((await PanelAsync(TerritoryLevel.Region, 2024))!.Country(Force.All).Rate);
    }

    [SkippableFact]
    public async Task AcceptAsync_NewPopulationOfAYear_ChangesTheRatesOfThatYearOnly()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        await AcceptAsync(new PopulationContent(
            [new(2019, "01", 'F', 0, 300), new(2019, "01", 'M', 0, 200), new(2019, "2A", 'F', 20, 1000)], [(2019, true)]));

        Assert.Equal(
            [(2019, "01", 500L), (2019, "2A", 1000L), (2019, "971", null), (2020, "01", 657_856L), (2020, "2A", 160_814L), (2020, "971", 383_559L)],
            (await RowsAsync(Burglary, TerritoryLevel.Department)).Select(r => (r.Year, r.Territory, r.Population)));
        var panel = (await PanelAsync(TerritoryLevel.Department, 2019))!;
        Assert.Equal(150, panel.Figures(Force.All)[0].Rate!.Value.Per1000, 1e-9);
        Assert.Equal((300L, 500L, null), (panel.Demography["01"].Women, panel.Demography["01"].Age0To19, panel.Demography["01"].Age20To39));
        Assert.True(panel.Sources.Single(s => s.Dataset == "population").IsProvisional);

        // 971 has lost its population: out of the country's rate on both sides.
        Assert.Equal(1000.0 * 105 / 1500, panel.Country(Force.All).Rate!.Value.Per1000, 1e-9);
    }

    [SkippableFact]
    public async Task AcceptAsync_NewListOfDepartments_ChangesTheRegions()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019));
        await AcceptAsync(new DepartmentContent(
            [.. ReferenceTerritories.Departments.Select(d => d.Code is "01" or "2A" ? d with { RegionCode = "99", RegionName = "Nouvelle" } : d)]));

        Assert.Equal(
            [(2019, "R01", 45L, 75L), (2019, "R99", 45L, 60L)], await CountsAsync(Burglary, TerritoryLevel.Region));
    }
}
