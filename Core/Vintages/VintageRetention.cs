using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>
/// Drops the rows of vintages that have not been served for long. The vintage itself stays, in state <c>dropped</c>, so that the history goes on naming
/// it. What would bring it back by undo or redo is closed in the same transaction. Killed anywhere, the next call goes on.
/// </summary>
public sealed class VintageRetention(Database database)
{
    // As in VintageFlips: whoever changes what is active waits.
    private const string LockSql = "update publication set active_revision = active_revision where id = 1";

    // Not served, not about to be, not one of the last of its dataset, and nobody has touched it since. A flip touches what it put in place and what it
    // replaced; an undo or redo what the flip did that it takes back or makes again.
    private const string OldSql = """
        select v.id
        from vintage v
        where v.state = 'accepted' and v.origin <> 'reference' and v.accepted_at < @before
          and not exists (select 1 from active_vintage a where a.vintage_id = v.id)
          and not exists (select 1 from view_vintage s where s.vintage_id = v.id)
          and (select count(*) from vintage w where w.dataset = v.dataset and w.state = 'accepted' and w.id > v.id) >= @keep
          and not exists (
            select 1 from flip f
            where f.done_at >= @before and f.dataset = v.dataset
              and (f.vintage_id = v.id or exists (
                select 1 from flip_period p
                where p.flip_id in (f.id, f.target_id) and (p.vintage_id = v.id or p.former_vintage_id = v.id))))
        order by v.id
        """;

    private const string MarkSql = """
        update vintage set state = 'dropping'
        where id = @id and state = 'accepted' and not exists (select 1 from active_vintage a where a.vintage_id = @id)
        """;

    // The steps of a dataset are a stack: with one that cannot be undone, none before it can.
    private const string SettleSql = """
        update flip set state = 'settled'
        where dataset = @dataset and kind in ('accept', 'restore') and state = 'done' and id <= @last
        """;

    private const string LastToSettleSql = """
        select max(f.id)
        from flip f
        where f.dataset = @dataset and f.kind in ('accept', 'restore') and f.state = 'done'
          and exists (select 1 from flip_period p where p.flip_id = f.id and p.former_vintage_id = @id)
        """;

    private const string FirstToDiscardSql = """
        select min(f.id)
        from flip f
        where f.dataset = @dataset and f.kind in ('accept', 'restore') and f.state = 'undone'
          and exists (select 1 from flip_period p where p.flip_id = f.id and (p.vintage_id = @id or p.former_vintage_id = @id))
        """;

    private const string DiscardSql = """
        update flip set state = 'discarded'
        where dataset = @dataset and kind in ('accept', 'restore') and state = 'undone' and id >= @first
        """;

    private const string DroppingSql = "select id from vintage where state = 'dropping' order by id";

    private const string DroppedSql = "update vintage set state = 'dropped' where id = @id and state = 'dropping'";

    /// <summary>Drops the rows of vintages that were last served, or touched by a person, before a moment.</summary>
    /// <param name="before">In UTC.</param>
    /// <param name="keep">So many of the last accepted vintages of each dataset are kept in any case.</param>
    /// <returns>The vintages dropped.</returns>
    public async Task<IReadOnlyList<long>> DropAsync(DateTime before, int keep, CancellationToken cancellationToken)
    {
        var old = await database.QueryAsync<long>(OldSql, new { before = Instant.Of(before), keep }, cancellationToken);
        foreach (var id in old)
        {
            await CloseAsync(id, cancellationToken);
        }

        // With those that a killed run had begun.
        var dropping = await database.QueryAsync<long>(DroppingSql, null, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var id in dropping)
        {
            await VintageStore.DropRowsAsync(connection, id, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(DroppedSql, new { id }, cancellationToken: cancellationToken));
        }

        return dropping;
    }

    private Task CloseAsync(long id, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                if (await connection.ExecuteAsync(MarkSql, new { id }, transaction) == 0)
                {
                    return;
                }

                var dataset = await connection.QuerySingleAsync<string>("select dataset from vintage where id = @id", new { id }, transaction);
                if (await connection.ExecuteScalarAsync<long?>(LastToSettleSql, new { dataset, id }, transaction) is { } last)
                {
                    await connection.ExecuteAsync(SettleSql, new { dataset, last }, transaction);
                }

                if (await connection.ExecuteScalarAsync<long?>(FirstToDiscardSql, new { dataset, id }, transaction) is { } first)
                {
                    await connection.ExecuteAsync(DiscardSql, new { dataset, first }, transaction);
                }
            },
            cancellationToken);
}
