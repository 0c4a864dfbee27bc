using System.Data.Common;
using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Quality;

/// <summary>
/// Keeps pairs of services and the series that follow from the confirmed ones. Everything is one small transaction: killed anywhere, nothing is half done.
/// </summary>
public sealed class ServicePairStore(Database database, AuditLog audit)
{
    private const string StatesSql = "select earlier_id, later_id, state from service_pair order by earlier_id, later_id";

    private const string InsertSql = """
        insert into service_pair (earlier_id, later_id, score, reasons, state, basis, proposed_at)
        values (@earlier, @later, @score, @reasons, 'proposed', @basis, @now)
        """;

    // Only where something differs: the rows changed are counted.
    private const string UpdateSql = """
        update service_pair set score = @score, reasons = @reasons, basis = @basis
        where earlier_id = @earlier and later_id = @later and state = 'proposed' and reasons <> @reasons
        """;

    private const string RemoveSql = "delete from service_pair where earlier_id = @EarlierId and later_id = @LaterId and state = 'proposed'";

    private const string DecideSql = """
        update service_pair set state = @state, decided_by = @by, decided_at = @now, comment = @comment
        where earlier_id = @earlierId and later_id = @laterId and state = @expected and state <> @state
        """;

    private const string ConfirmedSql = "select earlier_id, later_id from service_pair where state = 'confirmed'";

    private const string NamesSql = """
        select e.name as earlier, l.name as later, e.department
        from service e, service l
        where e.id = @earlierId and l.id = @laterId
        """;

    internal const string ListedSql = """
        select l.service_id, s.name, l.year
        from active_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id
        where a.dataset = 'etat4001' and l.service_id in @ids
        order by l.service_id, l.year
        """;

    /// <summary>
    /// Makes the proposals those given: adds what is new, changes what is told otherwise, takes away what is no longer proposed. What a person
    /// decided stays as it is; the series are put together anew, since other years may be active.
    /// </summary>
    /// <param name="basis">Revision of the active figures that they come from.</param>
    /// <param name="decisions">Number of the last decision when the pairs were read: a decision made meanwhile leaves everything for the next run.</param>
    /// <returns>Pairs added, changed and removed; null if someone decided meanwhile.</returns>
    public Task<(int Added, int Changed, int Removed)?> ProposeAsync(
        IReadOnlyList<ServicePair> pairs, long basis, long decisions, CancellationToken cancellationToken)
        => database.WriteAsync<(int Added, int Changed, int Removed)?>(
            async (connection, transaction) =>
            {
                if (await LockAsync(connection, transaction) != decisions)
                {
                    return null;
                }

                var known = (await connection.QueryAsync<(long EarlierId, long LaterId, string State)>(StatesSql, null, transaction)).ToDictionary(p => (p.EarlierId, p.LaterId), p => p.State);
                var rows = pairs.Select(p => new
                {
                    earlier = p.Earlier.Id,
                    later = p.Later.Id,
                    score = Math.Round(p.Score, 4),
                    reasons = StoredMessages.ToJson(p.Reasons),
                    basis,
                    now = DateTimeOffset.UtcNow,
                }).ToList();
                var added = rows.Where(r => !known.ContainsKey((r.earlier, r.later))).ToList();
                await connection.ExecuteAsync(InsertSql, added, transaction);
                var changed = await connection.ExecuteAsync(UpdateSql, rows.Except(added), transaction);
                var kept = rows.Select(r => (r.earlier, r.later)).ToHashSet();
                var removed = await connection.ExecuteAsync(
                    RemoveSql,
                    known.Where(k => k.Value == "proposed" && !kept.Contains(k.Key)).Select(k => new { k.Key.EarlierId, k.Key.LaterId }),
                    transaction);
                await LinkAsync(connection, transaction);
                return (added.Count, changed, removed);
            },
            cancellationToken);

