using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>
/// Changes which vintage is active, each change in one small transaction with a record of what it replaced, so that it can be
/// undone and redone. The steps of a dataset are a stack: the last that is not undone is undone first, and a new one discards the undone.
/// </summary>
public sealed class VintageFlips(Database database)
{
    // Takes the row's lock, so that two processes change one after the other and each sees what the other did.
    private const string LockSql = "update publication set active_revision = active_revision where id = 1";

    private const string ReviseSql = "update publication set active_revision = active_revision + 1 where id = 1";

    private const string VintageSql = """
        select dataset, sha256, origin, state, is_demonstration
        from vintage
        where id = @vintageId
        """;

    private const string SameContentSql =
        "select count(*) from vintage where dataset = @Dataset and state = 'accepted' and (sha256 = @Sha256 or @Origin = 'reference')";

    private const string AcceptSql =
        "update vintage set state = 'accepted', accepted_at = @now, accepted_by = @by where id = @vintageId and state = 'staged'";

    private const string ImportAcceptedSql = """
        update import_file
        set state = 'accepted', decided_by = @by, decided_at = @now, comment = @comment
        where vintage_id = @vintageId and state = 'waiting'
        """;

    // Locks the import, so that whoever refuses it waits; matches nothing once it was refused.
    private const string LockImportSql = "update import_file set state = state where vintage_id = @vintageId and state = 'waiting'";

    private const string RefusedSql = "select count(*) from import_file where vintage_id = @vintageId and state = 'refused'";

    private const string ActiveSql = "select period, vintage_id from active_vintage where dataset = @dataset order by period";

    private const string InsertFlipSql = """
        insert into flip (id, dataset, kind, state, target_id, vintage_id, done_by, done_at, comment)
        values (@id, @dataset, @kind, 'done', @targetId, @vintageId, @by, @now, @comment)
        """;

    private const string FlipPeriodsSql = """
        insert into flip_period (flip_id, period, former_vintage_id, vintage_id)
        select @id, p.period, a.vintage_id, p.vintage_id
        from vintage_period p
        left join active_vintage a on a.dataset = @dataset and a.period = p.period
        where p.vintage_id = @vintageId
        """;

    // Real figures put away every demonstration figure of their dataset.
    private const string PutAwayDemonstrationSql = """
        insert into flip_period (flip_id, period, former_vintage_id, vintage_id)
        select @id, a.period, a.vintage_id, null
        from active_vintage a
        join vintage v on v.id = a.vintage_id
        where a.dataset = @dataset and v.is_demonstration = 1 and a.period not in (select period from vintage_period where vintage_id = @vintageId)
        """;

    private const string ClearSql =
        "delete from active_vintage where dataset = @dataset and period in (select period from flip_period where flip_id = @flipId)";

    private const string ForwardSql = """
        insert into active_vintage (dataset, period, vintage_id)
        select @dataset, period, vintage_id from flip_period where flip_id = @flipId and vintage_id is not null
        """;

    private const string BackSql = """
        insert into active_vintage (dataset, period, vintage_id)
        select @dataset, period, former_vintage_id from flip_period where flip_id = @flipId and former_vintage_id is not null
        """;

    private const string DiscardSql = "update flip set state = 'discarded' where dataset = @dataset and state = 'undone'";

    private const string SetStateSql = "update flip set state = @state where id = @flipId";

    /// <summary>A check sum of what is active in a dataset: equal texts, equal vintages in every period.</summary>
    public async Task<ActiveVintages> ActiveAsync(string dataset, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ActiveAsync(connection, null, dataset);
    }

