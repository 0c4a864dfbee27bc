using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Octoplus.Core.Storage;

/// <summary>All that differs between SQLite and MySQL/MariaDB. Everything else is the same SQL.</summary>
public abstract class SqlDialect
{
    /// <summary>The driver.</summary>
    public abstract DbProviderFactory Factory { get; }

    /// <summary>Stands for the marker <c>/*table*/</c> after each table of the schema scripts.</summary>
    public abstract string TableOptions { get; }

    /// <summary>1 when a table of the name in <c>@name</c> is there, else 0.</summary>
    public abstract string TableExistsSql { get; }

    /// <summary>The steps of a statement's plan that read a whole table or index, one a line; empty when every step is a look-up.</summary>
    public abstract Task<IReadOnlyList<string>> WholeReadsAsync(DbConnection connection, string sql, object? parameters, CancellationToken cancellationToken);

    /// <summary>Settings of a connection just opened.</summary>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether an error tells of a mistake in the settings, which waiting does not mend: account, rights, name of the database, file.</summary>
    public abstract bool IsSettingsMistake(DbException error);

    /// <summary>Starts a bulk insert of rows into <paramref name="table"/>; both names come from code, never from a user.</summary>
    public abstract BulkInsert BeginBulkInsert(DbConnection connection, DbTransaction transaction, string table, params string[] columns);

    /// <summary>Holds a lock among all processes that share the database until disposed.</summary>
    /// <exception cref="DatabaseBusyException">Another process holds it after <paramref name="patience"/>.</exception>
    public abstract Task<IAsyncDisposable> LockSchemaAsync(Database database, TimeSpan patience, CancellationToken cancellationToken);
}

/// <summary>Another process holds the database.</summary>
public sealed class DatabaseBusyException(string message) : Exception(message);

/// <summary>SQLite: one file, write-ahead log, tables without a rowid so that a range of the primary key is one read.</summary>
public sealed class SqliteDialect : SqlDialect
{
    /// <inheritdoc/>
    public override DbProviderFactory Factory => SqliteFactory.Instance;

    /// <inheritdoc/>
    public override string TableOptions => "without rowid";

    /// <inheritdoc/>
    public override string TableExistsSql => "select count(*) from sqlite_master where type = 'table' and name = @name";

    /// <inheritdoc/>
    public override Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
        // Normal: a crash of the program loses nothing; a power cut may lose the last commits but never mixes them.
        => connection.ExecuteAsync(new CommandDefinition(
            "pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 30000; pragma cache_size = -65536; pragma wal_autocheckpoint = 8000;",
            cancellationToken: cancellationToken));

    /// <inheritdoc/>
    // Read-only, damaged, cannot be opened, not a database: https://www.sqlite.org/rescode.html
    public override bool IsSettingsMistake(DbException error) => error is SqliteException { SqliteErrorCode: 8 or 11 or 14 or 26 };

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> WholeReadsAsync(DbConnection connection, string sql, object? parameters, CancellationToken cancellationToken)
        => [.. (await connection.QueryAsync<PlanStep>(new CommandDefinition("explain query plan " + sql, parameters, cancellationToken: cancellationToken)))
            .Select(s => s.Detail)
            .Where(d => d.StartsWith("SCAN ", StringComparison.Ordinal) && d != "SCAN CONSTANT ROW")];

    /// <inheritdoc/>
    public override BulkInsert BeginBulkInsert(DbConnection connection, DbTransaction transaction, string table, params string[] columns)
        => new SqliteBulkInsert((SqliteConnection)connection, table, columns);

    /// <inheritdoc/>
    // SQLite's own write lock serialises the schema scripts: each is applied in an immediate transaction.
    public override Task<IAsyncDisposable> LockSchemaAsync(Database database, TimeSpan patience, CancellationToken cancellationToken)
        => Task.FromResult<IAsyncDisposable>(NoLock.Instance);

    private sealed record PlanStep
    {
        public required string Detail { get; init; }
    }

    private sealed class NoLock : IAsyncDisposable
    {
        public static readonly NoLock Instance = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>MySQL and MariaDB. Needs <c>AllowLoadLocalInfile=true</c> and <c>local_infile</c> on the server for imports.</summary>
public sealed class MySqlDialect : SqlDialect
{
    /// <inheritdoc/>
    public override DbProviderFactory Factory => MySqlConnectorFactory.Instance;

    /// <inheritdoc/>
    public override string TableOptions => "engine = InnoDB default character set utf8mb4 collate utf8mb4_bin";

    /// <inheritdoc/>
    public override string TableExistsSql
        => "select count(*) from information_schema.tables where table_schema = database() and table_name = @name";

    /// <inheritdoc/>
    public override Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    // Account or host refused, no such database, no right to a database or statement: https://mariadb.com/kb/en/mariadb-error-code-reference/
    public override bool IsSettingsMistake(DbException error)
        => error is MySqlException { Number: 1044 or 1045 or 1049 or 1130 or 1142 or 1698 } || (error.InnerException is DbException inner && IsSettingsMistake(inner));

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> WholeReadsAsync(DbConnection connection, string sql, object? parameters, CancellationToken cancellationToken)
    {
        var steps = await connection.QueryAsync(new CommandDefinition("explain " + sql, parameters, cancellationToken: cancellationToken));
        return [.. steps.Cast<IDictionary<string, object?>>()
            .Where(s => s["type"] is "ALL" or "index")
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s["type"]} {s["table"]} ({s["rows"]} rows)"))];
    }

    /// <inheritdoc/>
    public override BulkInsert BeginBulkInsert(DbConnection connection, DbTransaction transaction, string table, params string[] columns)
        => new MySqlBulkInsert((MySqlConnection)connection, table, columns);

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> LockSchemaAsync(Database database, TimeSpan patience, CancellationToken cancellationToken)
    {
        const string name = "octoplus-schema";
        var connection = await database.OpenAsync(cancellationToken);
        var got = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select get_lock(@name, @seconds)", new { name, seconds = (int)patience.TotalSeconds }, cancellationToken: cancellationToken));
        if (got == 1)
        {
            return new NamedLock(connection, name);
        }

        await connection.DisposeAsync();
        throw new DatabaseBusyException(string.Create(
            CultureInfo.InvariantCulture, $"Another node has held the lock '{name}' for {patience.TotalSeconds:0} s."));
    }

    private sealed class NamedLock(DbConnection connection, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.ExecuteScalarAsync<long?>("select release_lock(@name)", new { name });
            await connection.DisposeAsync();
        }
    }
}
