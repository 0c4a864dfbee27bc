using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Quality;

/// <summary>Which findings to read; null does not narrow them.</summary>
/// <param name="IsExplained">Explained by a person or not.</param>
public sealed record FindingFilter(QualityKind Kind, string? Department = null, string? ForceCode = null, int? Period = null, bool? IsExplained = null);

/// <summary>Reads what the last check found, and how fresh the data is.</summary>
public sealed class QualityQueries(Database database)
{
    private const string WhereSql = """
        where q.is_current = 1 and q.kind = @kind and (@department is null or q.department = @department)
          and (@force is null or q.force_code = @force) and (@period is null or q.period = @period)
          and (@explained is null or (case when q.explained_at is null then 0 else 1 end) = @explained)
        """;

    private const string PageSql = $"""
        select q.finding_key as "key", q.kind, q.is_grave, q.reason, q.dataset, q.period, q.size, q.force_code, q.department, q.service_id,
               q.first_seen_at, q.last_seen_at, q.explained_by, q.explained_at, q.comment
        from quality_finding q
        {WhereSql}
        order by case when q.explained_at is null then 0 else 1 end, q.is_grave desc, q.size desc, q.finding_key
        limit @limit offset @offset
        """;

    private const string CountSql = $"select count(*) from quality_finding q {WhereSql}";

    private const string SummarySql = """
        select kind, sum(case when explained_at is null then 1 else 0 end) as open, count(*) as found
        from quality_finding
        where is_current = 1
        group by kind
        """;

    private const string PlacesSql = """
        select distinct coalesce(department, '') as department, period
        from quality_finding
        where is_current = 1 and kind = @kind
        """;

    private const string CheckedSql = "select checked_at from quality_check where id = 1 and checked_at is not null";

    private const string FreshnessSql = """
        select a.dataset,
               coalesce(
                 (select max(m.grain) from active_vintage b join series_measure m on m.vintage_id = b.vintage_id where b.dataset = a.dataset),
                 case when max(a.period) > 0 then 'year' else 'none' end) as grain,
               max(a.period) as last_period,
               (select max(x.accepted_at) from vintage x where x.dataset = a.dataset and x.state = 'accepted') as last_import_at,
               max(v.is_demonstration) as is_demonstration
        from active_vintage a
        join vintage v on v.id = a.vintage_id
        group by a.dataset
        order by a.dataset
        """;

    static QualityQueries() => ColumnMapping.Read(json => StoredMessages.Parse(json)[0]);

    /// <summary>Current findings, what is not explained first, then the gravest and largest.</summary>
    public Task<IReadOnlyList<StoredFinding>> PageAsync(FindingFilter filter, int limit, int offset, CancellationToken cancellationToken)
        => database.QueryAsync<QualityFinding, StoredFinding, StoredFinding>(
            PageSql, (finding, stored) => stored with { Finding = finding }, "first_seen_at", Parameters(filter, limit, offset), cancellationToken);

    /// <summary>How many findings a filter leaves.</summary>
    public async Task<int> CountAsync(FindingFilter filter, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>(CountSql, Parameters(filter, 0, 0), cancellationToken))[0];

    /// <summary>By kind, how many current findings nobody explained, and how many there are.</summary>
    public async Task<IReadOnlyDictionary<QualityKind, (int Open, int Found)>> SummaryAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(QualityKind Kind, int Open, int Found)>(SummarySql, null, cancellationToken)).ToDictionary(r => r.Kind, r => (r.Open, r.Found));

    /// <summary>The départements and periods that have current findings of a kind.</summary>
    public async Task<(IReadOnlyList<string> Departments, IReadOnlyList<int> Periods)> PlacesAsync(QualityKind kind, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(string Department, int Period)>(PlacesSql, new { kind = EnumCode.Of(kind) }, cancellationToken);
        return (
            [.. rows.Select(r => r.Department).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. rows.Select(r => r.Period).Where(p => p > 0).Distinct().OrderDescending()]);
    }

    /// <summary>When the data was last checked; null: never.</summary>
    public async Task<DateTimeOffset?> CheckedAtAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<DateTimeOffset?>(CheckedSql, null, cancellationToken)).SingleOrDefault();

    /// <summary>Every active dataset.</summary>
    public Task<IReadOnlyList<DatasetFreshness>> FreshnessAsync(CancellationToken cancellationToken)
        => database.QueryAsync<DatasetFreshness>(FreshnessSql, null, cancellationToken);

    private static object Parameters(FindingFilter filter, int limit, int offset) => new
    {
        kind = EnumCode.Of(filter.Kind),
        department = filter.Department,
        force = filter.ForceCode,
        period = filter.Period,
        explained = filter.IsExplained,
        limit,
        offset,
    };
}
