using System.Data.Common;
using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>
/// Summaries on their way out. Several servers may look after one outbox: each summary is sent by whoever holds its lease. One that dies between
/// sending and marking leaves it to another, which sends it once more under the same key.
/// </summary>
public sealed class NoticeOutbox(Database database, TimeProvider time)
{
    /// <summary>How long summaries are tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly TimeSpan _firstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(6);

    private const int MaxError = 500;

    private const string ChannelsSql = "select channel from notice_channel order by channel";

    private const string AddChannelSql = "insert into notice_channel (channel, since) values (@channel, @now)";

    private const string DropChannelSql = "delete from notice_channel where channel = @channel";

    private const string AbandonSql = """
        update notice_delivery set state = 'given-up', ended_at = @now, lease_until = null, last_error = @reason
        where state = 'waiting' and channel = @channel
        """;

    // Not while its run goes on: what that tells later belongs into the same summary.
    private const string DueSql = """
        select d.id
        from notice_delivery d
        where d.state = 'waiting' and d.channel = @channel and d.next_at <= @now and (d.lease_until is null or d.lease_until < @now)
          and not exists (select 1 from job_run r where r.id = d.run_id and r.state = 'running')
        order by d.next_at, d.id
        limit 1
        """;

    private const string TakeSql = """
        update notice_delivery set lease_until = @until, attempts = attempts + 1
        where id = @id and state = 'waiting' and next_at <= @now and (lease_until is null or lease_until < @now)
        """;

    private const string SentSql = """
        update notice_delivery set state = 'sent', ended_at = @now, lease_until = null, last_error = @error
        where id = @id and state = 'waiting' and lease_until = @until
        """;

    private const string LaterSql = """
        update notice_delivery set next_at = @next, lease_until = null, last_error = @error
        where id = @id and state = 'waiting' and lease_until = @until
        """;

    private const string GiveUpSql = """
        update notice_delivery set state = 'given-up', ended_at = @now, lease_until = null, last_error = @error
        where id = @id and state = 'waiting' and lease_until = @until
        """;

    private const string ReturnSql = "update notice_delivery set lease_until = null where id = @id and state = 'waiting' and lease_until = @until";

    private string Now => Instant.Of(time.GetUtcNow().UtcDateTime);

    /// <summary>Says which channels are in use from now on; what waits for another one is given up.</summary>
    /// <param name="reason">Kept with what is given up.</param>
    public Task UseChannelsAsync(IReadOnlyCollection<string> channels, string reason, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var known = (await connection.QueryAsync<string>(ChannelsSql, transaction: transaction)).AsList();
                foreach (var channel in channels.Except(known, StringComparer.Ordinal))
                {
                    await connection.ExecuteAsync(AddChannelSql, new { channel, now = Now }, transaction);
                }

                foreach (var channel in known.Except(channels, StringComparer.Ordinal))
                {
                    await connection.ExecuteAsync(DropChannelSql, new { channel }, transaction);
                    await connection.ExecuteAsync(AbandonSql, new { channel, now = Now, reason }, transaction);
                }
            },
            cancellationToken);

    /// <summary>Takes a summary that is due; null if there is none.</summary>
    public async Task<DeliveryLease?> TakeAsync(string channel, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        while (true)
        {
            var now = Now;
            var id = await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(DueSql, new { channel, now }, cancellationToken: cancellationToken));
            if (id is null)
            {
                return null;
            }

            var until = Instant.Of(time.GetUtcNow().UtcDateTime + lease);
            // Another server may have been faster: then the next one.
            if (await connection.ExecuteAsync(new CommandDefinition(TakeSql, new { id, until, now }, cancellationToken: cancellationToken)) > 0)
            {
                return new DeliveryLease(await NoticeQueries.DeliveryAsync(connection, id, cancellationToken), until);
            }
        }
    }

    /// <summary>The other side has accepted a summary.</summary>
    /// <param name="remark">What it did not take, such as a recipient; else null.</param>
    public Task SentAsync(DeliveryLease lease, string? remark, CancellationToken cancellationToken)
        => EndAsync(SentSql, lease, remark, NoticeKind.Recovered, Message.Of("notices.sent-again", lease.Delivery.Channel), cancellationToken);

    /// <summary>
    /// An attempt failed: it is made again after 1, 2, 4 … minutes, at most 6 hours, once more at the end of <see cref="Patience"/>, and then given up.
    /// </summary>
    /// <param name="isFinal">The other side wants no more of it: given up at once.</param>
    public Task FailedAsync(DeliveryLease lease, string error, bool isFinal, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var end = Instant.Parse(lease.Delivery.CreatedAt) + Patience;
        if (isFinal || now >= end)
        {
            var message = Message.Of("notices.given-up", lease.Delivery.Channel, error);
            return EndAsync(GiveUpSql, lease, error, NoticeKind.Failed, message, cancellationToken);
        }

        var pause = TimeSpan.FromTicks(Math.Min(_longestPause.Ticks, _firstPause.Ticks << (int)Math.Clamp(lease.Delivery.Attempts - 1, 0, 20)));
        var next = now + pause < end ? now + pause : end;
        return ExecuteAsync(LaterSql, lease, error, Instant.Of(next), cancellationToken);
    }

    /// <summary>Gives a lease back: the server stops, and the next one is to send it.</summary>
    public Task ReturnAsync(DeliveryLease lease, CancellationToken cancellationToken) => ExecuteAsync(ReturnSql, lease, null, null, cancellationToken);

    // A channel that gives up is itself something to tell, on the page and by the other channels, and so is one that works again.
    private Task EndAsync(string sql, DeliveryLease lease, string? error, NoticeKind kind, Message message, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(
                    sql, new { id = lease.Delivery.Id, until = lease.Until, now = Now, error = Cut(error) }, transaction);
                if (changed > 0)
                {
                    var channel = lease.Delivery.Channel;
                    await NoticeStore.WriteAsync(
                        connection, transaction, null, new Notice(kind, $"notices:{channel}:undelivered", message, "/admin/avis"),
                        kind == NoticeKind.Failed ? channel : "", cancellationToken);
                }
            },
            cancellationToken);

    private async Task ExecuteAsync(string sql, DeliveryLease lease, string? error, string? next, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            sql, new { id = lease.Delivery.Id, until = lease.Until, next, error = Cut(error) }, cancellationToken: cancellationToken));
    }

    // Not in the middle of a surrogate pair, which a database would refuse.
    private static string? Cut(string? text)
        => text is null || text.Length <= MaxError ? text : text[..(char.IsHighSurrogate(text[MaxError - 1]) ? MaxError - 1 : MaxError)];
}
