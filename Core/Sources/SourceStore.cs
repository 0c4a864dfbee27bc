using System.Data.Common;
using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Sources;

/// <summary>How an edit of a source ended.</summary>
public enum SourceEdit
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Someone else edited it since it was read: nothing was written.</summary>
    EditedMeanwhile,

    /// <summary>Someone deleted it.</summary>
    Gone,
}

/// <summary>
/// Keeps the settings of sources. A change and its entry in the audit log stand or fall together. What the job notes of them is in
/// <see cref="SourceStateStore"/>.
/// </summary>
public sealed class SourceStore(Database database, AuditLog audit)
{
    /// <summary>Audit: a source was added.</summary>
    public const string Added = "source.added";

    /// <summary>Audit: a source was edited.</summary>
    public const string Edited = "source.edited";

    /// <summary>Audit: a source was turned on.</summary>
    public const string TurnedOn = "source.turned-on";

    /// <summary>Audit: a source was turned off.</summary>
    public const string TurnedOff = "source.turned-off";

    /// <summary>Audit: a source was deleted.</summary>
    public const string Deleted = "source.deleted";

    private const string InsertSql = """
        insert into source (
          id, slug, name, kind, address, settings, profile, schedule, is_on, accepts_itself, bounds, version, created_at, created_by, changed_at, changed_by)
        values (
          @id, @slug, @Name, @kind, @Address, @Settings, @Profile, @Schedule, @isOn, @acceptsItself, @bounds, 1, @now, @by, @now, @by)
        """;

    private const string UpdateSql = """
        update source
        set name = @Name, kind = @kind, address = @Address, settings = @Settings, profile = @Profile, schedule = @Schedule, is_on = @isOn,
            accepts_itself = @acceptsItself, bounds = @bounds, version = version + 1, changed_at = @now, changed_by = @by
        where id = @id and version = @version
        """;

    private const string TurnSql = """
        update source set is_on = @isOn, version = version + 1, changed_at = @now, changed_by = @by where id = @id and is_on <> @isOn
        """;

    // What was fetched from one address says nothing of another; what its bytes were still tells that they came before.
    private const string ForgetSql = """
        update source_file set etag = null, last_modified = null, published = null where source_id = @id;
        update source_state set failures = 0, try_again_at = null where source_id = @id
        """;

    private const string DeleteSql = """
        delete from source_file where source_id = @id;
        delete from source_state where source_id = @id
        """;

    private const string ShippedSql = """
        select p.slug, s.id, s.version, s.changed_by
        from source_shipped p
        left join source s on s.slug = p.slug
        where p.slug = @slug
        """;

    // Takes the counter's row first: two nodes that start together do so one after the other.
    private const string QueueSql = "update id_counter set last_id = last_id where name = 'source'";

    private const string ShipSql = "insert into source_shipped (slug, shipped_at) values (@slug, @now)";

    private readonly SourceQueries _queries = new(database);

    /// <summary>Adds a source.</summary>
    /// <returns>Its key.</returns>
    public Task<long> AddAsync(SourceDraft draft, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(actor);
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                var id = await InsertAsync(connection, transaction, draft, null, actor.Name, cancellationToken);
                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, Added, draft.Name, Detail(id, draft)), cancellationToken);
                return id;
            },
            cancellationToken);
    }

    /// <summary>Changes the settings of a source that is still as it was read.</summary>
    /// <param name="version">As read.</param>
    public Task<SourceEdit> EditAsync(long id, int version, SourceDraft draft, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(actor);
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await UpdateAsync(connection, transaction, id, version, draft, actor.Name) == 0)
                {
                    var there = await connection.ExecuteScalarAsync<long>("select count(*) from source where id = @id", new { id }, transaction);
                    return there > 0 ? SourceEdit.EditedMeanwhile : SourceEdit.Gone;
                }

                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, Edited, draft.Name, Detail(id, draft)), cancellationToken);
                return SourceEdit.Done;
            },
            cancellationToken);
    }

    /// <summary>Turns a source on or off.</summary>
    /// <returns>False if it was so already, or is gone.</returns>
    public async Task<bool> TurnAsync(long id, bool isOn, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await _queries.FindAsync(id, cancellationToken) is not { Source: var source })
        {
            return false;
        }

        return await database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteAsync(TurnSql, new { id, isOn, now = DateTimeOffset.UtcNow, by = actor.Name }, transaction) == 0)
                {
                    return false;
                }

                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, isOn ? TurnedOn : TurnedOff, source.Name, source.Subject), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Forgets a source; what it brought stays. A shipped one does not come back.</summary>
    /// <returns>False if it is gone already.</returns>
    public async Task<bool> DeleteAsync(long id, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await _queries.FindAsync(id, cancellationToken) is not { Source: var source })
        {
            return false;
        }

        return await database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteAsync("delete from source where id = @id", new { id }, transaction) == 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(DeleteSql, new { id }, transaction);
                await NoticeStore.ForgetAllAsync(connection, transaction, source.Subject + ":");
                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, Deleted, source.Name, $"{source.Subject} · {source.Address}"), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Puts in a source that ships with the program; brings one that nobody edited up to date; leaves alone one that someone edited or deleted.</summary>
    /// <param name="slug">At most 40 characters.</param>
    public Task ShipAsync(string slug, SourceDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var by = AuditActor.System.Name;
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(QueueSql, transaction: transaction);
                if (await connection.QuerySingleOrDefaultAsync<(string? Slug, long? Id, int Version, string? ChangedBy)>(ShippedSql, new { slug }, transaction) is not { Slug: not null } shipped)
                {
                    await connection.ExecuteAsync(ShipSql, new { slug, now = DateTimeOffset.UtcNow }, transaction);
                    await InsertAsync(connection, transaction, draft, slug, by, cancellationToken);
                }
                else if (shipped is { Id: { } id, ChangedBy: var changedBy } && changedBy == by
                    && await _queries.FindAsync(id, cancellationToken) is { } former && SourceDraft.Of(former.Source) != draft)
                {
                    await UpdateAsync(connection, transaction, id, shipped.Version, draft, by);
                }
            },
            cancellationToken);
    }

    private static string Detail(long id, SourceDraft draft) => $"{Source.SubjectOf(id)} · {EnumCode.Of(draft.Kind)} · {draft.Address}";

    private static async Task<long> InsertAsync(
        DbConnection connection, DbTransaction transaction, SourceDraft draft, string? slug, string by, CancellationToken cancellationToken)
    {
        var id = await IdCounter.ReserveAsync(connection, transaction, "source", 1, cancellationToken);
        await connection.ExecuteAsync(InsertSql, Parameters(id, 0, draft, slug, by), transaction);
        return id;
    }

    private static async Task<int> UpdateAsync(DbConnection connection, DbTransaction transaction, long id, int version, SourceDraft draft, string by)
    {
        var updated = await connection.ExecuteAsync(UpdateSql, Parameters(id, version, draft, null, by), transaction);
        if (updated > 0)
        {
            await connection.ExecuteAsync(ForgetSql, new { id }, transaction);
        }

        return updated;
    }

    private static object Parameters(long id, int version, SourceDraft draft, string? slug, string by) => new
    {
        id,
        version,
        slug,
        draft.Name,
        kind = EnumCode.Of(draft.Kind),
        draft.Address,
        draft.Settings,
        draft.Profile,
        draft.Schedule,
        isOn = draft.IsOn,
        acceptsItself = draft.AcceptsItself,
        bounds = draft.Bounds.ToJson(),
        now = DateTimeOffset.UtcNow,
        by,
    };
}
