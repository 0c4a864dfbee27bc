using Octoplus.Core.Backups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// A backup killed anywhere leaves nothing that looks whole and is not, and never costs the newest good one; the next run removes what it left.
/// </summary>
public sealed class KilledBackUpJobTests : KilledJobsSuite, IDisposable
{
    private readonly TemporaryFolder _backups = new();
    private string? _newest;

    protected override string Job => BackUpJob.Key;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Backups__Folder"] = _backups.Path,
        ["Backups__Keep__Daily"] = "1",
        ["Backups__Keep__Weekly"] = "0",
        ["Backups__Keep__Monthly"] = "0",
    };

    public void Dispose() => _backups.Dispose();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        _newest = null;
        var importer = new TestImports(test.Database, test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        var path = WorkbookBuilder.Valid().Save(Path.Combine(test.Folder, "workbook.xlsx"));
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(path, "test", "tester", null, CancellationToken.None)).Status);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    internal override Task GiveWorkAsync(TestDatabase test, int round) => Task.CompletedTask;

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
    {
        Assert.True(_newest is null || File.Exists(_newest) || Directory.GetFiles(_backups.Path, "*.tar.gz").Length > 0, $"round {round}: the newest backup is gone");
        foreach (var file in Directory.GetFiles(_backups.Path, "*.tar.gz"))
        {
            var manifest = await BackupRestorer.VerifyAsync(file, null, CancellationToken.None);
            Assert.Equal(14195m, manifest.Totals.Datasets.Single(d => d.Dataset == "etat4001").Total);
        }
    }

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        // Kept: one a day; a second one where midnight has passed meanwhile.
        var files = Directory.GetFiles(_backups.Path);
        var listed = await new BackupFileStore(test.Database).AllAsync(CancellationToken.None);
        Assert.All(listed, b => Assert.Equal(BackupFileState.Good, b.State));
        Assert.Equal(listed.Select(b => b.Name).Order(StringComparer.Ordinal), files.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Single(files);
        _newest = files[0];
        await BackupRestorer.VerifyAsync(_newest, null, CancellationToken.None);
    }
}
