using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>SQLite's online backup: a read lock on the write-ahead log, so that nobody who writes waits.</summary>
internal sealed class SqliteCopy(Database database) : DatabaseCopy
{
    private const string Tables = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";

    private readonly string _path = Path.GetFullPath(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);

    public override string Provider => "Sqlite";

    public override string PartName => "database.sqlite";

    // In the same folder, so that the last step is a rename.
    private string RestoredPath => _path + ".restored.part";

    public override async Task<CopiedDatabase> WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using (var source = (SqliteConnection)await database.OpenAsync(cancellationToken))
        {
            await using var target = Plain(path);
            await target.OpenAsync(cancellationToken);
            // One step: page by page would begin anew with each write of another process.
            source.BackupDatabase(target);
        }

        await CheckAsync(path, cancellationToken);
        var copied = await MeasureAsync(Database.OnFile(path), cancellationToken);
        await CloseAsync(path, cancellationToken);
        return copied;
    }

    public override async Task<TargetState> StateAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            return TargetState.Empty;
        }

        await using var connection = Plain(_path);
        await connection.OpenAsync(cancellationToken);
        var tables = (await connection.QueryAsync<string>(Tables)).AsList();
        return tables.Contains(UnfinishedTable) ? TargetState.Unfinished : tables.Count == 0 ? TargetState.Empty : TargetState.Used;
    }

    public override async Task BeginRestoreAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Make(Path.GetDirectoryName(_path)!);
        ClosePooled();
        foreach (var old in new[] { RestoredPath, RestoredPath + "-wal", RestoredPath + "-shm", RestoredPath + "-journal" })
        {
            File.Delete(old);
        }

        await using var connection = Plain(_path);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync($"pragma journal_mode = delete; create table if not exists {UnfinishedTable} (id integer not null primary key)");
    }

    public override async Task<CopiedDatabase> LoadAsync(string path, CancellationToken cancellationToken)
    {
        File.Move(path, RestoredPath, overwrite: true);
        await CheckAsync(RestoredPath, cancellationToken);
        var restored = Database.OnFile(RestoredPath);
        await SchemaScripts.ApplyRestoredAsync(restored, cancellationToken);
        var measured = await MeasureAsync(restored, cancellationToken);
        await CloseAsync(RestoredPath, cancellationToken);
        return measured;
    }

    public override Task EndRestoreAsync(CancellationToken cancellationToken)
    {
        ClosePooled();
        File.Move(RestoredPath, _path, overwrite: true);
        return Task.CompletedTask;
    }

    // They would go on with a file that is gone.
    private void ClosePooled()
    {
        using var connection = new SqliteConnection(database.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteConnection Plain(string path)
        => new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    private static async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = Plain(path);
        await connection.OpenAsync(cancellationToken);
        var result = await connection.ExecuteScalarAsync<string>(new CommandDefinition("pragma quick_check(1)", commandTimeout: 600, cancellationToken: cancellationToken));
        if (result != "ok")
        {
            throw new InvalidDataException($"SQLite finds the copy of the database damaged: {result}");
        }
    }

    // One file without a write-ahead log beside it; the program turns that on again.
    private static async Task CloseAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = Plain(path);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("pragma journal_mode = delete", cancellationToken: cancellationToken));
    }
}
