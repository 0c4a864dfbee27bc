using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using SQLitePCL;

namespace Octoplus.Core.Storage;

/// <summary>
/// Connections to databases that are not the program's own, on which nothing can be changed, whatever statement is run: the engine refuses it.
/// </summary>
public static class ForeignDatabase
{
    private static readonly HashSet<int> _reading = [raw.SQLITE_SELECT, raw.SQLITE_READ, raw.SQLITE_FUNCTION, raw.SQLITE_RECURSIVE];

    /// <summary>Opens a SQLite file for reading only. Other files cannot be attached; settings and extensions cannot be loaded.</summary>
    /// <exception cref="DbException">It is no SQLite file, or may not be read.</exception>
    public static async Task<DbConnection> OpenSqliteAsync(string path, CancellationToken cancellationToken)
    {
        // Without the pool: the refusals below belong to this connection.
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("pragma query_only = on; pragma trusted_schema = off; pragma busy_timeout = 10000;");
            raw.sqlite3_set_authorizer(
                connection.Handle!, (object _, int action, string _, string _, string _, string _) => _reading.Contains(action) ? raw.SQLITE_OK : raw.SQLITE_DENY, null!);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Opens a connection to MySQL or MariaDB in a transaction that only reads. A <c>SELECT … INTO OUTFILE</c> is not refused by that, only by an account without
    /// the right FILE.
    /// </summary>
    /// <param name="connectionString">Of the settings; sending files of this machine is switched off in it.</param>
    /// <param name="timeout">The server ends statements that take longer.</param>
    /// <exception cref="DbException">The server does not answer or refuses the account.</exception>
    public static async Task<DbConnection> OpenMySqlAsync(string connectionString, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var text = new MySqlConnectionStringBuilder(connectionString)
        {
            AllowLoadLocalInfile = false, // a hostile server may ask for any file
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None, // a text of 36 characters stays as it is written
            Pooling = false,
        };
        var connection = new MySqlConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await BoundAsync(connection, timeout, cancellationToken);

            // The session as well: a statement that ends transactions by itself, as those on tables do, would be past the one begun here.
            await connection.ExecuteAsync(new CommandDefinition("set session transaction read only", cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition("start transaction read only", cancellationToken: cancellationToken));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // By the server: so it ends even where this program does not live to cancel it.
    private static async Task BoundAsync(DbConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        await connection.ExecuteAsync(new CommandDefinition(
            isMariaDb ? "set session max_statement_time = @limit" : "set session max_execution_time = @limit",
            new { limit = (long)(isMariaDb ? timeout.TotalSeconds : timeout.TotalMilliseconds) },
            cancellationToken: cancellationToken));
    }

    /// <summary>Ends what a connection is doing, from another thread. Of use for SQLite, whose driver heeds no token; MySqlConnector heeds it.</summary>
    public static void Interrupt(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            raw.sqlite3_interrupt(handle);
        }
    }
}
