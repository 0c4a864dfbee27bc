using Octoplus.Core.Counts;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Offences;
using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Jobs;
using Octoplus.Ingest.Upkeep;

namespace Octoplus.Ingest.Tests.Upkeep;

/// <summary>
/// Five editions of 2019 one after the other, and a clean-up seen from years later; the same on every engine. What is served never changes.
/// </summary>
public abstract class CleanUpSuite : IAsyncLifetime
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
        await new Importer(Database, Files).EnsureReferenceAsync(CancellationToken.None);
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
        await new Importer(Database, Files).RebuildViewsAsync(null, force: true, CancellationToken.None);
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

    [SkippableFact]
    public async Task Run_RecordsOfAllAges_DropsTheOldAndCountsThem()
    {
        var store = new ImportStore(Database);
        foreach (var (id, state, at) in new[] { (1, "refused", 2), (2, "waiting", 2), (3, "refused", 0) })
        {
            await store.AddAsync(id, new NewImport("f", 1, new string((char)('a' + id), 64), "page", "ada", null), CancellationToken.None);
            await Test.ColumnAsync<int>("update import_file set state = @state, uploaded_at = @at where id = @id", new { id, state, at = Ago(at) });
        }

        for (var i = 0; i < 1203; i++)
        {
            await Test.ColumnAsync<int>(
                "insert into audit_entry (at, id, actor, action, subject) values (@at, @id, 'x', 'sign-in.failed', 'x')",
                new { at = i < 700 ? Ago(4) : i < 1201 ? Ago(5) : Ago(1), id = Guid.NewGuid().ToString("N") });
        }

        for (var i = 1; i <= 25; i++)
        {
            await Test.ColumnAsync<int>(
                """
                insert into job_run (id, job, cause, started_by, node, state, started_at, rows_done, row_count, has_changed) values (@i, 'made', 'schedule', 's', 'n', 'succeeded', @at, 0, 0, 0);
                insert into job_log (run_id, ordinal, at, level, subject, message_code, message_arguments) values (@i, 0, @at, 'info', '', 'c', '[]');
                """,
                new { i, at = Ago(1) });
        }

        await Test.ColumnAsync<int>("update id_counter set last_id = 100 where name = 'job_run'");
        var run = await RunAsync(years: 0);

        Assert.Equal([2L, 3L], await Test.ColumnAsync<long>("select id from import_file order by id"));
        Assert.Equal([2L], await Test.ColumnAsync<long>("select count(*) from audit_entry where action = 'sign-in.failed'"));
        Assert.Equal(Enumerable.Range(6, 20).Select(i => (long)i), await Test.ColumnAsync<long>("select id from job_run where job = 'made' order by id"));
        Assert.Equal([20L], await Test.ColumnAsync<long>("select count(*) from job_log where message_code = 'c'"));
        Assert.Equal(1 + 1201 + 5, run.RowCount);
        var lines = await new JobRunQueries(Database).LinesAsync(run.Id, 100, CancellationToken.None);
        Assert.Equal(["clean.imports", "clean.audit", "clean.runs"], lines.Select(l => l.Message.Code));
        Assert.Equal("1201", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{lines[1].Message.Arguments[0]}"));
    }

    [SkippableFact]
    public async Task Run_FilesThatNothingNeeds_GoOthersStay()
    {
        var edition = Assert.Single(await ImportEditionsAsync(1));
        Files.Keep(Write("orphan"), new string('a', 64));
        await new ImportStore(Database).AddAsync(7, new NewImport("f", 1, new string('b', 64), "page", "ada", null), CancellationToken.None);
        Files.Keep(Write("waits"), new string('b', 64));
        Directory.CreateDirectory(Path.Combine(Test.Folder, "uploads"));
        foreach (var id in new[] { 7, 8, 9 })
        {
            await File.WriteAllTextAsync(Files.UploadOf(id), "x");
            File.SetLastWriteTimeUtc(Files.UploadOf(id), id == 9 ? DateTime.UtcNow : DateTime.UtcNow.AddDays(-3));
        }

        await RunAsync(years: 0);

        Assert.Null(Files.Find(new string('a', 64)));
        Assert.NotNull(Files.Find(new string('b', 64)));
        Assert.NotNull(Files.Find(edition.Sha256));
        Assert.Equal((true, false, true), (File.Exists(Files.UploadOf(7)), File.Exists(Files.UploadOf(8)), File.Exists(Files.UploadOf(9))));
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

        Assert.Equal(ImportStatus.Accepted, (await new Importer(Database, Files).ImportAsync(path, "test", "tester", null, CancellationToken.None)).Status);
        await RebuildAsync();
    }

    private Task RebuildAsync() => new Importer(Database, Files).RebuildViewsAsync(null, force: false, CancellationToken.None);

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
        return (await new JobRunner(Database, [job]).RunAsync(CleanUpJob.Key, JobCause.Schedule, null, "system", CancellationToken.None))!;
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
