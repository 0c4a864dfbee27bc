using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>
/// Writes notices down, each in the transaction of what it tells of and with its place in the outbox, so that none is there without the others.
/// <see cref="NoticeOutbox"/> has them sent from there.
/// </summary>
public static class NoticeStore
{
    private const string IsOpenSql = "select count(*) from notice_cause where cause = @cause";

    private const string CountSql = "update notice_cause set times = times + 1, last_at = @now where cause = @cause";

    private const string OpenSql = """
        insert into notice_cause (cause, notice_id, first_at, last_at, times) values (@cause, @id, @now, @now, 1)
        """;

    private const string CloseSql = "delete from notice_cause where cause = @cause";

    // A prefix as a range: causes are letters, digits, colons and hyphens, all before the tilde.
    private const string CloseAllSql = "delete from notice_cause where cause >= @prefix and cause < @end";

    private const string InsertSql = """
        insert into notice (id, run_id, kind, cause, message_code, message_arguments, link, at)
        values (@id, @runId, @kind, @Cause, @code, @arguments, @Link, @now)
        """;

    // What nobody has tried to send yet takes in more notices of its run, or more without a run.
    private const string ExtendSql = """
        update notice_delivery set last_notice_id = @id
        where state = 'waiting' and attempts = 0 and channel <> @except and (run_id = @runId or (run_id is null and @runId is null))
        """;

    private const string UnservedSql = """
        select c.channel
        from notice_channel c
        where c.channel <> @except and not exists (select 1 from notice_delivery d where d.last_notice_id = @id and d.channel = c.channel)
        order by c.channel
        """;

    private const string QueueSql = """
        insert into notice_delivery (id, run_id, channel, first_notice_id, last_notice_id, state, attempts, created_at, next_at)
        values (@delivery, @runId, @channel, @id, @id, 'waiting', 0, @now, @now)
        """;

    /// <summary>
    /// Writes a notice and queues it for the channels in use, one summary for all notices of a run; a failure whose cause was told of is only
    /// counted, and a recovery of none is left out.
    /// </summary>
    /// <returns>Whether there is something new to tell.</returns>
    public static Task<bool> WriteAsync(DbConnection connection, DbTransaction transaction, long? runId, Notice notice, CancellationToken cancellationToken)
        => WriteAsync(connection, transaction, runId, notice, "", cancellationToken);

    /// <param name="except">A channel by which it is not sent, since it is about that one.</param>
    internal static async Task<bool> WriteAsync(
        DbConnection connection, DbTransaction transaction, long? runId, Notice notice, string except, CancellationToken cancellationToken)
    {
        if (notice.Kind == NoticeKind.Recovered && await connection.ExecuteScalarAsync<long>(IsOpenSql, new { cause = notice.Cause }, transaction) == 0)
        {
            return false;
        }

        // First of all: writers of notices then go one after the other, and two that meet the same cause do not both open it.
        var id = await IdCounter.ReserveAsync(connection, transaction, "notice", 1, cancellationToken);
        var now = Instant.Now();
        if (await IsKnownAsync(connection, transaction, notice, id, now))
        {
            return false;
        }

        await connection.ExecuteAsync(
            InsertSql,
            new
            {
                id,
                runId,
                kind = EnumCode.Of(notice.Kind),
                notice.Cause,
                code = notice.Message.Code,
                arguments = notice.Message.ToJson(),
                notice.Link,
                now,
            },
            transaction);
        await QueueAsync(connection, transaction, runId, id, except, now);
        return true;
    }

    /// <summary>Ends a cause without telling anyone, since who ended it knows.</summary>
    public static Task ForgetAsync(DbConnection connection, DbTransaction transaction, string cause)
        => connection.ExecuteAsync(CloseSql, new { cause }, transaction);

    /// <summary>Ends all causes that begin so, as <see cref="ForgetAsync"/>.</summary>
    public static Task ForgetAllAsync(DbConnection connection, DbTransaction transaction, string prefix)
        => connection.ExecuteAsync(CloseAllSql, new { prefix, end = prefix + "~" }, transaction);

    private static async Task<bool> IsKnownAsync(DbConnection connection, DbTransaction transaction, Notice notice, long id, string now)
    {
        switch (notice.Kind)
        {
            case NoticeKind.Failed:
                if (await connection.ExecuteAsync(CountSql, new { cause = notice.Cause, now }, transaction) > 0)
                {
                    return true;
                }

                await connection.ExecuteAsync(OpenSql, new { cause = notice.Cause, id, now }, transaction);
                return false;
            case NoticeKind.Recovered:
                return await connection.ExecuteAsync(CloseSql, new { cause = notice.Cause }, transaction) == 0;
            default:
                return false;
        }
    }

    private static async Task QueueAsync(DbConnection connection, DbTransaction transaction, long? runId, long id, string except, string now)
    {
        await connection.ExecuteAsync(ExtendSql, new { id, runId, except }, transaction);
        foreach (var channel in (await connection.QueryAsync<string>(UnservedSql, new { id, except }, transaction)).AsList())
        {
            await connection.ExecuteAsync(QueueSql, new { delivery = Guid.CreateVersion7().ToString("N"), runId, channel, id, now }, transaction);
        }
    }
}
