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
        select p.earlier_id, e.direction as earlier_direction, e.name as earlier_name, p.later_id, l.direction as later_direction, l.name as later_name,
               e.force_code, e.department, p.score, p.state, p.reasons, p.decided_by, p.decided_at, p.comment
        from service_pair p
        join service e on e.id = p.earlier_id
        join service l on l.id = p.later_id
        {WhereSql}
        order by p.score desc, e.department, p.earlier_id, p.later_id
        limit @limit offset @offset
        """;

    private const string CountSql = $"select count(*) from service_pair p join service e on e.id = p.earlier_id {WhereSql}";

    private const string StatesSql = "select state, count(*) as pairs from service_pair group by state";

    private const string DecidedSql = """
        select earlier_id, later_id, case when state = 'confirmed' then 1 else 0 end as is_confirmed
        from service_pair
        where state <> 'proposed'
        order by earlier_id, later_id
        """;

    private const string DepartmentsSql = """
        select distinct e.department
        from service_pair p
        join service e on e.id = p.earlier_id
        order by e.department
        """;

    private const string TotalsSql = """
        select l.service_id, l.year, coalesce(sum(f.recorded), 0) as total
        from active_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        left join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id
        where a.dataset = 'etat4001' and l.service_id in @ids
        group by l.service_id, l.year
        order by l.service_id, l.year
        """;

    private const string RevisionSql = """
        select (select active_revision from publication where id = 1) as active, (select last_id from id_counter where name = 'service_pair') as decisions
        """;

    static ServicePairQueries() => ColumnMapping.Read(StoredMessages.Parse);

    /// <summary>Pairs by falling score.</summary>
    public async Task<IReadOnlyList<StoredPair>> PageAsync(PairFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = await database.QueryAsync<Sides, StoredPair, (Sides Sides, StoredPair Pair)>(
            PageSql, (sides, pair) => (sides, pair), "force_code",
            new { state = Code(filter.State), department = filter.Department, force = filter.ForceCode, minScore = filter.MinScore, limit, offset }, cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = rows.SelectMany(r => new[] { r.Sides.EarlierId, r.Sides.LaterId }).Distinct().ToList();
        var totals = (await database.QueryAsync<(long ServiceId, int Year, long Total)>(TotalsSql, new { ids }, cancellationToken)).ToLookup(t => t.ServiceId, t => new YearTotal(t.Year, t.Total));
        return [.. rows.Select(r => r.Pair with
        {
            Earlier = new PairSide(r.Sides.EarlierId, r.Sides.EarlierDirection, r.Sides.EarlierName, [.. totals[r.Sides.EarlierId]]),
            Later = new PairSide(r.Sides.LaterId, r.Sides.LaterDirection, r.Sides.LaterName, [.. totals[r.Sides.LaterId]]),
        })];
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
        => (await database.QueryAsync<(PairState State, int Pairs)>(StatesSql, null, cancellationToken)).ToDictionary(s => s.State, s => s.Pairs);

    /// <summary>Codes of the départements that have pairs.</summary>
    public Task<IReadOnlyList<string>> DepartmentsAsync(CancellationToken cancellationToken) => database.QueryAsync<string>(DepartmentsSql, null, cancellationToken);

    /// <summary>What people decided.</summary>
    public Task<IReadOnlyList<DecidedPair>> DecidedAsync(CancellationToken cancellationToken) => database.QueryAsync<DecidedPair>(DecidedSql, null, cancellationToken);

    /// <summary>Revision of the active figures, and number of the last decision.</summary>
    public async Task<(long Active, long Decisions)> RevisionAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(long, long)>(RevisionSql, null, cancellationToken))[0];

    private static string? Code(PairState? state) => state is { } known ? EnumCode.Of(known) : null;

    private sealed record Sides(long EarlierId, string EarlierDirection, string EarlierName, long LaterId, string LaterDirection, string LaterName);
}

/// <summary>A pair that a person decided on.</summary>
public sealed record DecidedPair(long EarlierId, long LaterId, bool IsConfirmed);
