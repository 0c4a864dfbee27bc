using System.Data.Common;
using Dapper;
using MySqlConnector;
using Octoplus.Core.Storage;

namespace Octoplus.Tests;

/// <summary>An empty database of its own, on either engine, gone with all its rows when disposed of.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string? _name;

    private TestDatabase(DatabaseOptions options)
    {
        Options = options;
        Database = Database.Create(options, _folder.Path);
    }

    /// <summary>As the program reads them from its settings.</summary>
    public DatabaseOptions Options { get; }

    public Database Database { get; }

    /// <summary>Where the SQLite file lies.</summary>
    public string Folder => _folder.Path;

    public static TestDatabase OnSqlite() => new(new DatabaseOptions());

    /// <summary>Skips the test where there is no MariaDB.</summary>
    public static async Task<TestDatabase> OnMariaDbAsync()
    {
        var server = Requires.MariaDb();
        var name = $"octoplus_test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"create database {name} character set utf8mb4 collate utf8mb4_bin");
        var options = new DatabaseOptions { Provider = "MySql", ConnectionString = $"{server};Database={name}" };
        return new TestDatabase(options) { _name = name };
    }

    /// <summary>Every row of every table as text, by table and in order of all columns: equal texts, equal contents.</summary>
    public async Task<string> DumpAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var table in (await TablesAsync(connection)).Order(StringComparer.Ordinal))
        {
            await using var reader = await connection.ExecuteReaderAsync($"select * from {table}");
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetValue(i).ToString())));
            }

            lines.Add($"{table}: {rows.Count}");
            lines.AddRange(rows.Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }

    /// <summary>The first column of a query.</summary>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_name is not null)
        {
            await ForgetConnectionsAsync();
            await ExecuteAsync(Requires.MariaDb(), $"drop database {_name}");
        }

        _folder.Dispose();
    }

    /// <summary>Names of its tables.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return [.. await TablesAsync(connection)];
    }

    // The pool of this database's connections would stay for minutes, and hundreds of databases' pools are more than a server takes.
    private async Task ForgetConnectionsAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await MySqlConnection.ClearPoolAsync((MySqlConnection)connection);
    }

    private async Task<IEnumerable<string>> TablesAsync(DbConnection connection)
        => await connection.QueryAsync<string>(_name is null
            ? "select name from sqlite_master where type = 'table'"
            : "select table_name from information_schema.tables where table_schema = database()");

    private static async Task ExecuteAsync(string server, string sql)
    {
        var database = Database.Create(new DatabaseOptions { Provider = "MySql", ConnectionString = server }, "");
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql);
    }
}
