using System.Data.Common;
using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Sources;

/// <summary>What came of asking a source once.</summary>
/// <param name="State">Where it stands now.</param>
/// <param name="Files">Files of which something else is known now; the others stay as they were.</param>
public sealed record SourceResult(SourceState State, IReadOnlyList<SourceFile> Files)
{
    /// <summary>What administrators are to be told.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Causes that are over without a word, since who ended them knows.</summary>
    public IReadOnlyList<string> Over { get; init; } = [];

    /// <summary>Beginnings of such causes: all of them are over.</summary>
    public IReadOnlyList<string> OverAll { get; init; } = [];

    /// <summary>Failures that are over: every cause that begins so is closed, and told of once for all of them.</summary>
    public IReadOnlyList<Notice> Recovered { get; init; } = [];

    /// <summary>What the program did by itself.</summary>
    public IReadOnlyList<AuditEntry> Deeds { get; init; } = [];
}

/// <summary>
/// Notes what came of asking sources: state, validators, notices and audit entries in one transaction, so that a process killed before it
/// has done nothing, and one killed after it has told all.
/// </summary>
public sealed class SourceStateStore(Database database, AuditLog audit)
{
    // The row of the source is locked, so that nobody deletes it meanwhile.
    private const string HoldSql = "update source set is_on = is_on where id = @id";

    private const string ThereSql = "select count(*) from source where id = @id";

    private const string EnsureSql = """
        insert into source_state (source_id, state, failures)
        select c.id, 'never', 0 from (select @id as id) c
        where not exists (select 1 from source_state t where t.source_id = @id)
        """;

    private const string UpdateSql = """
        update source_state
        set state = @state, tried_at = @TriedAt, synced_at = @SyncedAt, changed_at = @ChangedAt, failures = @Failures, try_again_at = @TryAgainAt,
            row_count = @RowCount, message_code = @code, message_arguments = @arguments
        where source_id = @SourceId
        """;

    private const string TriedSql = "select tried_at from source_state where source_id = @id";

    // A prefix as a range: the causes are letters, digits, colons and hyphens, all before the tilde.
    private const string CausesSql = "select cause from notice_cause where cause >= @first and cause < @last order by first_at, cause";

    private const string DropFileSql = "delete from source_file where source_id = @sourceId and name = @Name";

    private const string InsertFileSql = """
        insert into source_file (source_id, name, etag, last_modified, published, sha256, fetched_at, import_id, is_open)
        values (@sourceId, @Name, @Etag, @LastModified, @Published, @Sha256, @FetchedAt, @ImportId, @isOpen)
        """;

    /// <summary>Notes a result.</summary>
    /// <param name="triedAt"><see cref="SourceState.TriedAt"/> as it was when the asking began.</param>
    /// <returns>False if someone else has asked the source since, or it is gone: nothing was written.</returns>
    public Task<bool> WriteAsync(SourceResult result, DateTimeOffset? triedAt, long? runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        var id = result.State.SourceId;
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(HoldSql, new { id }, transaction);
                if (await connection.ExecuteScalarAsync<long>(ThereSql, new { id }, transaction) == 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(EnsureSql, new { id }, transaction);
                if (await connection.ExecuteScalarAsync<DateTimeOffset?>(TriedSql, new { id }, transaction) != triedAt)
                {
                    return false;
                }

                await WriteStateAsync(connection, transaction, result);
                foreach (var cause in result.Over)
                {
                    await NoticeStore.ForgetAsync(connection, transaction, cause);
                }

                foreach (var prefix in result.OverAll)
                {
                    await NoticeStore.ForgetAllAsync(connection, transaction, prefix);
                }

                foreach (var recovered in result.Recovered)
                {
                    await RecoverAsync(connection, transaction, recovered, runId, cancellationToken);
                }

                foreach (var notice in result.Notices)
                {
                    await NoticeStore.WriteAsync(connection, transaction, runId, notice, cancellationToken);
                }

                foreach (var deed in result.Deeds)
                {
                    await audit.WriteAsync(connection, transaction, deed, cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }

    private static async Task RecoverAsync(DbConnection connection, DbTransaction transaction, Notice recovered, long? runId, CancellationToken cancellationToken)
    {
        var causes = (await connection.QueryAsync<string>(CausesSql, new { first = recovered.Cause, last = recovered.Cause + "~" }, transaction)).AsList();
        for (var i = 0; i < causes.Count; i++)
        {
            if (i == 0)
            {
                await NoticeStore.WriteAsync(connection, transaction, runId, recovered with { Cause = causes[i] }, cancellationToken);
            }
            else
            {
                await NoticeStore.ForgetAsync(connection, transaction, causes[i]);
            }
        }
    }

    private static async Task WriteStateAsync(DbConnection connection, DbTransaction transaction, SourceResult result)
    {
        var state = result.State;
        await connection.ExecuteAsync(
            UpdateSql,
            new
            {
                state.SourceId,
                state = EnumCode.Of(state.State),
                state.TriedAt,
                state.SyncedAt,
                state.ChangedAt,
                state.Failures,
                state.TryAgainAt,
                state.RowCount,
                code = state.Message?.Code,
                arguments = state.Message?.ToJson(),
            },
            transaction);
        foreach (var file in result.Files)
        {
            var row = new
            {
                sourceId = state.SourceId,
                file.Name,
                file.Etag,
                file.LastModified,
                file.Published,
                file.Sha256,
                file.FetchedAt,
                file.ImportId,
                isOpen = file.IsOpen,
            };
            await connection.ExecuteAsync(DropFileSql, row, transaction);
            await connection.ExecuteAsync(InsertFileSql, row, transaction);
        }
    }
}
