using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Notices;

/// <summary>
/// Writes notices down, each in the transaction of what it tells of, so that neither is there without the other; they are sent from there.
/// </summary>
public static class NoticeStore
{
    private const string CountSql = "update notice_cause set times = times + 1, last_at = @now where cause = @cause";

    private const string OpenSql = """
        insert into notice_cause (cause, notice_id, first_at, last_at, times) values (@cause, @id, @now, @now, 1)
        """;

    private const string CloseSql = "delete from notice_cause where cause = @cause";

    private const string InsertSql = """
        insert into notice (id, run_id, kind, cause, message_code, message_arguments, link, at)
        values (@id, @runId, @kind, @Cause, @code, @arguments, @Link, @now)
        """;

    /// <summary>Writes a notice; a failure whose cause was told of is only counted, and a recovery of none is left out.</summary>
    /// <returns>Whether there is something new to tell.</returns>
    public static async Task<bool> WriteAsync(DbConnection connection, DbTransaction transaction, long? runId, Notice notice, CancellationToken cancellationToken)
    {
        var now = Instant.Now();
        if (notice.Kind == NoticeKind.Failed && await connection.ExecuteAsync(CountSql, new { cause = notice.Cause, now }, transaction) > 0)
        {
            return false;
        }

        if (notice.Kind == NoticeKind.Recovered && await connection.ExecuteAsync(CloseSql, new { cause = notice.Cause }, transaction) == 0)
        {
            return false;
        }

        var id = await VintageStore.ReserveIdsAsync(connection, transaction, "notice", 1, cancellationToken);
        if (notice.Kind == NoticeKind.Failed)
        {
            await connection.ExecuteAsync(OpenSql, new { cause = notice.Cause, id, now }, transaction);
        }

        await connection.ExecuteAsync(
            InsertSql,
            new
            {
                id,
                runId,
                kind = notice.Kind.ToString().ToLowerInvariant(),
                notice.Cause,
                code = notice.Message.Code,
                arguments = notice.Message.ToJson(),
                notice.Link,
                now,
            },
            transaction);
        return true;
    }

    /// <summary>Ends a cause without telling anyone, since who ended it knows.</summary>
    public static Task ForgetAsync(DbConnection connection, DbTransaction transaction, string cause)
        => connection.ExecuteAsync(CloseSql, new { cause }, transaction);
}
