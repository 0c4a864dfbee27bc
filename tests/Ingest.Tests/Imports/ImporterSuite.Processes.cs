using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Departments;
using Octoplus.Ingest.Readers.Etat4001;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Several imports and builds at once, and processes that die half-way.</summary>
public abstract partial class ImporterSuite
{
    private static readonly string[] _viewTables = ["view_count", "view_composition", "view_demography", "view_territory", "view_vintage"];

    [SkippableFact]
    public async Task ImportAsync_TwoWorkbooksAtOnce_AcceptsBoth()
    {
        var outcomes = await Task.WhenAll(
            Task.Run(() => ImportAsync(WorkbookBuilder.Valid(2019))), Task.Run(() => ImportAsync(WorkbookBuilder.Valid(2020))));

        Assert.All(outcomes, o => Assert.Equal(ImportStatus.Accepted, o.Status));
        Assert.Equal(_country2019And2020, await CountryAsync());
        Assert.False((await Vintages.StatusAsync(CancellationToken.None)).IsStale);

        // Both bring the same five services.
        Assert.Equal([5L], await Test.ColumnAsync<long>("select count(*) from service"));
        await AssertBuildsAsync();
    }

    [SkippableFact]
    public async Task ImportAsync_TwoEditionsOfOneYearAtOnce_ServesOneOfThemWhole()
    {
        var editions = await Task.WhenAll(
            Task.Run(() => ImportAsync(WorkbookBuilder.Valid(2019))),
            Task.Run(() => ImportAsync(WorkbookBuilder.Valid(2019).Sheet("Services PN 2019").Count(27, 1, 1007).Sheet("Services GN 2019").Count(27, 1, 1028))));

        Assert.All(editions, o => Assert.Equal(ImportStatus.Accepted, o.Status));
        var row = Assert.Single(await RowsAsync(Burglary, TerritoryLevel.Country));
        Assert.Equal(row.Vintage == editions[0].Vintage ? (90L, 135L) : (1090L, 1135L), (row.Police!.Value, row.Gendarmerie!.Value));
    }

    [SkippableFact]
    public async Task ImportAsync_SameContentTwiceAtOnce_AcceptsItOnce()
    {
        var path = WorkbookBuilder.Valid().Save(Folder.File("same.xlsx"));
        var outcomes = await Task.WhenAll(Task.Run(() => ImportFileAsync(path)), Task.Run(() => ImportFileAsync(path)));
        await RebuildAsync();

        Assert.Equal([ImportStatus.Accepted, ImportStatus.Unchanged], outcomes.Select(o => o.Status).Order());
        Assert.Equal(outcomes[0].Vintage, outcomes[1].Vintage);
        Assert.Equal(_country2019And2020, await CountryAsync());
        Assert.Equal([10L], await Test.ColumnAsync<long>("select count(*) from vintage_service"));
    }

    [SkippableFact]
    public async Task EnsureReferenceAsync_FileImportedMeanwhile_StaysBehindIt()
    {
        var store = new VintageStore(Database);
        var reference = new NewVintage(Datasets.Departments, "Octoplus.Dashboard", new string('1', 64), 0, "reference", IsDemonstration: false);
        var id = await store.StageAsync(reference, [], CancellationToken.None);
        await store.CompleteAsync(id, reference, [(0, false)], 101, CancellationToken.None);
        await AcceptAsync(new DepartmentContent(ReferenceTerritories.Departments));

        Assert.Equal(AcceptResult.AcceptedBefore, await new VintageFlips(Database).AcceptAsync(id, "t", null, null, CancellationToken.None));
    }

    [SkippableFact]
    public async Task RebuildAsync_ManyImports_KeepsTheServedBuildAndTheOneBefore()
    {
        for (var year = 2019; year < 2023; year++)
        {
            await ImportAsync(WorkbookBuilder.Valid(year));
        }

        await AssertBuildsAsync();
        Assert.Equal([3L, 4L], await Test.ColumnAsync<long>("select distinct build_id from view_count order by 1"));
        Assert.Equal(4, (await CountryAsync()).Count());
    }

    /// <summary>Build A is under way when B is reserved and published, which also drops what A has written: A may not be served, and leaves nothing.</summary>
    [SkippableFact]
    public async Task RebuildAsync_OvertakenByALaterBuild_IsNeverServed()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        await ImportOnlyAsync(WorkbookBuilder.Valid(2020).Sheet("Services PN 2020").Count(27, 1, 1008));
        var overtaken = new OnceProgress(() => Views.RebuildAsync(null, force: true, CancellationToken.None).GetAwaiter().GetResult());