    /// <summary>
    /// Makes a staged vintage the active one for each of its periods. Fictional figures never take the place of real ones.
    /// A waiting import of the vintage is marked accepted in the same transaction.
    /// </summary>
    /// <param name="basis">What must be active still (<see cref="ActiveVintages.Basis"/>); null: anything.</param>
    /// <returns>Whether it was accepted; if not, nothing changed and it is still staged.</returns>
    /// <exception cref="InvalidOperationException">The vintage is not staged: it was cleaned away, refused or accepted before.</exception>
    public Task<AcceptResult> AcceptAsync(long vintageId, string by, string? comment, string? basis, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                var vintage = await connection.QuerySingleOrDefaultAsync<FlippedVintage>(VintageSql, new { vintageId }, transaction);
                var isRefused = await connection.ExecuteAsync(LockImportSql, new { vintageId }, transaction) == 0
                    && await connection.ExecuteScalarAsync<long>(RefusedSql, new { vintageId }, transaction) > 0;
                if (vintage?.State != "staged" || isRefused)
                {
                    throw new InvalidOperationException($"Vintage {vintageId.ToString(CultureInfo.InvariantCulture)} is no longer staged.");
                }

                if (vintage.IsDemonstration && await IsRealActiveAsync(connection, transaction, vintage.Dataset))
                {
                    return AcceptResult.RealFiguresActive;
                }

                if (await connection.ExecuteScalarAsync<long>(SameContentSql, vintage, transaction) > 0)
                {
                    return AcceptResult.AcceptedBefore;
                }

                if (basis is not null && (await ActiveAsync(connection, transaction, vintage.Dataset)).Basis != basis)
                {
                    return AcceptResult.BasisChanged;
                }

                var now = DateTimeOffset.UtcNow;
                await connection.ExecuteAsync(AcceptSql, new { vintageId, now, by }, transaction);
                await connection.ExecuteAsync(ImportAcceptedSql, new { vintageId, by, now, comment }, transaction);
                await FlipAsync(connection, transaction, "accept", vintageId, vintage, by, comment, cancellationToken);
                return AcceptResult.Accepted;
            },
            cancellationToken);

    /// <summary>Makes a vintage that was accepted before the active one of all its periods again.</summary>
    public Task<FlipResult> RestoreAsync(long vintageId, string by, string? comment, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                var vintage = await connection.QuerySingleOrDefaultAsync<FlippedVintage>(VintageSql, new { vintageId }, transaction);
                if (vintage?.State != "accepted")
                {
                    return FlipResult.Nothing;
                }

                if (vintage.IsDemonstration && await IsRealActiveAsync(connection, transaction, vintage.Dataset))
                {
                    return FlipResult.RealFiguresActive;
                }

                await FlipAsync(connection, transaction, "restore", vintageId, vintage, by, comment, cancellationToken);
                return FlipResult.Done;
            },
            cancellationToken);

    /// <summary>Takes back the last change of a dataset that is not undone.</summary>
    /// <param name="expected">The change that the person saw as the last one; another was made meanwhile: <see cref="FlipResult.Changed"/>.</param>
    public Task<FlipResult> UndoAsync(string dataset, long expected, string by, string? comment, CancellationToken cancellationToken)
        => StepAsync(dataset, expected, by, comment, isUndo: true, cancellationToken);

    /// <summary>Makes the change again that was undone last.</summary>
    public Task<FlipResult> RedoAsync(string dataset, long expected, string by, string? comment, CancellationToken cancellationToken)
        => StepAsync(dataset, expected, by, comment, isUndo: false, cancellationToken);

    private Task<FlipResult> StepAsync(string dataset, long expected, string by, string? comment, bool isUndo, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                var flip = await connection.QuerySingleOrDefaultAsync<Flip>(
                    isUndo ? FlipQueries.UndoableSql : FlipQueries.RedoableSql, new { dataset }, transaction);
                if (flip is null)
                {
                    return FlipResult.Nothing;
                }

                if (flip.Id != expected)
                {
                    return FlipResult.Changed;
                }

                var id = await IdCounter.ReserveAsync(connection, transaction, "flip", 1, cancellationToken);
                await connection.ExecuteAsync(
                    InsertFlipSql,
                    new { id, dataset, kind = isUndo ? "undo" : "redo", targetId = (long?)flip.Id, vintageId = flip.VintageId, by, now = DateTimeOffset.UtcNow, comment },
                    transaction);
                await connection.ExecuteAsync(SetStateSql, new { flipId = flip.Id, state = isUndo ? "undone" : "done" }, transaction);
                await ApplyAsync(connection, transaction, dataset, flip.Id, isUndo ? BackSql : ForwardSql);
                return FlipResult.Done;
            },
            cancellationToken);

    private static async Task FlipAsync(
        DbConnection connection, DbTransaction transaction, string kind, long vintageId, FlippedVintage vintage, string by, string? comment, CancellationToken cancellationToken)
    {
        var id = await IdCounter.ReserveAsync(connection, transaction, "flip", 1, cancellationToken);
        var parameters = new { id, dataset = vintage.Dataset, kind, targetId = (long?)null, vintageId, by, now = DateTimeOffset.UtcNow, comment };
        await connection.ExecuteAsync(DiscardSql, parameters, transaction);
        await connection.ExecuteAsync(InsertFlipSql, parameters, transaction);
        await connection.ExecuteAsync(FlipPeriodsSql, parameters, transaction);
        if (!vintage.IsDemonstration)
        {
            await connection.ExecuteAsync(PutAwayDemonstrationSql, parameters, transaction);
        }

        await ApplyAsync(connection, transaction, vintage.Dataset, id, ForwardSql);
    }

    private static async Task ApplyAsync(DbConnection connection, DbTransaction transaction, string dataset, long flipId, string activateSql)
    {
        await connection.ExecuteAsync(ClearSql, new { dataset, flipId }, transaction);
        await connection.ExecuteAsync(activateSql, new { dataset, flipId }, transaction);
        await connection.ExecuteAsync(ReviseSql, transaction: transaction);
    }

    private static async Task<bool> IsRealActiveAsync(DbConnection connection, DbTransaction transaction, string dataset)
        => await connection.ExecuteScalarAsync<long>(VintageQueries.ActiveRealSql, new { dataset }, transaction) > 0;

    private static async Task<ActiveVintages> ActiveAsync(DbConnection connection, DbTransaction? transaction, string dataset)
        => new((await connection.QueryAsync<(int Period, long VintageId)>(ActiveSql, new { dataset }, transaction)).ToDictionary(a => a.Period, a => a.VintageId));

    private sealed record FlippedVintage(string Dataset, string Sha256, string Origin, string State, bool IsDemonstration);
}

/// <summary>The active vintage of each period of a dataset, by key of the period.</summary>
public sealed record ActiveVintages(IReadOnlyDictionary<int, long> ByPeriod)
{
    /// <summary>SHA-256 of them, hexadecimal: equal texts, equal vintages in every period.</summary>
    public string Basis { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(
        ';', ByPeriod.OrderBy(a => a.Key).Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}"))))));
}
