using System.Data.Common;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>Keys of all tables: a row of <c>id_counter</c> a table, since the engines number rows differently.</summary>
public static class IdCounter
{
    /// <summary>
    /// Reserves <paramref name="count"/> ids; returns the first. The counter's row stays locked until the transaction ends, so that two
    /// writers of a table go one after the other.
    /// </summary>
    public static async Task<long> ReserveAsync(
        DbConnection connection, DbTransaction transaction, string counter, long count, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "update id_counter set last_id = last_id + @count where name = @counter",
            new { counter, count }, transaction, cancellationToken: cancellationToken));
        var last = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select last_id from id_counter where name = @counter", new { counter }, transaction, cancellationToken: cancellationToken));
        return last - count + 1;
    }
}