    /// <summary>Confirms, refuses or takes a decision back, with its entry in the audit log; the series follow at once.</summary>
    /// <param name="expected">Where the pair stood when the person saw it.</param>
    public Task<PairResult> DecideAsync(
        long earlierId, long laterId, PairState expected, PairDecision decision, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await IdCounter.ReserveAsync(connection, transaction, "service_pair", 1, cancellationToken);
                return await DecideAsync(connection, transaction, (earlierId, laterId), expected, decision, actor, Trimmed(comment), cancellationToken);
            },
            cancellationToken);

    private static string? Trimmed(string? comment) => string.IsNullOrWhiteSpace(comment) ? null : comment.Trim() is { Length: > 1000 } text ? text[..1000] : comment.Trim();

    // Of the row that every decision holds to its end.
    private static async Task<long> LockAsync(DbConnection connection, DbTransaction transaction)
    {
        await connection.ExecuteAsync("update id_counter set last_id = last_id + 0 where name = 'service_pair'", null, transaction);
        return await connection.ExecuteScalarAsync<long>("select last_id from id_counter where name = 'service_pair'", null, transaction);
    }

    private async Task<PairResult> DecideAsync(
        DbConnection connection, DbTransaction transaction, (long Earlier, long Later) pair, PairState expected, PairDecision decision, AuditActor actor, string? comment,
        CancellationToken cancellationToken)
    {
        var state = decision switch { PairDecision.Confirm => "confirmed", PairDecision.Refuse => "refused", _ => "proposed" };
        var isUndo = decision == PairDecision.Undo;
        if (decision == PairDecision.Confirm && await OverlapAsync(connection, transaction, pair) is { } overlap)
        {
            return overlap;
        }

        if (await connection.ExecuteAsync(
            DecideSql,
            new
            {
                earlierId = pair.Earlier,
                laterId = pair.Later,
                state,
                expected = EnumCode.Of(expected),
                by = isUndo ? null : actor.Name,
                now = isUndo ? (DateTimeOffset?)null : DateTimeOffset.UtcNow,
                comment = isUndo ? null : comment,
            },
            transaction) == 0)
        {
            return new PairResult(PairOutcome.Changed);
        }

        await LinkAsync(connection, transaction);
        var names = await connection.QuerySingleAsync<(string Earlier, string Later, string Department)>(NamesSql, new { earlierId = pair.Earlier, laterId = pair.Later }, transaction);
        var action = decision switch { PairDecision.Confirm => "service-pair.confirmed", PairDecision.Refuse => "service-pair.refused", _ => "service-pair.undone" };
        await audit.WriteAsync(
            connection, transaction, new AuditEntry(actor, action, $"{names.Earlier} → {names.Later} ({names.Department})", comment), cancellationToken);
        return PairResult.Done;
    }

    private static async Task<PairResult?> OverlapAsync(DbConnection connection, DbTransaction transaction, (long Earlier, long Later) pair)
    {
        var series = await SeriesAsync(connection, transaction, pair);
        var ids = series.First(s => s.Contains(pair.Later));
        var twice = (await connection.QueryAsync<(long ServiceId, string Name, int Year)>(ListedSql, new { ids }, transaction))
            .GroupBy(l => l.Year)
            .FirstOrDefault(y => y.Count() > 1)?.ToList();
        return twice is null ? null : new PairResult(PairOutcome.Overlap, twice[0].Name, twice[1].Name, twice[0].Year);
    }

    private static async Task<IReadOnlyList<IReadOnlyList<long>>> SeriesAsync(DbConnection connection, DbTransaction transaction, (long Earlier, long Later)? more)
    {
        var links = await connection.QueryAsync<(long, long)>(ConfirmedSql, null, transaction);
        return ServiceSeries.Of(more is { } pair ? links.Append(pair) : links);
    }

    // All of them anew: there are some hundreds at most.
    private static async Task LinkAsync(DbConnection connection, DbTransaction transaction)
    {
        await connection.ExecuteAsync("delete from service_link", null, transaction);
        foreach (var ids in await SeriesAsync(connection, transaction, null))
        {
            var years = (await connection.QueryAsync<(long ServiceId, string Name, int Year)>(ListedSql, new { ids }, transaction)).GroupBy(l => l.ServiceId).ToDictionary(g => g.Key, g => g.Max(l => l.Year));
            var last = ids.MaxBy(id => (years.GetValueOrDefault(id), id));
            await connection.ExecuteAsync(
                "insert into service_link (service_id, series_id) values (@serviceId, @seriesId)", ids.Select(id => new { serviceId = id, seriesId = last }), transaction);
        }
    }
}
