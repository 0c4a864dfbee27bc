using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Octoplus.Core.Storage;

/// <summary>
/// Writes many rows quickly: call <c>Add</c> once per column, in order, then <see cref="EndRow"/>; at last <see cref="CompleteAsync"/>.
/// Runs inside the caller's transaction. Not safe for concurrent use.
/// </summary>
public abstract class BulkInsert : IDisposable
{
    /// <summary>Rows ended so far.</summary>
    public long Rows { get; protected set; }

    /// <summary>A whole number, or null.</summary>
    public abstract void Add(long? value);

    /// <summary>A finite number, or null; it comes back as it was.</summary>
    public abstract void Add(double? value);

    /// <summary>A text, or null.</summary>
    public abstract void Add(string? value);

    /// <summary>Ends the row.</summary>
    /// <exception cref="DbException">A constraint is broken (SQLite; MySQL tells on completion).</exception>
    public abstract void EndRow();

    /// <summary>Sends what is buffered.</summary>
    /// <exception cref="DbException">A constraint is broken or the server refused the rows.</exception>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the statement or the temporary file.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>One prepared statement, bound without parameter objects: three times as fast as <c>DbCommand</c> on this data.</summary>
internal sealed class SqliteBulkInsert : BulkInsert
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _column;

    public SqliteBulkInsert(SqliteConnection connection, string table, string[] columns)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        var sql = $"insert into {table} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select(_ => "?"))})";
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public override void Add(long? value)
    {
        _column++;
        if (value is { } number)
        {
            _ = raw.sqlite3_bind_int64(_statement, _column, number);
        }
        else
        {
            _ = raw.sqlite3_bind_null(_statement, _column);
        }
    }

    public override void Add(double? value)
    {
        _column++;
        if (value is { } number)
        {
            _ = raw.sqlite3_bind_double(_statement, _column, number);
        }
        else
        {
            _ = raw.sqlite3_bind_null(_statement, _column);
        }
    }

    public override void Add(string? value)
    {
        _column++;
        _ = value is null ? raw.sqlite3_bind_null(_statement, _column) : raw.sqlite3_bind_text(_statement, _column, value);
    }

    public override void EndRow()
    {
        var code = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }

        _column = 0;
        Rows++;
    }

    public override Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing) => _statement.Dispose();
}

/// <summary>A temporary file of tab-separated rows sent by <c>LOAD DATA LOCAL INFILE</c>.</summary>
internal sealed class LoadDataBulkInsert : BulkInsert
{
    private const string FilePrefix = "octoplus-";
    private const string FileSuffix = ".tsv";

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly string _sql;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{FilePrefix}{Guid.NewGuid():N}{FileSuffix}");
    private readonly StreamWriter _writer;
    private bool _rowStarted;

    public LoadDataBulkInsert(DbConnection connection, DbTransaction transaction, string table, string[] columns)
    {
        _connection = connection;
        _transaction = transaction;
        // A path made of the temporary folder and hexadecimal digits; MySQL takes no parameter here.
        _sql = $"""
            load data local infile '{_path.Replace("\\", "/", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'
            into table {table} character set utf8mb4
            fields terminated by '\t' escaped by '\\' lines terminated by '\n'
            ({string.Join(", ", columns)})
            """;
        _writer = new StreamWriter(_path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
    }

    public static void DropLeftovers(TimeSpan age)
    {
        var before = DateTime.UtcNow - age;
        foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), $"{FilePrefix}*{FileSuffix}").Where(f => File.GetLastWriteTimeUtc(f) < before))
        {
            File.Delete(path);
        }
    }

    public override void Add(long? value)
    {
        Separate();
        if (value is { } number)
        {
            Span<char> digits = stackalloc char[20];
            number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            _writer.Write(digits[..length]);
        }
        else
        {
            _writer.Write("\\N");
        }
    }

    public override void Add(double? value)
    {
        Separate();
        if (value is { } number)
        {
            Span<char> digits = stackalloc char[32];
            number.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture);
            _writer.Write(digits[..length]);
        }
        else
        {
            _writer.Write("\\N");
        }
    }

    public override void Add(string? value)
    {
        Separate();
        _writer.Write(value is null
            ? "\\N"
            : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal));
    }

    public override void EndRow()
    {
        _writer.Write('\n');
        _rowStarted = false;
        Rows++;
    }

    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _writer.FlushAsync(cancellationToken);
        if (Rows == 0)
        {
            return;
        }

        var loaded = await _connection.ExecuteAsync(new CommandDefinition(
            _sql, transaction: _transaction, commandTimeout: 600, cancellationToken: cancellationToken));
        if (loaded != Rows)
        {
            // LOCAL turns duplicate keys into warnings: a short count must not pass silently.
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The database took {loaded} of {Rows} rows: {_sql}"));
        }
    }

    protected override void Dispose(bool disposing)
    {
        _writer.Dispose();
        File.Delete(_path);
    }

    private void Separate()
    {
        if (_rowStarted)
        {
            _writer.Write('\t');
        }

        _rowStarted = true;
    }
}
