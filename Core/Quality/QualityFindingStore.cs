using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Quality;

/// <summary>What a check changed among the findings.</summary>
/// <param name="New">Found now and not before, or found by a run that ended before anyone was told.</param>
/// <param name="Gone">Found before and no longer.</param>
/// <param name="WasNewer">The data was newer than at the last check.</param>
public sealed record QualityChange(IReadOnlyList<QualityFinding> New, IReadOnlyList<QualityFinding> Gone, bool WasNewer);

/// <summary>Keeps what checks find, so that what was found before is not new, and what a person explained stays explained.</summary>
public sealed class QualityFindingStore(Database database, AuditLog audit)
{
    // A finding whose first run died was told to nobody.
    private const string KnownSql = """
        select q.finding_key, q.kind, q.is_grave, q.reason, q.dataset, q.period, q.size, q.is_current,
               case when exists (select 1 from job_run r where r.id = q.first_run_id and r.state in ('died', 'stopped', 'running')) then 1 else 0 end as is_untold
        from quality_finding q
        """;

    private const string InsertSql = """
        insert into quality_finding (finding_key, kind, is_grave, reason, dataset, force_code, department, service_id, period, size, is_current,
          first_run_id, first_seen_at, last_seen_at)
        values (@Key, @Kind, @IsGrave, @Reason, @Dataset, @ForceCode, @Department, @ServiceId, @Period, @Size, 1, @RunId, @Now, @Now)
        """;

    private const string UpdateSql = """
        update quality_finding
        set reason = @Reason, size = @Size, is_grave = @IsGrave, department = @Department, force_code = @ForceCode, service_id = @ServiceId, is_current = 1
        where finding_key = @Key
        """;

    private const string NewAgainSql = "update quality_finding set first_run_id = @runId, is_current = 1 where finding_key = @Key";

    private const string SeenSql = "update quality_finding set last_seen_at = @now where is_current = 1";

    private const string DropSql = "delete from quality_finding where finding_key = @FindingKey and explained_at is null";

    private const string RestSql = "update quality_finding set is_current = 0 where finding_key = @FindingKey";

    private const string CheckSql = """
        select c.active_revision, c.links,
               case when exists (select 1 from job_run r where r.id = c.run_id and r.state in ('died', 'stopped', 'running')) then 1 else 0 end as is_untold
        from quality_check c
        where c.id = 1
        """;

    private const string CheckedSql = "update quality_check set active_revision = @active, links = @links, checked_at = @now, run_id = @runId where id = 1";

    private const string ExplainSql = """
        update quality_finding set explained_by = @by, explained_at = @now, comment = @comment
        where finding_key = @key and is_current = 1 and (explained_at is null) = @wasOpen
        """;

    /// <summary>Makes the findings those of a complete check, in one transaction.</summary>
    /// <param name="active">Revision of the active figures, read before the check.</param>
    /// <param name="links">Number of the last decision on a pair of services, read before the check.</param>
    public Task<QualityChange> ReplaceAsync(IReadOnlyList<QualityFinding> findings, long runId, long active, long links, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var now = DateTimeOffset.UtcNow;
                await connection.ExecuteAsync("update quality_check set run_id = run_id where id = 1", null, transaction);
                var check = await connection.QuerySingleAsync<(long ActiveRevision, long Links, bool IsUntold)>(CheckSql, null, transaction);
                var known = (await connection.QueryAsync<KnownRow>(KnownSql, null, transaction)).ToDictionary(k => k.FindingKey, StringComparer.Ordinal);
                var rows = findings.DistinctBy(f => f.Key, StringComparer.Ordinal).Select(f => new
                {
                    f.Key,
                    Kind = EnumCode.Of(f.Kind),
                    f.IsGrave,
                    Reason = StoredMessages.ToJson([f.Reason]),
                    f.Dataset,
                    f.ForceCode,
                    f.Department,
                    f.ServiceId,
                    f.Period,
                    f.Size,
                    RunId = runId,
                    Now = now,
                }).ToList();
                var found = findings.ToLookup(f => f.Key, StringComparer.Ordinal);

                await connection.ExecuteAsync(InsertSql, rows.Where(r => !known.ContainsKey(r.Key)), transaction);
                await connection.ExecuteAsync(UpdateSql, rows.Where(r => known.TryGetValue(r.Key, out var k) && (k.Reason != r.Reason || !k.IsCurrent)), transaction);
                var again = known.Values.Where(k => found.Contains(k.FindingKey) && (k.IsUntold || !k.IsCurrent)).ToList();
                await connection.ExecuteAsync(NewAgainSql, again.Select(k => new { Key = k.FindingKey, runId }), transaction);
                var gone = known.Values.Where(k => k.IsCurrent && !found.Contains(k.FindingKey)).ToList();
                await connection.ExecuteAsync(DropSql, gone, transaction);
                await connection.ExecuteAsync(RestSql, gone, transaction);
                await connection.ExecuteAsync(SeenSql, new { now }, transaction);
                await connection.ExecuteAsync(CheckedSql, new { active, links, now, runId }, transaction);
                return new QualityChange(
                    [.. findings.Where(f => !known.TryGetValue(f.Key, out var k) || k.IsUntold || !k.IsCurrent)],
                    [.. gone.Select(k => k.ToFinding())],
                    check.ActiveRevision != active || check.IsUntold);
            },
            cancellationToken);

    /// <summary>Notes that a person knows of a finding, or takes that back, with its entry in the audit log.</summary>
    /// <returns>False if there is no such finding any more, or it stands otherwise.</returns>
    public Task<bool> ExplainAsync(string key, bool isExplained, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var text = string.IsNullOrWhiteSpace(comment) || !isExplained ? null : comment.Trim() is { Length: > 1000 } cut ? cut[..1000] : comment.Trim();
                if (await connection.ExecuteAsync(
                    ExplainSql,
                    new { key, by = isExplained ? actor.Name : null, now = isExplained ? DateTimeOffset.UtcNow : (DateTimeOffset?)null, comment = text, wasOpen = isExplained },
                    transaction) == 0)
                {
                    return false;
                }

                await audit.WriteAsync(
                    connection, transaction, new AuditEntry(actor, isExplained ? "quality-finding.explained" : "quality-finding.reopened", key, text), cancellationToken);
                return true;
            },
            cancellationToken);

    private sealed record KnownRow(
        string FindingKey, QualityKind Kind, bool IsGrave, string Reason, string Dataset, int Period, double Size, bool IsCurrent, bool IsUntold)
    {
        public QualityFinding ToFinding() => new(FindingKey, Kind, IsGrave, StoredMessages.Parse(Reason)[0], Dataset, Period, Size);
    }
}
