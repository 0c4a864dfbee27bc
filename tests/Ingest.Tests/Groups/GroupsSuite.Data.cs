using Octoplus.Core.Groups;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Ingest.Readers.Etat4001;
using Octoplus.Ingest.Readers.Populations;

namespace Octoplus.Ingest.Tests.Groups;

/// <content>What is read of views and facts.</content>
public abstract partial class GroupsSuite
{
    [SkippableFact]
    public async Task ReadAsync_NoFigures_NothingAndAnEmptyCatalogue()
    {
        Assert.Null(await Data.ReadAsync(GroupChoice.Default, CancellationToken.None));
        Assert.Empty((await Queries.CatalogueAsync(CancellationToken.None)).Offers);
    }

    [SkippableFact]
    public async Task ReadAsync_Rates_AreCountsOfBothForcesOverInhabitants()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2019]));
        await ServeAsync(new Etat4001Content(
            [Sheet(Force.Police, 2019, [("01", "CIAT 01", _ => 3), ("02", "CIAT 02", _ => 1)]), Sheet(Force.Gendarmerie, 2019, [("01", "CGD 01", _ => 4)])], IsDemonstration: false));

        var data = (await Data.ReadAsync(Rates("rate:index-27"), CancellationToken.None))!;

        var year = Assert.Single(data.Years);
        Assert.Equal((2019, false), (year.Year, data.IsDemonstration));
        Assert.StartsWith("etat4001-2019-", data.Vintage, StringComparison.Ordinal);
        Assert.Equal(["01", "02"], year.Table.Ids);
        Assert.Equal(["rate:index-27"], year.Table.Features);
        Assert.Equal([0.7, 0.1], year.Table.Values);
        Assert.Equal([7, 1], year.Table.Parts!.Numerators);
        Assert.Equal([10_000, 10_000], year.Table.Parts.Denominators);
        Assert.Equal([1000], year.Table.Parts.Factors);
        Assert.Equal("Ain", data.TerritoryNames["01"]);
    }

    [SkippableFact]
    public async Task ReadAsync_TerritoryWithoutInhabitants_IsLeftOutAndListed()
    {
        await ServeFiguresAsync();

        var data = (await Data.ReadAsync(Rates("rate:homicides", "share:homicides", "women"), CancellationToken.None))!;

        Assert.All(data.Years, y => Assert.Equal(_codes[..8], y.Table.Ids));
        Assert.All(data.Years, y => Assert.Equal([new MissingCell("09", "rate:homicides"), new("09", "women")], y.LeftOut));
        Assert.Equal("Ariège", data.TerritoryNames["09"]);
        Assert.Equal(9, (await Data.ReadAsync(Rates("share:homicides"), CancellationToken.None))!.Years[0].Table.Ids.Count);
    }

    [SkippableFact]
    public async Task ReadAsync_SharesAndDemography_AreRatiosWithTheirParts()
    {
        await ServeFiguresAsync(2019);

        var table = (await Data.ReadAsync(Rates("age:0-19", "density", "women", "share:homicides"), CancellationToken.None))!.Years[0].Table;

        Assert.Equal(["share:homicides", "density", "women", "age:0-19"], table.Features);
        Assert.Equal([100, 1, 100, 100], table.Parts!.Factors);
        Assert.Equal([100, 10_000, 6000, 3000], table.Parts.Numerators.Take(4));
        Assert.Equal([1700, 5762, 10_000, 10_000], table.Parts.Denominators.Take(4));
        Assert.Equal([100 * 100 / 1700.0, 10_000 / 5762.0, 60, 30], table.Values.Take(4));
    }

    [SkippableFact]
    public async Task ReadAsync_YearsTakenTogether_AreSumsOverSums()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2018, 2019]));
        await AcceptAsync(People([2020]) with { Cells = [.. _codes[..7].Select(c => new PopulationCell(2020, c, 'T', -1, 30_000))] });
        await ServeAsync(Counts([2018, 2019, 2020], (year, code) => (code[1] - '0') * (year - 2017)));

        var data = (await Data.ReadAsync(Rates("rate:homicides") with { YearsAveraged = 2 }, CancellationToken.None))!;

        Assert.Equal([2019, 2020], data.Years.Select(y => y.Year));
        Assert.Equal((300, 20_000), (data.Years[0].Table.Parts!.Numerators[0], data.Years[0].Table.Parts!.Denominators[0]));
        Assert.Equal((500, 40_000), (data.Years[1].Table.Parts!.Numerators[0], data.Years[1].Table.Parts!.Denominators[0]));
        Assert.Equal(12.5, data.Years[1].Table.Values[0]);

        // 08 has inhabitants in one of the two years.
        Assert.Equal(["08", "09"], data.Years[1].LeftOut.Select(c => c.Id));
    }

    [SkippableFact]
    public async Task ReadAsync_YearWithoutPopulations_IsNoYear()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2018]));
        await ServeAsync(Counts([2018, 2026]));

        Assert.Equal([2018], (await Data.ReadAsync(GroupChoice.Default, CancellationToken.None))!.Years.Select(y => y.Year));
        Assert.Equal([2018, 2026], (await Data.ReadAsync(Rates("share:homicides"), CancellationToken.None))!.Years.Select(y => y.Year));
    }

    [SkippableFact]
    public async Task ReadAsync_Services_SharesOfTheirMixUnderTheLastNameOfASeries()
    {
        await ReferenceAsync();
        await AcceptAsync(new Etat4001Content([Sheet(Force.Police, 2018, [("01", "CIAT VIEUX", i => i is 27 or 1 ? 150 : 0), ("75", "CIAT DIT", i => i == 27 ? 199 : 0)])], IsDemonstration: false));
        await ServeAsync(new Etat4001Content(
            [
                Sheet(Force.Police, 2019, [("01", "CIAT NEUF", i => i switch { 27 => 300, 28 => 100, 1 => 600, _ => 0 }), ("75", "CIAT DIT", i => i == 1 ? 200 : 0), ("02", "CIAT BLANC", i => i == 27 ? null : 10)]),
                Sheet(Force.Gendarmerie, 2019, [("01", "CGD 01", _ => 4)]),
            ], IsDemonstration: false));
        var ids = (await Test.ColumnAsync<string>("select cast(id as char(20)) from service where force_code = 'police' order by name")).ToList();
        await Test.ColumnAsync<int>("insert into service_link (service_id, series_id) select o.id, n.id from service o join service n on n.name = 'CIAT NEUF' where o.name in ('CIAT NEUF', 'CIAT VIEUX')");
        var (blank, said, newest) = (ids[0], ids[1], ids[2]);

        var data = (await Data.ReadAsync(GroupChoice.DefaultOf(GroupTerritories.PoliceServices) with { Features = ["share:cambriolages-de-logement"] }, CancellationToken.None))!;

        Assert.Equal([2018, 2019], data.Years.Select(y => y.Year));
        Assert.Equal([(newest, 50.0)], Rows(data.Years[0]));
        Assert.Equal([new MissingCell(said, GroupFeature.TooFewEvents)], data.Years[0].LeftOut);
        Assert.Equal([(newest, 40.0), (said, 0.0)], Rows(data.Years[1]));
        Assert.Equal([new MissingCell(blank, "share:cambriolages-de-logement")], data.Years[1].LeftOut);
        Assert.Equal("CIAT NEUF (01)", data.TerritoryNames[newest]);

        static IEnumerable<(string Id, double Value)> Rows(GroupYearData year) => year.Table.Ids.Zip(year.Table.Values).OrderByDescending(r => r.Second);
    }

    [SkippableFact]
    public async Task ReadAsync_Arrondissements_AreThePoliceServicesThatAnswerForThem()
    {
        await ReferenceAsync();
        await ServeAsync(new Etat4001Content(
            [
                Sheet(Force.Police, 2018, [("75", "DTSP75 01ER ARRONDISSEMENT", i => i switch { 27 => 100, 1 => 300, _ => 0 }), ("75", "DTSP75 SURETE TERRITORIALE", i => i == 1 ? 900 : 0), ("13", "DTSP75 02EME ARRONDISSEMENT", _ => 9)]),
                Sheet(Force.Police, 2019, [("75", "DTSP75 01ER ARRONDISSEMENT", i => i == 1 ? 50 : 0), ("75", "DTSP75 PARIS CENTRE", i => i switch { 27 => 40, 28 => 60, 1 => 100, _ => 0 }), ("75", "DTSP75 05EME ET 06EME ARRONDISSEMENTS", i => i is 1 or 28 ? 500 : 0)]),
            ], IsDemonstration: false));

        var data = (await Data.ReadAsync(GroupChoice.DefaultOf(GroupTerritories.Arrondissements) with { Features = ["share:cambriolages-de-logement"] }, CancellationToken.None))!;

        Assert.Equal([("75101", 25.0)], data.Years[0].Table.Ids.Zip(data.Years[0].Table.Values));
        Assert.Equal([("75101-75104", 50.0), ("75105-75106", 50.0)], data.Years[1].Table.Ids.Zip(data.Years[1].Table.Values).Order());
        Assert.Equal([new MissingCell("75101", GroupFeature.TooFewEvents)], data.Years[1].LeftOut);
        Assert.Equal("Paris Centre (1er à 4e)", data.TerritoryNames["75101-75104"]);
        Assert.Equal(3, (await Queries.CatalogueAsync(CancellationToken.None)).Find(GroupTerritories.Arrondissements)!.Count);
    }

    [SkippableFact]
    public async Task ReadAsync_BadChoice_IsRefused()
        => Assert.Equal(
            GroupChoiceError.UnknownFeature, (await Assert.ThrowsAsync<GroupChoiceException>(() => Data.ReadAsync(Rates("rate:' or 1=1"), CancellationToken.None))).Problem.Error);

    [SkippableFact]
    public async Task CatalogueAsync_TotalsOnly_OffersRatesAndDensityButNoAges()
    {
        await ReferenceAsync();
        await ServeAsync(new Etat4001Content([Sheet(Force.Police, 2018, [("01", "CIAT 01", _ => 3)]), Sheet(Force.Police, 2019, [("01", "CIAT 01", _ => 3), ("02", "CIAT 02", _ => 3)])], IsDemonstration: false));

        var catalogue = await Queries.CatalogueAsync(CancellationToken.None);

        Assert.Equal([GroupTerritories.Departments, GroupTerritories.PoliceServices], catalogue.Offers.Select(o => o.Territories));
        var departments = catalogue.Find(GroupTerritories.Departments)!;
        Assert.Equal((2018, 2019, 2), (departments.FirstYear, departments.LastYear, departments.Count));
        Assert.Contains("rate:homicides", departments.Features.Select(f => f.Code));
        Assert.Contains("density", departments.Features.Select(f => f.Code));
        Assert.DoesNotContain("women", departments.Features.Select(f => f.Code));
        Assert.DoesNotContain("age:75", departments.Features.Select(f => f.Code));
        Assert.All(catalogue.Find(GroupTerritories.PoliceServices)!.Features, f => Assert.Equal(GroupFeatureKind.Share, f.Kind));
    }

    [SkippableFact]
    public async Task CatalogueAsync_AgesKnown_OffersThem()
    {
        await ServeFiguresAsync(2019);

        Assert.Equal(["density", "women", "age:0-19"], (await Queries.CatalogueAsync(CancellationToken.None)).Find(GroupTerritories.Departments)!.Features
            .Where(f => f.Measure is null).Select(f => f.Code).Take(3));
    }
}
