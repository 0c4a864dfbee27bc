using System.Data;
using System.Data.Common;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>Opens connections to the configured database. Safe for concurrent use; connections are short-lived and pooled.</summary>
public sealed class Database
{
    private readonly string _connectionString;

    private Database(SqlDialect dialect, string connectionString)
    {
        Dialect = dialect;
        _connectionString = connectionString;
    }

    /// <summary>What differs between the two engines.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>Chooses the engine by <see cref="DatabaseOptions.Provider"/>; opens nothing yet.</summary>
    /// <param name="options">Provider and connection string.</param>
    /// <param name="dataFolder">Where the SQLite file lies when no connection string is given; made if missing.</param>
    /// <exception cref="InvalidOperationException">The provider is unknown, or MySql has no connection string.</exception>
    public static Database Create(DatabaseOptions options, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        switch (options.Provider.ToUpperInvariant())
        {
            case "SQLITE":
                var connectionString = options.ConnectionString;
                if (connectionString.Length == 0)
                {
                    PrivateFolder.Make(dataFolder);
                    connectionString = $"Data Source={Path.Combine(dataFolder, "octoplus.db")}";
                }

                return new Database(new SqliteDialect(), connectionString);
            case "MYSQL":
                return options.ConnectionString.Length > 0
                    ? new Database(new MySqlDialect(), options.ConnectionString)
                    : throw new InvalidOperationException("Database:Provider is MySql: ConnectionStrings:Octoplus must be set.");
            default:
                throw new InvalidOperationException(
                    $"Database:Provider is '{options.Provider}': expected Sqlite or MySql.");
        }
    }

    /// <summary>An open connection, to be disposed by the caller.</summary>
    /// <exception cref="DbException">The server does not answer or refuses the account.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = Dialect.Factory.CreateConnection()
            ?? throw new InvalidOperationException("The database driver gives no connection.");
        try
        {
            connection.ConnectionString = _connectionString;
            await connection.OpenAsync(cancellationToken);
            await Dialect.PrepareAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same database for a library that opens its own connections. They come without <see cref="SqlDialect.PrepareAsync"/>: the driver's own time-out holds.</summary>
    public DbDataSource AsDataSource() => Dialect.Factory.CreateDataSource(_connectionString);

    /// <summary>The rows of one query, on a connection of its own.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Runs <paramref name="work"/> in one write transaction: committed when it returns, rolled back when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);

        // Read committed: on MySQL the default would lock the gaps between rows that an insert from a select reads, and two imports could
        // wait for each other. Whatever must not change between two statements is guarded by a row lock. SQLite serialises in any case.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await work(connection, transaction);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken)
        => WriteAsync(
            async (connection, transaction) =>
            {
                await work(connection, transaction);
                return 0;
            },
            cancellationToken);
}
