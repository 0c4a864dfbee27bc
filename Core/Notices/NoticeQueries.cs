using System.Data.Common;
using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>Reads notices, failures that last, and how summaries reached people.</summary>
public sealed class NoticeQueries(Database database)
{
    /// <summary>Unseen notices are counted up to here.</summary>
    public const int MaxUnseen = 100;

    private const string SelectSql = """
        select n.id as Id, n.run_id as RunId, n.kind as Kind, n.cause as Cause, n.message_code as MessageCode,
               n.message_arguments as MessageArguments, n.link as Link, n.at as At
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
        select c.cause as Cause, n.message_code as MessageCode, n.message_arguments as MessageArguments, n.link as Link,
               c.first_at as FirstAt, c.last_at as LastAt, c.times as Times
        from notice_cause c
        join notice n on n.id = c.notice_id
        order by c.first_at desc, c.cause
        limit @limit
        """;

    private const string DeliverySql = """
        select d.id as Id, d.channel as Channel, d.run_id as RunId, r.job as Job, d.first_notice_id as FirstNoticeId, d.last_notice_id as LastNoticeId,
               d.state as State, d.attempts as Attempts, d.created_at as CreatedAt, d.next_at as NextAt, d.ended_at as EndedAt, d.last_error as LastError
        from notice_delivery d
        left join job_run r on r.id = d.run_id
        """;

    private const string FindDeliverySql = $"{DeliverySql} where d.id = @id";

    private const string DeliveriesSql = $"{DeliverySql} order by case when d.state = 'waiting' then 0 else 1 end, d.created_at desc, d.id desc limit @limit";

    private sealed record NoticeRow
    {
        public required long Id { get; init; }

        public long? RunId { get; init; }

        public required string Kind { get; init; }

        public required string Cause { get; init; }

        public required string MessageCode { get; init; }

        public required string MessageArguments { get; init; }

        public string? Link { get; init; }

        public required string At { get; init; }

        public StoredNotice ToNotice()
            => new(Id, RunId, EnumCode.Parse<NoticeKind>(Kind), Cause, Message.Parse(MessageCode, MessageArguments)!, Link, At);
    }

    private sealed record OpenRow
    {
        public required string Cause { get; init; }

        public required string MessageCode { get; init; }

        public required string MessageArguments { get; init; }

        public string? Link { get; init; }

        public required string FirstAt { get; init; }

        public required string LastAt { get; init; }

        public required long Times { get; init; }

        public OpenFailure ToFailure() => new(Cause, Message.Parse(MessageCode, MessageArguments)!, Link, FirstAt, LastAt, Times);
    }

    private sealed record DeliveryRow
    {
        public required string Id { get; init; }

        public required string Channel { get; init; }

        public long? RunId { get; init; }

        public string? Job { get; init; }

        public required long FirstNoticeId { get; init; }

        public required long LastNoticeId { get; init; }

        public required string State { get; init; }

        public required long Attempts { get; init; }

        public required string CreatedAt { get; init; }

        public required string NextAt { get; init; }

        public string? EndedAt { get; init; }

        public string? LastError { get; init; }

        public NoticeDelivery ToDelivery() => new()
        {
            Id = Id,
            Channel = Channel,
            RunId = RunId,
            Job = Job,
            FirstNoticeId = FirstNoticeId,
            LastNoticeId = LastNoticeId,
            State = State == "given-up" ? DeliveryState.GivenUp : EnumCode.Parse<DeliveryState>(State),
            Attempts = Attempts,
            CreatedAt = CreatedAt,
            NextAt = NextAt,
            EndedAt = EndedAt,
            LastError = LastError,
        };
    }

    /// <summary>Notices, newest first, of one kind or of all.</summary>
    /// <param name="page">From 1.</param>
    public async Task<(IReadOnlyList<StoredNotice> Rows, bool HasMore)> PageAsync(NoticeKind? kind, int page, int pageSize, CancellationToken cancellationToken)
    {
        var parameters = new { kind = kind is { } known ? EnumCode.Of(known) : null, limit = pageSize + 1, offset = (page - 1) * pageSize };
        var rows = await database.QueryAsync<NoticeRow>(kind is null ? PageSql : PageOfKindSql, parameters, cancellationToken);
        return ([.. rows.Take(pageSize).Select(r => r.ToNotice())], rows.Count > pageSize);
    }

    /// <summary>What a summary is made of, in the order in which it was told.</summary>
    public async Task<IReadOnlyList<StoredNotice>> OfDeliveryAsync(NoticeDelivery delivery, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var parameters = new { delivery.RunId, first = delivery.FirstNoticeId, last = delivery.LastNoticeId, limit };
        var rows = await database.QueryAsync<NoticeRow>(delivery.RunId is null ? WithoutRunSql : OfRunSql, parameters, cancellationToken);
        return [.. rows.Select(r => r.ToNotice())];
    }

    /// <summary>How many notices a user has not seen, at most <see cref="MaxUnseen"/>; one range of the primary key.</summary>
    public async Task<int> UnseenAsync(long userId, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>(UnseenSql, new { userId, limit = MaxUnseen }, cancellationToken))[0];

    /// <summary>Key of the last notice that a user has seen; 0 before the first.</summary>
    public async Task<long> LastSeenAsync(long userId, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>(LastSeenSql, new { userId }, cancellationToken))[0];

    /// <summary>Failures that last, the latest first.</summary>
    public async Task<IReadOnlyList<OpenFailure>> OpenAsync(int limit, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<OpenRow>(OpenSql, new { limit }, cancellationToken)).Select(r => r.ToFailure())];

    /// <summary>Summaries on their way first, then the latest that were sent or given up.</summary>
    public async Task<IReadOnlyList<NoticeDelivery>> DeliveriesAsync(int limit, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<DeliveryRow>(DeliveriesSql, new { limit }, cancellationToken)).Select(r => r.ToDelivery())];

    internal static async Task<NoticeDelivery> DeliveryAsync(DbConnection connection, string id, CancellationToken cancellationToken)
        => (await connection.QuerySingleAsync<DeliveryRow>(new CommandDefinition(FindDeliverySql, new { id }, cancellationToken: cancellationToken))).ToDelivery();
}
