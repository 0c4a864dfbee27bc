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
        select q.finding_key as FindingKey, q.kind as Kind, q.is_grave as IsGrave, q.reason as Reason, q.dataset as Dataset, q.force_code as ForceCode,
               q.department as Department, q.service_id as ServiceId, q.period as Period, q.size as Size, q.is_current as IsCurrent,
               q.first_seen_at as FirstSeenAt, q.last_seen_at as LastSeenAt, q.explained_by as ExplainedBy, q.explained_at as ExplainedAt, q.comment as Comment
        from quality_finding q
        {WhereSql}
        order by case when q.explained_at is null then 0 else 1 end, q.is_grave desc, q.size desc, q.finding_key
        limit @limit offset @offset
        """;

    private const string CountSql = $"select count(*) from quality_finding q {WhereSql}";

    private const string SummarySql = """
        select kind as Kind, sum(case when explained_at is null then 1 else 0 end) as Open, count(*) as Found
        from quality_finding
        where is_current = 1
        group by kind
        """;

    private const string PlacesSql = """
        select distinct coalesce(department, '') as Department, period as Period
        from quality_finding
        where is_current = 1 and kind = @kind
        """;

    private const string CheckedSql = "select checked_at from quality_check where id = 1 and checked_at is not null";

    private const string FreshnessSql = """
        select a.dataset as Dataset, max(a.period) as LastPeriod, max(v.is_demonstration) as IsDemonstration,
               (select max(x.accepted_at) from vintage x where x.dataset = a.dataset and x.state = 'accepted') as LastImportAt,
               (select max(m.grain) from active_vintage b join series_measure m on m.vintage_id = b.vintage_id where b.dataset = a.dataset) as Grain
        from active_vintage a
        join vintage v on v.id = a.vintage_id
        group by a.dataset
        order by a.dataset
        """;

    /// <summary>Current findings, what is not explained first, then the gravest and largest.</summary>
    public async Task<IReadOnlyList<StoredFinding>> PageAsync(FindingFilter filter, int limit, int offset, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<FindingRow>(PageSql, Parameters(filter, limit, offset), cancellationToken)).Select(r => r.ToFinding())];

    /// <summary>How many findings a filter leaves.</summary>
    public async Task<int> CountAsync(FindingFilter filter, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>(CountSql, Parameters(filter, 0, 0), cancellationToken))[0];

    /// <summary>By kind, how many current findings nobody explained, and how many there are.</summary>
    public async Task<IReadOnlyDictionary<QualityKind, (int Open, int Found)>> SummaryAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<SummaryRow>(SummarySql, null, cancellationToken))
            .ToDictionary(r => EnumCode.Parse<QualityKind>(r.Kind), r => ((int)r.Open, (int)r.Found));

    /// <summary>The départements and periods that have current findings of a kind.</summary>
    public async Task<(IReadOnlyList<string> Departments, IReadOnlyList<int> Periods)> PlacesAsync(QualityKind kind, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PlaceRow>(PlacesSql, new { kind = EnumCode.Of(kind) }, cancellationToken);
        return (
            [.. rows.Select(r => r.Department).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. rows.Select(r => (int)r.Period).Where(p => p > 0).Distinct().OrderDescending()]);
    }

    /// <summary>When the data was last checked, ISO 8601 in UTC; null: never.</summary>
    public async Task<string?> CheckedAtAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<string>(CheckedSql, null, cancellationToken)).SingleOrDefault();

    /// <summary>Every active dataset.</summary>
    public async Task<IReadOnlyList<DatasetFreshness>> FreshnessAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<FreshnessRow>(FreshnessSql, null, cancellationToken)).Select(r => new DatasetFreshness(
            r.Dataset,
            PeriodGrainCodes.TryParse(r.Grain) ?? (r.LastPeriod > 0 ? PeriodGrain.Year : PeriodGrain.None),
            (int)r.LastPeriod,
            r.LastImportAt ?? "",
            r.IsDemonstration > 0))];

    private static object Parameters(FindingFilter filter, int limit, int offset) => new
    {
        kind = EnumCode.Of(filter.Kind),
        department = filter.Department,
        force = filter.ForceCode,
        period = filter.Period,
        explained = filter.IsExplained is { } is_ ? (is_ ? 1 : 0) : (int?)null,
        limit,
        offset,
    };

    private sealed record FindingRow
    {
        public string FindingKey { get; init; } = "";

        public string Kind { get; init; } = "";

        public long IsGrave { get; init; }

        public string Reason { get; init; } = "[]";

        public string Dataset { get; init; } = "";

        public string? ForceCode { get; init; }

        public string? Department { get; init; }

        public long? ServiceId { get; init; }

        public long Period { get; init; }

        public double Size { get; init; }

        public long IsCurrent { get; init; }

        public string FirstSeenAt { get; init; } = "";

        public string LastSeenAt { get; init; } = "";

        public string? ExplainedBy { get; init; }

        public string? ExplainedAt { get; init; }

        public string? Comment { get; init; }

        public StoredFinding ToFinding() => new(
            new QualityFinding(FindingKey, EnumCode.Parse<QualityKind>(Kind), IsGrave > 0, StoredMessages.Parse(Reason)[0], Dataset, (int)Period, Size)
            {
                ForceCode = ForceCode,
                Department = Department,
                ServiceId = ServiceId,
            },
            FirstSeenAt,
            LastSeenAt,
            IsCurrent > 0)
        {
            ExplainedBy = ExplainedBy,
            ExplainedAt = ExplainedAt,
            Comment = Comment,
        };
    }

    private sealed record SummaryRow
    {
        public required string Kind { get; init; }

        public required decimal Open { get; init; }

        public required long Found { get; init; }
    }

    private sealed record PlaceRow
    {
        public required string Department { get; init; }

        public required long Period { get; init; }
    }

    private sealed record FreshnessRow
    {
        public string Dataset { get; init; } = "";

        public long LastPeriod { get; init; }

        public long IsDemonstration { get; init; }

        public string? LastImportAt { get; init; }

        public string? Grain { get; init; }
    }
}
