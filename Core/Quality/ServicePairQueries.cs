using Octoplus.Core.Storage;

namespace Octoplus.Core.Quality;

/// <summary>Which pairs to read; null does not narrow them.</summary>
/// <param name="MinScore">0 to 1.</param>
public sealed record PairFilter(PairState? State = null, string? Department = null, string? ForceCode = null, double MinScore = 0);

/// <summary>Reads pairs of services.</summary>
public sealed class ServicePairQueries(Database database)
{
    private const string WhereSql = """
        where (@state is null or p.state = @state) and (@department is null or e.department = @department)
          and (@force is null or e.force_code = @force) and p.score >= @minScore
        """;

    private const string PageSql = $"""
        select p.earlier_id as EarlierId, p.later_id as LaterId, e.name as EarlierName, e.direction as EarlierDirection, l.name as LaterName,
               l.direction as LaterDirection, e.force_code as ForceCode, e.department as Department, p.score as Score, p.state as State, p.reasons as Reasons,
               p.decided_by as DecidedBy, p.decided_at as DecidedAt, p.comment as Comment
        from service_pair p
        join service e on e.id = p.earlier_id
        join service l on l.id = p.later_id
        {WhereSql}
        order by p.score desc, e.department, p.earlier_id, p.later_id
        limit @limit offset @offset
        """;

    private const string CountSql = $"select count(*) from service_pair p join service e on e.id = p.earlier_id {WhereSql}";

    private const string StatesSql = "select state as State, count(*) as Pairs from service_pair group by state";

    private const string DecidedSql =
        "select earlier_id as EarlierId, later_id as LaterId, state as State from service_pair where state <> 'proposed' order by earlier_id, later_id";

    private const string DepartmentsSql = """
        select distinct e.department
        from service_pair p
        join service e on e.id = p.earlier_id
        order by e.department
        """;

    private const string TotalsSql = """
        select l.service_id as ServiceId, l.year as Year, coalesce(sum(f.recorded), 0) as Total
        from active_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        left join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id
        where a.dataset = 'etat4001' and l.service_id in @ids
        group by l.service_id, l.year
        order by l.service_id, l.year
        """;

    private const string RevisionSql = """
        select (select active_revision from publication where id = 1) as Active, (select last_id from id_counter where name = 'service_pair') as Decisions
        """;

    /// <summary>Pairs by falling score.</summary>
    public async Task<IReadOnlyList<StoredPair>> PageAsync(PairFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = await database.QueryAsync<PairRow>(
            PageSql, new { state = Code(filter.State), department = filter.Department, force = filter.ForceCode, minScore = filter.MinScore, limit, offset }, cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = rows.SelectMany(r => new[] { r.EarlierId, r.LaterId }).Distinct().ToList();
        var totals = (await database.QueryAsync<TotalRow>(TotalsSql, new { ids }, cancellationToken)).ToLookup(t => t.ServiceId, t => new YearTotal(t.Year, (long)t.Total));
        return [.. rows.Select(r => r.ToPair(totals))];
    }

    /// <summary>How many pairs a filter leaves.</summary>
    public async Task<int> CountAsync(PairFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (int)(await database.QueryAsync<long>(
            CountSql, new { state = Code(filter.State), department = filter.Department, force = filter.ForceCode, minScore = filter.MinScore }, cancellationToken))[0];
    }

    /// <summary>How many pairs stand where.</summary>
    public async Task<IReadOnlyDictionary<PairState, int>> StatesAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<StateRow>(StatesSql, null, cancellationToken)).ToDictionary(s => EnumCode.Parse<PairState>(s.State), s => (int)s.Pairs);

    /// <summary>Codes of the départements that have pairs.</summary>
    public Task<IReadOnlyList<string>> DepartmentsAsync(CancellationToken cancellationToken) => database.QueryAsync<string>(DepartmentsSql, null, cancellationToken);

    /// <summary>What people decided.</summary>
    public async Task<IReadOnlyList<DecidedPair>> DecidedAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<PairRow>(DecidedSql, null, cancellationToken)).Select(p => new DecidedPair(p.EarlierId, p.LaterId, p.State == "confirmed"))];

    /// <summary>Revision of the active figures, and number of the last decision.</summary>
    public async Task<(long Active, long Decisions)> RevisionAsync(CancellationToken cancellationToken)
    {
        var row = (await database.QueryAsync<RevisionRow>(RevisionSql, null, cancellationToken))[0];
        return (row.Active, row.Decisions);
    }

    private static string? Code(PairState? state) => state is { } known ? EnumCode.Of(known) : null;

    private sealed record PairRow
    {
        public long EarlierId { get; init; }

        public long LaterId { get; init; }

        public string EarlierName { get; init; } = "";

        public string EarlierDirection { get; init; } = "";

        public string LaterName { get; init; } = "";

        public string LaterDirection { get; init; } = "";

        public string ForceCode { get; init; } = "";

        public string Department { get; init; } = "";

        public double Score { get; init; }

        public string State { get; init; } = "";

        public string Reasons { get; init; } = "[]";

        public string? DecidedBy { get; init; }

        public string? DecidedAt { get; init; }

        public string? Comment { get; init; }

        public StoredPair ToPair(ILookup<long, YearTotal> totals) => new()
        {
            Earlier = new PairSide(EarlierId, EarlierDirection, EarlierName, [.. totals[EarlierId]]),
            Later = new PairSide(LaterId, LaterDirection, LaterName, [.. totals[LaterId]]),
            ForceCode = ForceCode,
            Department = Department,
            Score = Score,
            State = EnumCode.Parse<PairState>(State),
            Reasons = StoredMessages.Parse(Reasons),
            DecidedBy = DecidedBy,
            DecidedAt = DecidedAt,
            Comment = Comment,
        };
    }

    private sealed record TotalRow
    {
        public required long ServiceId { get; init; }

        public required int Year { get; init; }

        public required decimal Total { get; init; }
    }

    private sealed record StateRow
    {
        public required string State { get; init; }

        public required long Pairs { get; init; }
    }

    private sealed record RevisionRow
    {
        public required long Active { get; init; }

        public required long Decisions { get; init; }
    }
}

/// <summary>A pair that a person decided on.</summary>
public sealed record DecidedPair(long EarlierId, long LaterId, bool IsConfirmed);
