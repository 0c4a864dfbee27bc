using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Editions that follow one another, and files that are refused.</summary>
public abstract partial class ImporterSuite
{
    private static readonly (int, string, long?, long?)[] _country2019And2020 = [(2019, "FR", 90L, 135L), (2020, "FR", 96L, 139L)];

    [SkippableFact]
    public async Task ImportAsync_SameFileTwice_ChangesNothing()
    {
        var path = WorkbookBuilder.Valid().Save(Folder.File("first.xlsx"));
        var first = await ImportFileAsync(path);
        await RebuildAsync();
        var before = await Test.DumpAsync();
        File.Copy(path, Folder.File("second.xlsx"));
        var second = await ImportFileAsync(Folder.File("second.xlsx"));
        await RebuildAsync();

        Assert.Equal((ImportStatus.Unchanged, first.Vintage, first.Facts), (second.Status, second.Vintage, second.Facts));
        Assert.Contains("from 'first.xlsx': nothing changed.", second.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Test.DumpAsync());
    }

    [SkippableFact]
    public async Task ImportAsync_NewEditionOfOneYear_ReplacesThatYearOnly()
    {
        var first = await ImportAsync(WorkbookBuilder.Valid());
        var second = await ImportAsync(WorkbookBuilder.Valid(2020).Sheet("Services PN 2020").Count(27, 1, 1008));

        Assert.Equal([(2019, "FR", 90L, 135L), (2020, "FR", 1096L, 139L)], await CountryAsync());
        Assert.Equal([first.Vintage, second.Vintage], (await RowsAsync(Burglary, TerritoryLevel.Country)).Select(r => r.Vintage));
        Assert.Equal(2, (await Vintages.AcceptedAsync(CancellationToken.None)).Count(v => v.Dataset == Datasets.Etat4001));
    }

    [SkippableFact]
    public async Task ImportAsync_EditionOfOtherYears_AddsThem()
    {
        await ImportAsync(WorkbookBuilder.Valid(2020));
        await ImportAsync(WorkbookBuilder.Valid(2019, 2021));

        Assert.Equal([.. _country2019And2020, (2021, "FR", 102L, 143L)], await CountryAsync());
    }

    [SkippableFact]
    public async Task ImportAsync_NewEditionOfAllYears_IsTheOnlyOneServed()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var second = await ImportAsync(WorkbookBuilder.Valid().Sheet("Services GN 2019").Count(28, 2, 0));

