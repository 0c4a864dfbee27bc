using System.Text.Json;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary><c>backup</c> and <c>restore</c> as programs of their own, on both engines; a restore killed is begun again.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const int Kills = 4;

    private static readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();
    private readonly KilledEditions _editions = new();
    private readonly Random _random = new(16);

    private string BackupPath => _folder.File("octoplus.backup");

    public void Dispose()
    {
        _folder.Dispose();
        _editions.Dispose();
    }

    [SkippableFact]
    public async Task Commands_OnSqlite_BringAllBack()
    {
        await using var source = TestDatabase.OnSqlite();
        await using var target = TestDatabase.OnSqlite();
        await RunAsync(source, target);
    }

    [SkippableFact]
    public async Task Commands_OnMariaDb_BringAllBack()
    {
        await using var source = await TestDatabase.OnMariaDbAsync();
        await using var target = await TestDatabase.OnMariaDbAsync();
        await RunAsync(source, target);
    }

    private async Task RunAsync(TestDatabase source, TestDatabase target)
    {
        await SchemaScripts.ApplyAsync(source.Database, CancellationToken.None);
        var importer = new TestImports(source.Database, source.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(_editions.Path(1), "test", "tester", null, CancellationToken.None)).Status);
        await new ViewBuilder(source.Database).RebuildAsync(null, force: false, CancellationToken.None);

        var made = await EndAsync(source, "backup", BackupPath);
        Assert.Equal((0, new FileInfo(BackupPath).Length), (made.Code, made.Line!.Value.GetProperty("bytes").GetInt64()));
        Assert.Equal(0, (await EndAsync(source, "backup", "verify", BackupPath)).Code);

        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = ImportProcess.StartCommand(target, _settings, ["restore", BackupPath]);
            await process.KillAfterAsync(TimeSpan.FromMilliseconds(300 + _random.Next(900)));
        }

        // The last kill may have come too late: then it is all there, and refused.
        var restored = await EndAsync(target, "restore", BackupPath);
        Assert.True(restored.Code is 0 or 2, restored.Errors);
        Assert.Equal(KilledEditions.Expected(1), await KilledEditions.ServedAsync(target));
        Assert.Equal(2, (await EndAsync(target, "restore", BackupPath)).Code);

        var bytes = await File.ReadAllBytesAsync(BackupPath);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(BackupPath, bytes);
        Assert.Equal(2, (await EndAsync(source, "backup", "verify", BackupPath)).Code);
    }

    private static async Task<(int Code, JsonElement? Line, string Errors)> EndAsync(TestDatabase test, params string[] command)
    {
        using var process = ImportProcess.StartCommand(test, _settings, command);
        var result = await process.EndAsync();
        return (result.ExitCode, result.Lines.Count == 0 ? null : JsonDocument.Parse(result.Lines[^1]).RootElement, result.Error);
    }
}
