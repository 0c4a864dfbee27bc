using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Upkeep;

/// <summary>
/// Five editions of 2019 one after the other, and a clean-up seen from years later; the same on every engine. What is served never changes.
/// </summary>
public abstract partial class CleanUpSuite : IAsyncLifetime
{
    private readonly RetentionOptions _options = new() { KeepVintages = 2 };
    private TemporaryFolder? _folder;
    private TestDatabase? _test;

    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private TestDatabase Test => _test!;

    private Database Database => Test.Database;

    private OriginalFiles Files => new(Test.Folder);

    private VintageQueries Vintages => new(Database);

    private protected abstract Task<TestDatabase> CreateAsync();

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
        await new TestImports(Database, Test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        _folder?.Dispose();
    }

    [SkippableFact]
    public async Task Run_YearsLater_KeepsTheServedAndTheLastOfEachDataset()
    {
        var editions = await ImportEditionsAsync(5);
        var before = await ServedAsync();

        var run = await RunAsync(years: 4);

        Assert.Equal(JobState.Succeeded, run.State);
        Assert.Equal(before, await ServedAsync());
        Assert.Equal(editions.TakeLast(2).Select(e => e.Sha256), await AcceptedAsync());
        Assert.Equal(editions.Take(3).Select(e => e.Sha256).Reverse(), (await Vintages.DroppedAsync(CancellationToken.None)).Select(v => v.Sha256));
        Assert.Equal(editions.Select((_, i) => i >= 3), editions.Select(e => Files.Find(e.Sha256) is not null));
        var facts = await Test.ColumnAsync<long>("select distinct vintage_id from fact order by vintage_id");
        Assert.Equal(editions.TakeLast(2).Select(e => e.Id), facts);
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from vintage_service where vintage_id not in (select vintage_id from fact)"));
    }

    [SkippableFact]
    public async Task Run_SoonAfter_DropsNothing()
    {
        var editions = await ImportEditionsAsync(5);

        Assert.Equal((JobState.Unchanged, "clean.nothing"), ((await RunAsync(years: 0)) is var run ? (run.State, run.Message!.Code) : default));

        Assert.Equal(editions.Select(e => e.Sha256), await AcceptedAsync());
    }

    [SkippableFact]
    public async Task Run_YearsLater_LeavesUndoOfWhatIsKeptAndClosesTheRest()
    {
        await ImportEditionsAsync(5);
        await RunAsync(years: 4);
        Assert.Equal(FlipResult.Done, await UndoAsync());
        await RebuildAsync();
        Assert.Equal(Burglaries(4), await ServedAsync());
        Assert.Equal(FlipResult.Nothing, await UndoAsync());
        Assert.Equal(FlipResult.Done, await RedoAsync());
        await RebuildAsync();

        Assert.Equal(Burglaries(5), await ServedAsync());
        Assert.Equal(7, (await new FlipQueries(Database).HistoryAsync(100, CancellationToken.None)).Count(f => f.Dataset == Datasets.Etat4001));
    }

    [SkippableFact]
    public async Task Run_AfterUndos_DiscardsRedoOfWhatIsDropped()
    {
        await ImportEditionsAsync(5);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(FlipResult.Done, await UndoAsync());
        }

        await RebuildAsync();
        Assert.Equal(Burglaries(1), await ServedAsync());

        // The views shown before the last build are gone with the next one.
        await new ViewBuilder(Database).RebuildAsync(null, force: true, CancellationToken.None);
        await RunAsync(years: 4);

