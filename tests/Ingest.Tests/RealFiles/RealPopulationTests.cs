using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Departments;
using Octoplus.Ingest.Readers.Populations;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>INSEE's population and the lists that the program ships with.</summary>
[Collection(ImportedRealFilesCollection.Name)]
public sealed class RealPopulationTests(ImportedRealFiles files)
{
    private static readonly HashSet<string> _departments = [.. ReferenceTerritories.Departments.Select(d => d.Code)];

    [SkippableFact]
    public void Read_Population_HasEveryDepartmentOfItsTime()
    {
        var content = Read();
        var perYear = content.Cells.GroupBy(c => c.Year).ToDictionary(g => g.Key, g => g.Select(c => c.Department).Distinct().Count());

        Assert.Equal(Enumerable.Range(1975, 49), perYear.Keys.Order());
        Assert.All(perYear, y => Assert.Equal(y.Key >= 2014 ? 101 : y.Key >= 1990 ? 100 : 96, y.Value));
        Assert.Equal(67_257_982, content.Cells.Where(c => c.Year == 2019).Sum(c => c.Persons));
        Assert.All(content.Cells.GroupBy(c => (c.Year, c.Department)), g => Assert.Equal(10, g.Count()));
    }

    [SkippableFact]
    public void Read_Population_KnowsTheProvisionalYears()
        => Assert.Equal([2021, 2022, 2023], Read().Periods.Where(p => p.IsProvisional).Select(p => p.Period));

    [SkippableFact]
    public void Import_Population_IsAcceptedWithoutFindings()
    {
        files.Require();

        Assert.Equal((ImportStatus.Accepted, "population", 1975, 2023), (files.Population.Status, files.Population.Dataset, files.Population.FirstPeriod, files.Population.LastPeriod));
        Assert.Empty(files.Population.Findings);
    }

    [SkippableFact]
    public void ReferencePopulation_EveryFigure_IsThatOfTheFile()
    {
        var published = Read().Cells.GroupBy(c => (c.Department, c.Year)).ToDictionary(g => g.Key, g => g.Sum(c => c.Persons));

        Assert.All(ReferenceTerritories.Population, p => Assert.Equal(published[(p.Department, p.Year)], p.Persons));
        Assert.Equal(published.Keys.Count(k => k.Year >= 2012), ReferenceTerritories.Population.Count);
        Assert.Equal(
            Read().Periods.Where(p => p.Period >= 2012), PopulationContent.Reference().Periods);
    }

    [SkippableFact]
    public async Task Demography_Paris2019_IsThatOfTheSheet()
    {
        var (_, path) = files.Require();
        var row = SheetTable.ReadAll(path)["2019"].Single(r => r[0] as string == "75");
        var panel = (await new MapPanelQueries(files.Database, new OffenceUnitQueries(files.Database)).LoadAsync(
            new MapPanelRequest(Nomenclature.FindMeasure("tous")!, TerritoryLevel.Department, 2019, []), CancellationToken.None))!;
        var paris = panel.Demography["75"];

        // Columns C to G are the five age groups of both sexes, H their total; T is the total of the women.
        Assert.Equal(
            new[] { row[2], row[3], row[4], row[5], row[6], row[7], row[19] }.Select(v => (long)(double)v!),
            new[] { paris.Age0To19, paris.Age20To39, paris.Age40To59, paris.Age60To74, paris.Age75Up, paris.Population, paris.Women }.Select(v => v!.Value));
    }

    [SkippableFact]
    public void Import_Departments_AreThoseThatTheProgramShipsWith()
    {
        files.Require();
        var findings = new FindingList("departements-france.csv");
        var read = DepartmentListReader.Read(Requires.RealFile("demography/departements-france.csv"), findings);

        Assert.Equal((ImportStatus.Accepted, "departements", 101L), (files.Departments.Status, files.Departments.Dataset, files.Departments.Facts));
        Assert.Empty(findings.ToList());
        Assert.Equal(ReferenceTerritories.Departments, read);
    }

    /// <summary>Units and labels of the 107 indices against the ministry's list.</summary>
    [SkippableFact]
    public void Nomenclature_UnitsAndLabels_AreThoseOfTheList()
    {
        var rows = SheetTable.ReadAll(Requires.RealFile("etat4001/liste-index.xlsx")).First().Value.Skip(1)
            .Where(r => int.TryParse(Convert.ToString(r[0]), out _)).ToDictionary(r => Convert.ToInt32(r[0]));
        var units = new Dictionary<string, CountUnit>(StringComparer.OrdinalIgnoreCase)
        {
            ["Victime"] = CountUnit.Victim, ["Victime entendue"] = CountUnit.HeardVictim, ["Plaignant"] = CountUnit.Complainant,
            ["Infraction"] = CountUnit.Offence, ["Procédure"] = CountUnit.Procedure, ["Véhicule"] = CountUnit.Vehicle,
            ["Chèque"] = CountUnit.Cheque, ["Auteur"] = CountUnit.Suspect,
        };

        Assert.All(Nomenclature.Offences.Where(o => o.IsUsed), o =>
        {
            Assert.Equal((o.Code, units[((string)rows[o.Code][2]!).Trim()]), (o.Code, o.Unit));
            Assert.Equal(TextKey.Of((string)rows[o.Code][1]!), TextKey.Of(o.Label)); // the list has a few slips of spaces and apostrophes
        });
        Assert.All(Nomenclature.Offences.Where(o => !o.IsUsed), o => Assert.DoesNotContain((rows.GetValueOrDefault(o.Code)?[2] as string ?? "").Trim(), units.Keys));
    }

    private PopulationContent Read()
    {
        var (_, path) = files.Require();
        var findings = new FindingList("population.xls");
        var content = PopulationReader.Read(path, _departments, findings);
        Assert.Empty(findings.ToList());
        return content;
    }
}
