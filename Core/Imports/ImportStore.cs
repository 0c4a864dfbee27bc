using System.Globalization;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Imports;

/// <summary>A file just uploaded.</summary>
/// <param name="Origin"><c>page</c>, <c>api</c> or <c>source</c>.</param>
public sealed record NewImport(string FileName, long SizeBytes, string Sha256, string Origin, string UploadedBy, string? Profile);

/// <summary>What reading a file came to.</summary>
/// <param name="State">Any state that ends the reading.</param>
/// <param name="Report">As JSON, for <see cref="ImportState.Waiting"/>.</param>
public sealed record ImportResult(ImportState State, string? Message)
{
    /// <inheritdoc cref="ImportFile.Format"/>
    public string? Format { get; init; }

    /// <inheritdoc cref="ImportFile.Dataset"/>
    public string? Dataset { get; init; }

    /// <summary>Slug of the profile that the file was recognised by; null leaves what was asked for.</summary>
    public string? Profile { get; init; }

    /// <inheritdoc cref="ImportFile.VintageId"/>
    public long? VintageId { get; init; }

    /// <inheritdoc cref="ImportFile.FirstPeriod"/>
    public int? FirstPeriod { get; init; }

    /// <inheritdoc cref="ImportFile.LastPeriod"/>
    public int? LastPeriod { get; init; }

    /// <inheritdoc cref="ImportFile.FactCount"/>
    public long FactCount { get; init; }

    /// <inheritdoc cref="ImportFile.Total"/>
    public long Total { get; init; }

    /// <inheritdoc cref="ImportFile.ErrorCount"/>
    public int ErrorCount { get; init; }

    /// <inheritdoc cref="ImportFile.WarningCount"/>
    public int WarningCount { get; init; }

    /// <inheritdoc cref="ImportFile.Basis"/>
    public string? Basis { get; init; }