        Assert.Equal(Burglaries(1), await ServedAsync());
        Assert.Equal(FlipResult.Nothing, await RedoAsync());
        Assert.Equal(3, (await AcceptedAsync()).Count); // the served one and the last two
    }

    [SkippableFact]
    public async Task Run_DroppedFileBroughtAgain_IsImportedAnew()
    {
        var first = (await ImportEditionsAsync(5))[0];
        await RunAsync(years: 4);
        Assert.Equal(FlipResult.Nothing, await new VintageFlips(Database).RestoreAsync(first.Id, "tester", null, CancellationToken.None));

        await ImportEditionAsync(1);

        Assert.Equal(Burglaries(1), await ServedAsync());
        Assert.NotNull(Files.Find(first.Sha256));
    }

    [SkippableFact]
    public async Task Run_VintageHalfDropped_GoesOn()
    {
        var editions = await ImportEditionsAsync(5);
        await Test.ColumnAsync<int>("update vintage set state = 'dropping' where id = @Id", new { editions[1].Id });

        await RunAsync(years: 0);

        Assert.Equal([editions[1].Sha256], (await Vintages.DroppedAsync(CancellationToken.None)).Select(v => v.Sha256));
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from fact where vintage_id = @Id", new { editions[1].Id }));
    }

    [Fact]
    public void Problems_EachKey_IsNamed()
    {
        Assert.Empty(new RetentionOptions().Problems());
        Assert.Equal(
            ["Retention:VintageDays", "Retention:KeepVintages", "Retention:ImportDays", "Retention:AuditDays", "Retention:RunDays"],
            new RetentionOptions { VintageDays = 0, KeepVintages = 0, ImportDays = 0, AuditDays = 0, RunDays = 0 }.Problems().Select(p => p.Split(' ')[0]));
    }

    private static string Ago(int years) => Instant.Of(DateTime.UtcNow.AddYears(-years));

    private string Write(string text)
    {
        var path = Folder.File(text);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Burglaries recorded by the police in 01 in 2019, as the edition says.</summary>
    private static long Burglaries(int edition) => 1000 * edition;

    private async Task<IReadOnlyList<Vintage>> ImportEditionsAsync(int count)
    {
        for (var edition = 1; edition <= count; edition++)
        {
            await ImportEditionAsync(edition);
        }

        return [.. (await Vintages.AcceptedAsync(CancellationToken.None)).Where(v => v.Dataset == Datasets.Etat4001).OrderBy(v => v.Id)];
    }

    private async Task ImportEditionAsync(int edition)
    {
        var path = Folder.File($"edition {edition}.xlsx");
        if (!File.Exists(path))
        {
            WorkbookBuilder.Valid(2019).Sheet("Services PN 2019").Count(27, 1, Burglaries(edition)).Count(28, 1, 0).Save(path);
        }

        Assert.Equal(ImportStatus.Accepted, (await new TestImports(Database, Test.Folder).Importer.ImportAsync(path, "test", "tester", null, CancellationToken.None)).Status);
        await RebuildAsync();
    }

    private Task RebuildAsync() => new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);

    private async Task<FlipResult> UndoAsync() => await StepAsync(s => s.Undo, new VintageFlips(Database).UndoAsync);

    private async Task<FlipResult> RedoAsync() => await StepAsync(s => s.Redo, new VintageFlips(Database).RedoAsync);

    private async Task<FlipResult> StepAsync(
        Func<(Flip? Undo, Flip? Redo), Flip?> which, Func<string, long, string, string?, CancellationToken, Task<FlipResult>> make)
        => which((await new FlipQueries(Database).StepsAsync(CancellationToken.None))[Datasets.Etat4001]) is { } step
            ? await make(Datasets.Etat4001, step.Id, "tester", null, CancellationToken.None)
            : FlipResult.Nothing;

    private async Task<long> ServedAsync()
        => (await new CountQueries(Database).ByTerritoryAsync(
            Nomenclature.FindMeasure("cambriolages-de-logement")!, TerritoryLevel.Department, 2019, "01", CancellationToken.None)).Single().Police!.Value;

    private async Task<IReadOnlyList<string>> AcceptedAsync()
        => [.. (await Vintages.AcceptedAsync(CancellationToken.None)).Where(v => v.Dataset == Datasets.Etat4001).OrderBy(v => v.Id).Select(v => v.Sha256)];

    private async Task<JobRun> RunAsync(int years)
    {
        var job = new CleanUpJob(Database, Files, _options, new Clock(DateTimeOffset.UtcNow.AddYears(years)));
        return (await Engines.Of(Database, [job]).RunAsync(CleanUpJob.Key, JobCause.Schedule, null, "system", CancellationToken.None))!;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

public sealed class SqliteCleanUpTests : CleanUpSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbCleanUpTests : CleanUpSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
