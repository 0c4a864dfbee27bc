using Octoplus.Core.Backups;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Tests.Backups;

/// <summary>Restores that are refused, or broken off.</summary>
public abstract partial class BackupSuite
{
    [SkippableFact]
    public async Task Restore_UsedDatabase_IsRefused()
    {
        await BackUpAsync();
        await SchemaScripts.ApplyAsync(Target.Database, CancellationToken.None);
        var before = await Target.DumpAsync();

        var refusal = await Assert.ThrowsAsync<RestoreRefusedException>(() => RestoreAsync());

        Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Target.DumpAsync());
    }

    [SkippableFact]
    public async Task Restore_UsedDataFolder_IsRefused()
    {
        await BackUpAsync();
        Directory.CreateDirectory(Path.Combine(Target.Folder, "keys"));
        var key = Path.Combine(Target.Folder, "keys", "pseudonyms.key");
        await File.WriteAllTextAsync(key, "of another");

        await Assert.ThrowsAsync<RestoreRefusedException>(() => RestoreAsync());

        Assert.Equal("of another", await File.ReadAllTextAsync(key));
        Assert.Empty(await Target.TablesAsync());
    }

    [SkippableTheory]
    [InlineData("restore-files")]
    [InlineData("restore-database")]
    public async Task Restore_BrokenOff_IsNotServedAndBeginsAnew(string step)
    {
        await FillAsync();
        await BackUpAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => RestoreAsync(progress: new ThrowingAt(step)));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaScripts.ApplyAsync(Target.Database, CancellationToken.None));
        var restored = await RestoreAsync();

        Assert.Contains("restore", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(restored.Differences);
        Assert.Equal(await Source.DumpAsync(), await Target.DumpAsync());
        Assert.Equal(FilesOf(Source), FilesOf(Target));
        await SchemaScripts.ApplyAsync(Target.Database, CancellationToken.None);
    }

    [SkippableFact]
    public async Task Restore_BrokenOffThenOtherDataFolder_LeavesItsFilesAlone()
    {
        await FillAsync();
        await BackUpAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => RestoreAsync(progress: new ThrowingAt("restore-database")));
        File.Delete(Path.Combine(Target.Folder, "restore.unfinished"));

        await Assert.ThrowsAsync<RestoreRefusedException>(() => RestoreAsync());

        Assert.Equal(FilesOf(Source), FilesOf(Target));
    }
}