    /// <summary>What the file would change, as JSON.</summary>
    public string? Report { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>
/// Writes the queue of files brought to the import page. Who reads a file holds its lease; a process that died loses it, and the file is read anew.
/// All changes of state are conditional, so that two processes never both make one.
/// </summary>
public sealed class ImportStore(Database database, LeaseStore leases)
{
    private const string InsertSql = """
        insert into import_file (
          id, file_name, size_bytes, sha256, origin, profile, state, fact_count, total, error_count, warning_count, rows_done, uploaded_by, uploaded_at)
        values (@Id, @FileName, @SizeBytes, @Sha256, @Origin, @Profile, 'queued', 0, 0, 0, 0, 0, @UploadedBy, @Now)
        """;

    private const string BeginSql = """
        update import_file
        set state = 'reading', step = 'reading', rows_done = 0, rows_total = null
        where id = @id and state in ('queued', 'reading')
        """;

    private const string ProgressSql = "update import_file set step = @step, rows_done = @rowsDone, rows_total = @rowsTotal where id = @id and state = 'reading'";

    private const string EndSql = """
        update import_file
        set state = @State, format = @Format, profile = coalesce(@Profile, profile), dataset = @Dataset, vintage_id = @VintageId, first_period = @FirstPeriod, last_period = @LastPeriod,
            fact_count = @FactCount, total = @Total, error_count = @ErrorCount, warning_count = @WarningCount, message = @Message, basis = @Basis, step = null
        where id = @Id and state = 'reading'
        """;

    private const string InsertFindingSql = """
        insert into import_finding (import_id, ordinal, severity, code, sheet, sheet_row, sheet_column, found, reason)
        values (@owner, @Ordinal, @Severity, @Code, @Sheet, @Row, @Column, @Found, @Reason)
        """;

    private const string RefuseSql = """
        update import_file
        set state = 'refused', decided_by = @by, decided_at = @now, comment = @comment
        where id = @id and state in ('waiting', 'mapping')
        """;

    private const string AgainSql = "update import_file set state = 'queued', profile = @profile where id = @id and state = @from";

    private const string ForgetSql = "delete from import_finding where import_id = @id; delete from import_report where import_id = @id";

    private const string UsesSql = """
        select (select count(*) from import_file where sha256 = @sha256 and state in ('queued', 'reading', 'waiting', 'mapping'))
          + (select count(*) from vintage where sha256 = @sha256 and state not in ('staging', 'dropping', 'dropped'))
        """;

    /// <summary>Reserves the id of a file that is about to be queued.</summary>
    public Task<long> ReserveAsync(CancellationToken cancellationToken)
        => database.WriteAsync((c, t) => IdCounter.ReserveAsync(c, t, "import", 1, cancellationToken), cancellationToken);

    /// <summary>Queues a file whose bytes are in place.</summary>
    public Task AddAsync(long id, NewImport file, CancellationToken cancellationToken)
        => ChangeAsync(
            InsertSql,
            new { Id = id, file.FileName, file.SizeBytes, file.Sha256, file.Origin, file.Profile, file.UploadedBy, Now = DateTimeOffset.UtcNow },
            cancellationToken);

    /// <summary>Takes a file to read it; null if another process reads it, or it is not to be read any more.</summary>
    public async Task<Lease?> TakeAsync(long id, TimeSpan length, CancellationToken cancellationToken)
    {
        if (await leases.TakeAsync(string.Create(CultureInfo.InvariantCulture, $"import:{id}"), length, cancellationToken) is not { } lease)
        {
            return null;
        }

        if (await ChangeAsync(BeginSql, new { id }, cancellationToken))
        {
            return lease;
        }

        await leases.ReleaseAsync(lease, CancellationToken.None);
        return null;
    }

    /// <summary>Says how far the reading is; for whoever holds the lease.</summary>
    public Task ReportAsync(long id, string step, long rowsDone, long? rowsTotal, CancellationToken cancellationToken)
        => ChangeAsync(ProgressSql, new { id, step, rowsDone, rowsTotal }, cancellationToken);

    /// <summary>Ends the reading with its result, and gives back the lease.</summary>
    /// <returns>False if the lease was lost: nothing was written.</returns>
    public Task<bool> EndAsync(long id, Lease lease, ImportResult result, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                if (!await LeaseStore.ReleaseAsync(connection, transaction, lease))
                {
                    return false;
                }

                await connection.ExecuteAsync(
                    EndSql,
                    new
                    {
                        Id = id,
                        State = EnumCode.Of(result.State),
                        result.Format,
                        result.Dataset,
                        result.Profile,
                        result.VintageId,
                        result.FirstPeriod,
                        result.LastPeriod,
                        result.FactCount,
                        result.Total,
                        result.ErrorCount,
                        result.WarningCount,
                        result.Message,
                        result.Basis,
                    },
                    transaction);
                await connection.ExecuteAsync(ForgetSql, new { id }, transaction);
                await connection.ExecuteAsync(InsertFindingSql, result.Findings.Select((f, i) => FindingRow.Parameters(id, i, f)), transaction);
                if (result.Report is not null)
                {
                    await connection.ExecuteAsync("insert into import_report (import_id, report) values (@id, @Report)", new { id, result.Report }, transaction);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Refuses a file that waits for a decision or for a profile.</summary>
    /// <returns>False if it waits no longer.</returns>
    public Task<bool> RefuseAsync(long id, string by, string? comment, CancellationToken cancellationToken)
        => ChangeAsync(RefuseSql, new { id, by, comment, now = DateTimeOffset.UtcNow }, cancellationToken);

    /// <summary>Queues a file again: with a profile for one of unknown kind, or as it was for one whose report is out of date.</summary>
    /// <param name="from">The state that it must be in.</param>
    /// <returns>False if it is not.</returns>
    public Task<bool> QueueAgainAsync(long id, ImportState from, string? profile, CancellationToken cancellationToken)
        => ChangeAsync(AgainSql, new { id, profile, from = EnumCode.Of(from) }, cancellationToken);

    /// <summary>Whether a vintage or an open import has this content, so that its file must be kept.</summary>
    public async Task<bool> IsUsedAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(UsesSql, new { sha256 }, cancellationToken: cancellationToken)) > 0;
    }

    private async Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) == 1;
    }
}