        Assert.Equal([(2019, "FR", 90L, 95L), (2020, "FR", 96L, 139L)], await CountryAsync());
        Assert.Equal([second.Vintage], (await Vintages.ServedAsync(CancellationToken.None)).Where(v => v.Dataset == Datasets.Etat4001).Select(v => v.Slug));
    }

    [SkippableFact]
    public async Task ImportAsync_ServiceSpeltOtherwise_IsTheSameService()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019));
        await ImportAsync(WorkbookBuilder.Valid(2020).Sheet("Services PN 2020").Cell(3, 4, "Ciat d’Ajaccio"));

        Assert.Equal(
            [("CIAT D'AJACCIO", 2019, 2020)],
            (await new Octoplus.Core.Views.CountQueries(Database).ServicesAsync("2A", CancellationToken.None)).Select(s => (s.Name, s.FirstYear, s.LastYear)));
    }

    [SkippableFact]
    public async Task ImportAsync_WarnedFile_KeepsItsWarnings()
    {
        var outcome = await ImportAsync(WorkbookBuilder.Valid().Sheet("Services PN 2019").Label(10, "Sequestratoins"));

        Assert.Equal((ImportStatus.Accepted, "Accepted with 1 warning(s)."), (outcome.Status, outcome.Message));
        var vintage = (await Vintages.AcceptedAsync(CancellationToken.None))[0];
        Assert.Equal(outcome.Findings, await Vintages.FindingsAsync(vintage.Id, CancellationToken.None));
    }

    [SkippableFact]
    public async Task ImportAsync_FirstRealFile_PutsTheDemonstrationAway()
    {
        await ImportAsync(Demonstration(2019, 2022));
        Assert.True((await PanelAsync(TerritoryLevel.Department, 2019))!.IsDemonstration);
        await ImportAsync(WorkbookBuilder.Valid());

        Assert.Equal(_country2019And2020, await CountryAsync());
        Assert.False((await PanelAsync(TerritoryLevel.Department, 2019))!.IsDemonstration);
        Assert.DoesNotContain(await Vintages.ServedAsync(CancellationToken.None), v => v.IsDemonstration);
    }

    [SkippableFact]
    public async Task ImportAsync_DemonstrationAfterRealFigures_IsRefused()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var before = await Test.DumpAsync();
        var outcome = await ImportAsync(Demonstration(2019, 2022));

        Assert.Equal(ImportStatus.Refused, outcome.Status);
        Assert.Equal(
            [("demonstration", "The figures of this workbook are fictional and real ones are served: it may not take their place.")],
            outcome.Findings.Select(f => (f.Code, f.Reason)));
        Assert.Equal(before, await Test.DumpAsync());
    }

    /// <summary>The real file came while the demonstration was being stored: the last moment decides.</summary>
    [SkippableFact]
    public async Task AcceptAsync_DemonstrationThatLostTheRace_IsNotAccepted()
    {
        var store = new VintageStore(Database);
        var demonstration = new NewVintage(Datasets.Etat4001, "d.xlsx", new string('d', 64), 1, "demonstration", IsDemonstration: true);
        var id = await store.StageAsync(demonstration, [], CancellationToken.None);
        await store.CompleteAsync(id, demonstration, [(2019, false)], 0, CancellationToken.None);
        await ImportAsync(WorkbookBuilder.Valid());
        var before = await Test.DumpAsync();

        Assert.Equal(AcceptResult.RealFiguresActive, await new VintageFlips(Database).AcceptAsync(id, "t", null, null, CancellationToken.None));
        Assert.Equal(before, await Test.DumpAsync());
    }

    [SkippableFact]
    public async Task ImportAsync_GeneratedDemonstration_IsAcceptedWithoutFindings()
    {
        var path = Folder.File("demonstration.xlsx");
        DemonstrationWorkbook.Write(path, new DemonstrationOptions { FirstYear = 2019, LastYear = 2019 });
        var outcome = await ImportFileAsync(path);
        await RebuildAsync();

        Assert.Equal((ImportStatus.Accepted, 2019, 2019), (outcome.Status, outcome.FirstPeriod, outcome.LastPeriod));
        Assert.Empty(outcome.Findings);
        var country = Assert.Single(await RowsAsync("tous", TerritoryLevel.Country));
        Assert.Equal((outcome.Total, true), (country.Count(Force.All)!.Value, country.IsDemonstration));
    }

    /// <summary>Errors are told before anything is staged: not even a counter moves.</summary>
    [SkippableFact]
    public async Task ImportAsync_RefusedFile_LeavesEveryTableAsItWas()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var before = await Test.DumpAsync();
        var outcomes = new[]
        {
            await ImportAsync(WorkbookBuilder.Valid(2021).Sheet("Services GN 2021").Count(50, 1, -1)),
            await ImportAsync(WorkbookBuilder.Valid(2020).RemoveSheet("Services PN 2020")),
            await ImportFileAsync(BrokenFiles.TruncatedZip(Folder)),
            await ImportFileAsync(BrokenFiles.PasswordProtected(Folder)),
            await ImportFileAsync(Folder.File("no such file")),
        };
        await RebuildAsync();

        Assert.All(outcomes, o => Assert.Equal(ImportStatus.Refused, o.Status));
        Assert.Equal(["not-a-count", "missing-sheet", "broken-workbook", "password-protected", "missing-file"], outcomes.Select(o => o.Findings[0].Code));
        Assert.Equal(before, await Test.DumpAsync());
    }

    private static WorkbookBuilder Demonstration(params int[] years)
        => WorkbookBuilder.Valid(years).Sheet("Présentation").Cell(1, 1, DemonstrationWorkbook.Marker);
}
