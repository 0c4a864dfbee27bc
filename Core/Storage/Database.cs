using System.Data;
using System.Data.Common;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>Opens connections to the configured database. Safe for concurrent use; connections are short-lived and pooled.</summary>
public sealed class Database
{
    private readonly string _connectionString;
    private readonly string _readerConnectionString;

    static Database() => ColumnMapping.Register();

    private Database(SqlDialect dialect, string connectionString, string readerConnectionString = "")
    {
        Dialect = dialect;
        _connectionString = connectionString;
        _readerConnectionString = readerConnectionString.Length > 0 ? readerConnectionString : connectionString;
    }

    /// <summary>What differs between the two engines.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>With its password: for programs that copy the database.</summary>
    internal string ConnectionString => _connectionString;

    /// <summary>A copy of a SQLite database, closed as soon as nobody uses it.</summary>
    internal static Database OnFile(string path) => new(new SqliteDialect(), $"Data Source={path};Pooling=False");

    /// <summary>Chooses the engine by <see cref="DatabaseOptions.Provider"/>; opens nothing yet.</summary>
    /// <param name="options">Provider and connection string.</param>
    /// <param name="dataFolder">Where the SQLite file lies when no connection string is given; made if missing.</param>
    /// <exception cref="InvalidOperationException">The provider is unknown, MySql has no connection string, or SQLite one for reading.</exception>
    public static Database Create(DatabaseOptions options, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        switch (options.Provider.ToUpperInvariant())
        {
            case "SQLITE" when options.ReaderConnectionString.Length > 0:
                throw new InvalidOperationException("ConnectionStrings:OctoplusReader is for Database:Provider MySql: leave it empty.");
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
                    ? new Database(new MySqlDialect(), options.ConnectionString, options.ReaderConnectionString)
                    : throw new InvalidOperationException("Database:Provider is MySql: ConnectionStrings:Octoplus must be set.");
            default:
                throw new InvalidOperationException(
                    $"Database:Provider is '{options.Provider}': expected Sqlite or MySql.");
        }
    }

    /// <summary>An open connection, to be disposed by the caller.</summary>
    /// <exception cref="DbException">The server does not answer or refuses the account.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(_connectionString, cancellationToken);

    /// <summary>
    /// An open connection for queries alone, to be disposed by the caller: of the account that may only read, where one is configured
    /// (<see cref="DatabaseOptions.ReaderConnectionString"/>). It is of the same server, so that what was committed is seen.
    /// </summary>
    /// <exception cref="DbException">The server does not answer or refuses the account.</exception>
    public Task<DbConnection> OpenReaderAsync(CancellationToken cancellationToken) => OpenAsync(_readerConnectionString, cancellationToken);

    /// <summary>The same database for a library that opens its own connections. They come without <see cref="SqlDialect.PrepareAsync"/>: the driver's own time-out holds.</summary>
    public DbDataSource AsDataSource() => Dialect.Factory.CreateDataSource(_connectionString);

    /// <summary>The rows of one query, on a connection of its own (<see cref="OpenReaderAsync"/>).</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await OpenReaderAsync(cancellationToken);
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

    private async Task<DbConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = Dialect.Factory.CreateConnection()
            ?? throw new InvalidOperationException("The database driver gives no connection.");
        try
        {
            connection.ConnectionString = connectionString;
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
}
