using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>Reads notices, failures that last, and how summaries reached people.</summary>
public sealed class NoticeQueries(Database database)
{
    /// <summary>Unseen notices are counted up to here.</summary>
    public const int MaxUnseen = 100;

    private const string SelectSql = """
        select n.id, n.run_id, n.kind, n.cause, n.message_code, n.message_arguments, n.link, n.at
        from notice n
        """;

    private const string PageSql = $"{SelectSql} order by n.id desc limit @limit offset @offset";

    private const string PageOfKindSql = $"{SelectSql} where n.kind = @kind order by n.id desc limit @limit offset @offset";

    private const string OfRunSql = $"{SelectSql} where n.run_id = @RunId and n.id between @first and @last order by n.id limit @limit";

    private const string WithoutRunSql = $"{SelectSql} where n.run_id is null and n.id between @first and @last order by n.id limit @limit";

    private const string LastSeenSql = "select coalesce(max(last_id), 0) from notice_read where user_id = @userId";

    private const string UnseenSql = """
        select count(*)
        from (
          select n.id
          from notice n
          where n.id > coalesce((select r.last_id from notice_read r where r.user_id = @userId), 0)
          order by n.id
          limit @limit
        ) u
        """;

    private const string OpenSql = """
        select c.cause, n.message_code, n.message_arguments, n.link, c.first_at, c.last_at, c.times
        from notice_cause c
        join notice n on n.id = c.notice_id
        order by c.first_at desc, c.cause
        limit @limit
        """;

    private const string DeliverySql = """
        select d.id, d.channel, d.run_id, r.job, d.first_notice_id, d.last_notice_id, replace(d.state, '-', '') as state, d.attempts, d.created_at, d.next_at, d.ended_at,
               d.last_error
        from notice_delivery d
        left join job_run r on r.id = d.run_id
        """;

    private const string FindDeliverySql = $"{DeliverySql} where d.id = @id";

    private const string DeliveriesSql = $"{DeliverySql} order by case when d.state = 'waiting' then 0 else 1 end, d.created_at desc, d.id desc limit @limit";

    /// <summary>Notices, newest first, of one kind or of all.</summary>
    /// <param name="page">From 1.</param>
    public async Task<(IReadOnlyList<StoredNotice> Rows, bool HasMore)> PageAsync(NoticeKind? kind, int page, int pageSize, CancellationToken cancellationToken)
    {
        var parameters = new { kind = kind is { } known ? EnumCode.Of(known) : null, limit = pageSize + 1, offset = (page - 1) * pageSize };
        var rows = await database.QueryAsync<StoredNotice>(kind is null ? PageSql : PageOfKindSql, parameters, cancellationToken);
        return ([.. rows.Take(pageSize)], rows.Count > pageSize);
    }

    /// <summary>What a summary is made of, in the order in which it was told.</summary>
    public Task<IReadOnlyList<StoredNotice>> OfDeliveryAsync(NoticeDelivery delivery, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var parameters = new { delivery.RunId, first = delivery.FirstNoticeId, last = delivery.LastNoticeId, limit };
        return database.QueryAsync<StoredNotice>(delivery.RunId is null ? WithoutRunSql : OfRunSql, parameters, cancellationToken);
    }

    /// <summary>How many notices a user has not seen, at most <see cref="MaxUnseen"/>; one range of the primary key.</summary>
    public async Task<int> UnseenAsync(long userId, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>(UnseenSql, new { userId, limit = MaxUnseen }, cancellationToken))[0];

    /// <summary>Key of the last notice that a user has seen; 0 before the first.</summary>
    public async Task<long> LastSeenAsync(long userId, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>(LastSeenSql, new { userId }, cancellationToken))[0];

    /// <summary>Failures that last, the latest first.</summary>
    public Task<IReadOnlyList<OpenFailure>> OpenAsync(int limit, CancellationToken cancellationToken)
        => database.QueryAsync<OpenFailure>(OpenSql, new { limit }, cancellationToken);

    /// <summary>Summaries on their way first, then the latest that were sent or given up.</summary>
    public Task<IReadOnlyList<NoticeDelivery>> DeliveriesAsync(int limit, CancellationToken cancellationToken)
        => database.QueryAsync<NoticeDelivery>(DeliveriesSql, new { limit }, cancellationToken);

    internal static Task<NoticeDelivery> DeliveryAsync(DbConnection connection, string id, CancellationToken cancellationToken)
        => connection.QuerySingleAsync<NoticeDelivery>(new CommandDefinition(FindDeliverySql, new { id }, cancellationToken: cancellationToken));
}