        Assert.False(await Views.RebuildAsync(overtaken, force: false, CancellationToken.None));
        Assert.True(overtaken.Happened);
        Assert.Equal(3, (await Vintages.StatusAsync(CancellationToken.None)).BuildId);
        Assert.Equal([(2019, "FR", 90L, 135L), (2020, "FR", 1096L, 139L)], await CountryAsync());
        foreach (var table in _viewTables)
        {
            Assert.Equal([1L, 3L], await Test.ColumnAsync<long>($"select distinct build_id from {table} order by 1"));
        }
    }

    [SkippableFact]
    public async Task RebuildAsync_VintageAcceptedMeanwhile_BuildsAgainUntilItIsShown()
    {
        await ImportAsync(WorkbookBuilder.Valid(2019));
        await ImportOnlyAsync(WorkbookBuilder.Valid(2020));
        var meanwhile = new OnceProgress(() => ImportOnlyAsync(WorkbookBuilder.Valid(2021)).GetAwaiter().GetResult());

        Assert.True(await Views.RebuildAsync(meanwhile, force: false, CancellationToken.None));
        Assert.Equal([.. _country2019And2020, (2021, "FR", 102L, 143L)], await CountryAsync());
        await AssertBuildsAsync();
    }

    [SkippableFact]
    public async Task RebuildAsync_DiedBetweenAcceptAndPublish_ServesTheFormerFiguresUntilRebuilt()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var edition = WorkbookBuilder.Valid(2020).Sheet("Services PN 2020").Count(27, 1, 1008).Save(Folder.File("edition.xlsx"));
        await ImportFileAsync(edition);

        Assert.True((await Vintages.StatusAsync(CancellationToken.None)).IsStale);
        Assert.Equal(_country2019And2020, await CountryAsync());
        Assert.Equal(235, (await PanelAsync(TerritoryLevel.Department, 2020))!.Country(Octoplus.Core.Reference.Force.All).Count);

        // The next import of the file finds nothing to do but the views.
        Assert.Equal(ImportStatus.Unchanged, (await ImportFileAsync(edition)).Status);
        await RebuildAsync();
        Assert.Equal([(2019, "FR", 90L, 135L), (2020, "FR", 1096L, 139L)], await CountryAsync());
    }

    [SkippableFact]
    public async Task DropAbandonedAsync_DiedWhileStoring_LeavesNothingOfIt()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        var before = await Test.DumpAsync();
        var store = new VintageStore(Database);
        var departments = ReferenceTerritories.Departments.Select(d => d.Code).ToHashSet();
        var content = Etat4001Reader.Read(
            WorkbookBuilder.Valid(2020, 2021).Save(Folder.File("dead.xlsx")), departments, new FindingList("dead.xlsx"));
        var id = await store.StageAsync(new NewVintage(Datasets.Etat4001, "dead.xlsx", new string('a', 64), 1, "test", IsDemonstration: false), [], CancellationToken.None);
        await content.StoreAsync(Database, id, null, CancellationToken.None);

        Assert.Equal(_country2019And2020, await CountryAsync());
        await RebuildAsync(); // 6 hours have not gone by: it may be alive
        Assert.Contains(id, await Test.ColumnAsync<long>("select distinct vintage_id from fact"));
        await store.DropAbandonedAsync(TimeSpan.FromMinutes(-1), CancellationToken.None);

        // All but the counter that gave it its number.
        Assert.Equal(WithoutCounters(before), WithoutCounters(await Test.DumpAsync()));
    }

    [SkippableFact]
    public async Task ImportAsync_Cancelled_LeavesNothingStaged()
    {
        using var cancelled = new CancellationTokenSource();
        var progress = new StepProgress(p => Cancel(p, cancelled));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Importer.ImportAsync(
            WorkbookBuilder.Valid().Save(Folder.File("cancelled.xlsx")), "test", "tester", progress, cancelled.Token));
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from fact"));
        Assert.Empty(await Test.ColumnAsync<long>("select id from vintage where state = 'staging'"));
        Assert.Null(await PanelAsync(TerritoryLevel.Department, null));
    }

    private static void Cancel(ImportProgress progress, CancellationTokenSource cancelled)
    {
        if (progress.Step == ImportStep.Storing)
        {
            cancelled.Cancel();
        }
    }

    private static string WithoutCounters(string dump)
        => string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("vintage|", StringComparison.Ordinal)));

    private async Task AssertBuildsAsync()
    {
        var served = (await Vintages.StatusAsync(CancellationToken.None)).BuildId;
        foreach (var table in _viewTables)
        {
            var builds = await Test.ColumnAsync<long>($"select distinct build_id from {table}");
            Assert.InRange(builds.Count, 1, 2);
            Assert.Equal(served, builds.Max());
        }
    }

    /// <summary>Does something the first time that a build tells of its progress, before it goes on.</summary>
    private sealed class OnceProgress(Action action) : IProgress<long>
    {
        public bool Happened { get; private set; }

        public void Report(long value)
        {
            if (!Happened)
            {
                Happened = true;
                action();
            }
        }
    }

    private sealed class StepProgress(Action<ImportProgress> action) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => action(value);
    }
}
