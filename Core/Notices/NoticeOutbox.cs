using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>
/// Summaries on their way out. Several servers may look after one outbox: each summary is sent by whoever holds its lease. One that dies between
/// sending and marking leaves it to another, which sends it once more under the same key.
/// </summary>
public sealed class NoticeOutbox(Database database, LeaseStore leases, TimeProvider time)
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
        update notice_delivery set state = 'given-up', ended_at = @now, last_error = @reason
        where state = 'waiting' and channel = @channel
        """;

    // One that waits for longer than any pause was put off by a clock that was ahead. Not while its run goes on: what that tells later belongs into the same summary.
    private const string DueSql = """
        select d.id
        from notice_delivery d
        where d.state = 'waiting' and d.channel = @channel and (d.next_at <= @now or d.next_at > @latest)
          and not exists (select 1 from job_run r where r.id = d.run_id and r.state = 'running')
        order by d.next_at, d.id
        limit 1
        """;

    private const string AttemptSql = "update notice_delivery set attempts = attempts + 1 where id = @id and state = 'waiting'";

    private const string SentSql = """
        update notice_delivery set state = 'sent', ended_at = @now, last_error = @error
        where id = @id and state = 'waiting'
        """;

    private const string LaterSql = """
        update notice_delivery set next_at = @next, last_error = @error
        where id = @id and state = 'waiting'
        """;

    private const string GiveUpSql = """
        update notice_delivery set state = 'given-up', ended_at = @now, last_error = @error
        where id = @id and state = 'waiting'
        """;

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

    /// <summary>Takes a summary that is due; null if there is none, or another server sends by the channel just now.</summary>
    public async Task<DeliveryLease?> TakeAsync(string channel, TimeSpan length, CancellationToken cancellationToken)
    {
        if (await DueAsync(channel, cancellationToken) is null || await leases.TakeAsync("notices:" + channel, length, cancellationToken) is not { } lease)
        {
            return null;
        }

        NoticeDelivery? delivery = null;
        try
        {
            // Read anew: what was due may have been sent before the lease was taken.
            if (await DueAsync(channel, cancellationToken) is { } id)
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(AttemptSql, new { id }, cancellationToken: cancellationToken));
                delivery = await NoticeQueries.DeliveryAsync(connection, id, cancellationToken);
            }
        }
        finally
        {
            if (delivery is null)
            {
                await leases.ReleaseAsync(lease, CancellationToken.None);
            }
        }

        return delivery is null ? null : new DeliveryLease(delivery, lease);
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
        return WriteAsync(LaterSql, lease, error, Instant.Of(next), null, cancellationToken);
    }

    /// <summary>Gives a lease back: the server stops, and the next one is to send it.</summary>
    public Task ReturnAsync(DeliveryLease lease, CancellationToken cancellationToken) => leases.ReleaseAsync(lease.Lease, cancellationToken);

    // A channel that gives up is itself something to tell, on the page and by the other channels, and so is one that works again.
    private Task EndAsync(string sql, DeliveryLease lease, string? error, NoticeKind kind, Message message, CancellationToken cancellationToken)
        => WriteAsync(sql, lease, error, null, new Notice(kind, $"notices:{lease.Delivery.Channel}:undelivered", message, "/admin/avis"), cancellationToken);

    private Task WriteAsync(string sql, DeliveryLease lease, string? error, string? next, Notice? notice, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                // Where the lease was lost another server sends it, and says what came of it.
                if (await LeaseStore.ReleaseAsync(connection, transaction, lease.Lease)
                    && await connection.ExecuteAsync(sql, new { id = lease.Delivery.Id, now = Now, next, error = Cut(error) }, transaction) > 0
                    && notice is not null)
                {
                    await NoticeStore.WriteAsync(
                        connection, transaction, null, notice, notice.Kind == NoticeKind.Failed ? lease.Delivery.Channel : "", cancellationToken);
                }
            },
            cancellationToken);

    private async Task<string?> DueAsync(string channel, CancellationToken cancellationToken)
        => (await database.QueryAsync<string>(DueSql, new { channel, now = Now, latest = Instant.Of(time.GetUtcNow() + _longestPause) }, cancellationToken)).SingleOrDefault();

    // Not in the middle of a surrogate pair, which a database would refuse.
    private static string? Cut(string? text)
        => text is null || text.Length <= MaxError ? text : text[..(char.IsHighSurrogate(text[MaxError - 1]) ? MaxError - 1 : MaxError)];
}
