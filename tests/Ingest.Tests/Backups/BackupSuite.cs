using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Profiles;

namespace Octoplus.Ingest.Tests.Backups;

/// <summary>A database with a workbook, a series and a user, backed up and restored into another; the same on every engine.</summary>
public abstract partial class BackupSuite : IAsyncLifetime
{
    private TemporaryFolder? _folder;
    private TestDatabase? _source;
    private TestDatabase? _target;

    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private TestDatabase Source => _source!;

    private TestDatabase Target => _target!;

    private string BackupPath => Folder.File("octoplus.backup");

    private protected abstract Task<TestDatabase> CreateAsync();

    public async Task InitializeAsync()
    {
        _source = await CreateAsync();
        _target = await CreateAsync();
        await SchemaScripts.ApplyAsync(Source.Database, CancellationToken.None);
        await ImporterOf(Source).EnsureReferenceAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        foreach (var test in new[] { _source, _target }.OfType<TestDatabase>())
        {
            await test.DisposeAsync();
        }

        _folder?.Dispose();
    }

    [SkippableFact]
    public async Task Restore_EmptyTarget_EverythingIsAsItWas()
    {
        await FillAsync();
        var made = await BackUpAsync();
        var restored = await RestoreAsync();

        Assert.Empty(restored.Differences);
        Assert.Equal(await Source.DumpAsync(), await Target.DumpAsync());
        Assert.Equal(FilesOf(Source), FilesOf(Target));
        Assert.Contains(FilesOf(Source), f => f.StartsWith("keys/pseudonyms.key", StringComparison.Ordinal));
        Assert.Equal(await CountsAsync(Source), await CountsAsync(Target));
        Assert.NotEmpty(await CountsAsync(Target));
        var crimes = restored.Found.Datasets.Single(d => d.Dataset == Datasets.Etat4001);
        Assert.Equal((1, 2, 14195m), (crimes.Vintages, crimes.Periods, crimes.Total));
        Assert.Equal(1, restored.Found.Users);
        Assert.Equal(made.Manifest.Parts.Count, made.Manifest.Parts.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [SkippableFact]
    public async Task Restore_Done_ImportsAndUndoesAsBefore()
    {
        await FillAsync();
        await BackUpAsync();
        await RestoreAsync();
        await SchemaScripts.ApplyAsync(Target.Database, CancellationToken.None);

        var outcome = await ImportAsync(Target, WorkbookBuilder.Valid(2021));
        var step = (await new FlipQueries(Target.Database).StepsAsync(CancellationToken.None))[Datasets.Etat4001].Undo!;
        var undone = await new VintageFlips(Target.Database).UndoAsync(Datasets.Etat4001, step.Id, "tester", null, CancellationToken.None);
        await new ViewBuilder(Target.Database).RebuildAsync(null, force: false, CancellationToken.None);

        Assert.Equal(ImportStatus.Accepted, outcome.Status);
        Assert.Equal(FlipResult.Done, undone);
        Assert.Equal(await CountsAsync(Source), await CountsAsync(Target));
    }

    [SkippableFact]
    public async Task Restore_RealWorkbook_HasTheSameTotals()
    {
        var file = Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        await ImporterOf(Source).ImportAsync(file, "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(Source.Database).RebuildAsync(null, force: false, CancellationToken.None);
        await BackUpAsync();

        var restored = await RestoreAsync();

        Assert.Empty(restored.Differences);
        var crimes = restored.Found.Datasets.Single(d => d.Dataset == Datasets.Etat4001);
        Assert.Equal((530539, 32141587m), (crimes.Rows, crimes.Total));
        Assert.Equal(await CountsAsync(Source), await CountsAsync(Target));
        Assert.Equal(FilesOf(Source), FilesOf(Target));
    }

    [SkippableFact]
    public async Task Restore_Encrypted_NeedsThePassphrase()
    {
        await FillAsync();
        var options = new BackupOptions { Passphrase = "correct horse battery" };
        Assert.True((await BackUpAsync(options)).IsEncrypted);

        await Assert.ThrowsAsync<InvalidDataException>(() => RestoreAsync());
        await Assert.ThrowsAsync<InvalidDataException>(() => RestoreAsync(new BackupOptions { Passphrase = "wrong horse battery" }));
        Assert.Empty(await Target.TablesAsync());
        Assert.Empty((await RestoreAsync(options)).Differences);
    }

    [SkippableFact]
    public async Task Write_WhileFilesAreImported_IsOneMoment()
    {
        await FillAsync();
        var importing = Task.Run(async () =>
        {
            foreach (var year in new[] { 2018, 2019, 2020 })
            {
                await ImportAsync(Source, WorkbookBuilder.Valid(year).Sheet($"Services PN {year}").Count(1, 1, year));
            }
        });
        var made = await BackUpAsync();
        await importing;

        var restored = await RestoreAsync();

        Assert.Empty(restored.Differences);
        Assert.InRange(made.Manifest.Totals.Datasets.Single(d => d.Dataset == Datasets.Etat4001).Vintages, 1, 4);
    }

    [SkippableFact]
    public async Task Write_BrokenOff_LeavesTheFormerBackupAndNothingElse()
    {
        await FillAsync();
        var former = await BackUpAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => MakerOf(Source).WriteAsync(BackupPath, DateTime.UtcNow, new ThrowingAt("backup-files"), CancellationToken.None));

        Assert.Equal([BackupPath], Directory.GetFiles(Folder.Path).Where(f => !f.EndsWith(".xlsx", StringComparison.Ordinal)));
        Assert.Equal(former.Manifest.CreatedAt, (await BackupRestorer.VerifyAsync(BackupPath, null, CancellationToken.None)).CreatedAt);
    }

    private async Task FillAsync()
    {
        await ImportAsync(Source, WorkbookBuilder.Valid());
        await new UserStore(Source.Database, new AuditLog(Source.Database, TimeProvider.System), TimeProvider.System)
            .AddAsync(new NewUser("Élodie", Role.Admin, "hash", MustChangePassword: false), AuditActor.System, CancellationToken.None);
        _ = new PseudonymKey(Source.Folder).Hash("someone");
        var uploads = Directory.CreateDirectory(Path.Combine(Source.Folder, "uploads"));
        await File.WriteAllTextAsync(Path.Combine(uploads.FullName, "17"), "waits");
        await File.WriteAllTextAsync(Path.Combine(uploads.FullName, "half.part"), "cut off");
    }

    private protected Task<MadeBackup> BackUpAsync(BackupOptions? options = null) => MakerOf(Source, options).WriteAsync(BackupPath, DateTime.UtcNow, null, CancellationToken.None);

    private protected Task<RestoredBackup> RestoreAsync(BackupOptions? options = null, IProgress<BackupProgress>? progress = null, TestDatabase? into = null)
        => new BackupRestorer((into ?? Target).Database, (into ?? Target).Folder, options ?? new BackupOptions()).RestoreAsync(BackupPath, progress, CancellationToken.None);

    private static BackupMaker MakerOf(TestDatabase test, BackupOptions? options = null)
        => new(test.Database, test.Folder, options ?? new BackupOptions(), () => "{}");

    private static Importer ImporterOf(TestDatabase test) => new TestImports(test.Database, test.Folder).Importer;

    private async Task<ImportOutcome> ImportAsync(TestDatabase test, WorkbookBuilder workbook)
    {
        var outcome = await ImporterOf(test).ImportAsync(workbook.Save(Folder.File($"{Guid.NewGuid():N}.xlsx")), "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
        return outcome;
    }

    private static async Task<IReadOnlyList<TerritoryCount>> CountsAsync(TestDatabase test)
        => await new CountQueries(test.Database).ByTerritoryAsync(
            Nomenclature.FindMeasure("cambriolages-de-logement")!, TerritoryLevel.Department, null, null, CancellationToken.None);

    /// <summary>Name and content of each file that a backup must bring back.</summary>
    private static IReadOnlyList<string> FilesOf(TestDatabase test)
        => [.. new[] { "files", "uploads", "keys" }.Select(f => Path.Combine(test.Folder, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Where(f => !f.EndsWith(".part", StringComparison.Ordinal))
            .Select(f => $"{Path.GetRelativePath(test.Folder, f)} {Convert.ToHexString(File.ReadAllBytes(f))}")
            .Order(StringComparer.Ordinal)];

    private sealed class ThrowingAt(string step) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value)
        {
            if (value.Step == step)
            {
                throw new OperationCanceledException(step);
            }
        }
    }
}

public sealed class SqliteBackupTests : BackupSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbBackupTests : BackupSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();

    [SkippableFact]
    public async Task Restore_IntoOtherEngine_IsRefused()
    {
        await BackUpAsync();
        await using var sqlite = TestDatabase.OnSqlite();

        var refusal = await Assert.ThrowsAsync<RestoreRefusedException>(() => RestoreAsync(into: sqlite));

        Assert.Contains("Database:Provider", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await sqlite.TablesAsync());
    }
}
