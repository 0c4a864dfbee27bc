using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Backups;

/// <summary>The scheduled backup in a folder of its own, the same on every engine.</summary>
public abstract class BackUpJobSuite : IAsyncLifetime
{
    private readonly Clock _clock = new(new DateTimeOffset(2026, 3, 1, 2, 30, 0, TimeSpan.Zero));
    private TestDatabase? _test;

    private TestDatabase Test => _test!;

    private BackupOptions Options { get; } = new() { Keep = { Daily = 2, Weekly = 0, Monthly = 0 } };

    private BackupFileStore Store => new(Test.Database);

    private BackupFolder Folder => new(Store, new BackupMaker(Test.Database, Test.Folder, Options, () => "{}"), Options);

    private protected abstract Task<TestDatabase> CreateAsync();

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        Options.Folder = Path.Combine(Test.Folder, "backups");
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        await new TestImports(Test.Database, Test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task Run_Once_WritesReadsBackAndIsListed()
    {
        var run = await RunAsync();

        var backup = Assert.Single(await Folder.ListAsync(CancellationToken.None));
        Assert.Equal((JobState.Succeeded, "backup.made"), (run.State, run.Message!.Code));
        Assert.Equal((BackupFileState.Good, "octoplus-20260301T023000Z.tar.gz"), (backup.State, backup.Name));
        Assert.NotNull(backup.VerifiedAt);
        Assert.Equal([backup.Name], Files());
        Assert.Equal([(BackupActions.Made, backup.Name)], await AuditAsync());
        Assert.Equal(backup.SizeBytes, new FileInfo((await Folder.FindAsync(backup.Name, CancellationToken.None))!).Length);
    }

    [SkippableFact]
    public async Task Run_DayAfterDay_KeepsByTheRuleAndLeavesOthersFilesAlone()
    {
        Directory.CreateDirectory(Options.Folder!);
        await File.WriteAllTextAsync(Path.Combine(Options.Folder!, "octoplus-20200101T023000Z.tar.gz"), "someone else's");
        for (var day = 0; day < 4; day++)
        {
            await RunAsync();
            _clock.Now += TimeSpan.FromDays(1);
        }

        Assert.Equal(["octoplus-20200101T023000Z.tar.gz", "octoplus-20260303T023000Z.tar.gz", "octoplus-20260304T023000Z.tar.gz"], Files());
        Assert.Equal(["octoplus-20260304T023000Z.tar.gz", "octoplus-20260303T023000Z.tar.gz"], (await Folder.ListAsync(CancellationToken.None)).Select(b => b.Name));
    }

    [SkippableFact]
    public async Task Run_AfterOneThatDied_RemovesItsRemainsOrTakesItUp()
    {
        await RunAsync();
        var whole = Assert.Single(Files());
        Directory.CreateDirectory(Options.Folder!);

        // Died while writing; and after the rename, before it was written down.
        await Store.BeginAsync("octoplus-20260228T023000Z.tar.gz", CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Options.Folder!, "octoplus-20260228T023000Z.tar.gz.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(Options.Folder!, "octoplus-20260228T023000Z.tar.gz.part.database"), "half");
        File.Copy(Path.Combine(Options.Folder!, whole), Path.Combine(Options.Folder!, "octoplus-20260227T023000Z.tar.gz"));
        await Store.BeginAsync("octoplus-20260227T023000Z.tar.gz", CancellationToken.None);
        Options.Keep.Daily = 1;

        Assert.Equal(1, await Folder.TidyAsync(CancellationToken.None));

        Assert.Equal(["octoplus-20260227T023000Z.tar.gz", whole], Files());
        Assert.All(await Store.AllAsync(CancellationToken.None), b => Assert.Equal(BackupFileState.Good, b.State));
    }

    [SkippableFact]
    public async Task Run_DiskNearlyFull_FailsWithANoticeAndWritesNothing()
    {
        await RunAsync();
        var last = Assert.Single(await Store.AllAsync(CancellationToken.None));
        await Store.EndAsync(last with { SizeBytes = long.MaxValue / 8 }, CancellationToken.None);

        var run = await RunAsync();

        Assert.Equal((JobState.Failed, "backup.no-room"), (run.State, run.Message!.Code));
        Assert.Equal(["job:back-up:failed"], await Test.ColumnAsync<string>("select cause from notice_cause"));
        Assert.Single(Files());
    }

    [SkippableFact]
    public async Task ApplyRule_BadOneNewest_KeepsTheNewestGoodOne()
    {
        await RunAsync();
        var good = Assert.Single(await Store.AllAsync(CancellationToken.None));
        _clock.Now += TimeSpan.FromHours(1);
        await RunAsync();
        var newest = (await Store.AllAsync(CancellationToken.None)).First(b => b.Name != good.Name);

        // The disk gave it back otherwise.
        var path = Path.Combine(Options.Folder!, newest.Name);
        Assert.True(File.Exists(path));
        await Store.EndAsync(newest with { State = BackupFileState.Bad, Problem = "damaged" }, CancellationToken.None);
        await Folder.ApplyRuleAsync(CancellationToken.None);

        Assert.Contains(newest.Name, Files());
        Assert.Null(await Folder.FindAsync(newest.Name, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Find_NameThatIsNotListed_IsNotFound()
    {
        await RunAsync();
        foreach (var name in new[] { "../octoplus.db", "octoplus.db", "/etc/passwd", "", "octoplus-20200101T023000Z.tar.gz" })
        {
            Assert.Null(await Folder.FindAsync(name, CancellationToken.None));
        }
    }

    private async Task<JobRun> RunAsync()
    {
        var job = new BackUpJob(Folder, new AuditLog(Test.Database, TimeProvider.System), _clock);
        return (await Engines.Of(Test.Database, [job]).RunAsync(BackUpJob.Key, JobCause.Schedule, null, "system", CancellationToken.None))!;
    }

    private IReadOnlyList<string> Files() => [.. Directory.GetFiles(Options.Folder!).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private async Task<IEnumerable<(string Action, string Subject)>> AuditAsync()
        => (await Test.ColumnAsync<string>("select action from audit_entry where action like 'backup.%'"))
            .Zip(await Test.ColumnAsync<string>("select subject from audit_entry where action like 'backup.%'"));

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public sealed class SqliteBackUpJobTests : BackUpJobSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbBackUpJobTests : BackUpJobSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
