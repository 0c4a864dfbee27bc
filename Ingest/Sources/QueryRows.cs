using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Sources;

/// <summary>Asks another database and writes what it answers as a table.</summary>
public sealed class QueryRows(QuerySettings settings, AllowedFolders folders, NamedConnections connections)
{
    /// <summary>Writes all rows to <paramref name="path"/>; a failure leaves no file there.</summary>
    /// <param name="address">Path of the SQLite file, or name of the connection.</param>
    /// <param name="read">Told of rows read, now and then.</param>
    /// <param name="mostRows">Stops after so many rows, for a look at the first ones; null: all.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="SourceException">The database does not answer, refuses the statement, or takes too long.</exception>
    public async Task<long> WriteAsync(string address, string path, Action<long>? read, int? mostRows, CancellationToken cancellationToken)
    {
        if (settings.CheckSql() is { } problem)
        {
            throw new SourceException(problem);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        var clock = Stopwatch.StartNew();
        try
        {
            await using var connection = await OpenAsync(address, patience.Token);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statement is an administrator's on purpose: the connection reads only, and one statement is all it takes
            command.CommandText = settings.Sql.Trim().TrimEnd(';');
#pragma warning restore CA2100

            command.CommandTimeout = 0; // the token has the time-out
            await using var stop = patience.Token.Register(() => ForeignDatabase.Interrupt(connection));
            return await Task.Run(() => CopyAsync(command, path, read, mostRows, patience.Token), CancellationToken.None);
        }
        catch (Exception e)
        {
            File.Delete(path);
            cancellationToken.ThrowIfCancellationRequested();
            throw e is SourceException ? e
                : patience.IsCancellationRequested || clock.Elapsed.TotalSeconds >= settings.TimeoutSeconds * 0.95
                    ? new SourceException(Message.Of("source.failure.query-too-long", settings.TimeoutSeconds), e)
                : new SourceException(Message.Of("source.failure.query-failed", e.Message), e);
        }
    }

    private Task<DbConnection> OpenAsync(string address, CancellationToken cancellationToken)
        => settings.Engine == QueryEngine.Sqlite
            ? ForeignDatabase.OpenSqliteAsync(folders.Demand(address, isFolder: false), cancellationToken)
            : connections.Find(address) is { } text
                ? ForeignDatabase.OpenMySqlAsync(text, TimeSpan.FromSeconds(settings.TimeoutSeconds), cancellationToken)
                : throw new SourceException(Message.Of("source.setting.connection", string.Join(", ", connections.Names)));

    private async Task<long> CopyAsync(DbCommand command, string path, Action<long>? read, int? mostRows, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var names = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToArray();
        if (names.Length is 0 or > ApiSettings.MaxColumns || names.FirstOrDefault(n => n.Length == 0) is not null)
        {
            throw new SourceException(Message.Of("source.failure.query-columns", ApiSettings.MaxColumns));
        }

        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new SourceException(Message.Of("source.failure.query-column-twice", twice.Key));
        }

        await using var table = await TableFile.CreateAsync(path, names, cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (table.Rows == mostRows)
            {
                return table.Rows;
            }

            if (table.Rows == settings.MaxRows)
            {
                throw new SourceException(Message.Of("source.failure.query-too-many-rows", settings.MaxRows));
            }

            await table.WriteAsync([.. Enumerable.Range(0, names.Length).Select(i => Text(rows, i))], cancellationToken);
            if (table.Rows % 1000 == 0)
            {
                read?.Invoke(table.Rows);
            }
        }

        return table.Rows > 0 ? table.Rows : throw new SourceException(Message.Of("source.failure.query-empty"));
    }

    /// <summary>Numbers with a point, dates as ISO 8601 writes them, nothing for nothing.</summary>
    private static string Text(DbDataReader rows, int column)
        => rows.IsDBNull(column) ? "" : rows.GetValue(column) switch
        {
            string text => text,
            bool truth => truth ? "1" : "0",
            DateTime day when string.Equals(rows.GetDataTypeName(column), "DATE", StringComparison.OrdinalIgnoreCase) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            byte[] => throw new SourceException(Message.Of("source.failure.query-binary", rows.GetName(column))),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
}
