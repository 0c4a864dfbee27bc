using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Imports;

/// <summary>Reads the files brought to the import page, their findings and reports.</summary>
public sealed class ImportQueries(Database database)
{
    internal const string Columns = """
        i.id as Id, i.file_name as FileName, i.size_bytes as SizeBytes, i.sha256 as Sha256, i.origin as Origin, i.profile as Profile, i.state as State,
        i.format as Format, i.dataset as Dataset, i.vintage_id as VintageId, i.first_period as FirstPeriod, i.last_period as LastPeriod,
        i.fact_count as FactCount, i.total as Total, i.error_count as ErrorCount, i.warning_count as WarningCount, i.message as Message,
        i.basis as Basis, i.step as Step, i.rows_done as RowsDone, i.rows_total as RowsTotal, i.uploaded_by as UploadedBy,
        i.uploaded_at as UploadedAt, i.decided_by as DecidedBy, i.decided_at as DecidedAt, i.comment as Comment
        """;

    private const string OpenSql = $"""
        select {Columns} from import_file i
        where i.state in ('queued', 'reading', 'waiting', 'mapping')
        order by i.id
        """;

    private const string ToReadSql = $"select {Columns} from import_file i where i.state in ('queued', 'reading') order by i.id";

    private const string OverSql = $"""
        select {Columns} from import_file i
        where i.state not in ('queued', 'reading', 'waiting', 'mapping') and i.id < @before
        order by i.id desc limit @limit
        """;

    private const string FindSql = $"select {Columns} from import_file i where i.id = @id";

    private const string SameOpenSql = $"""
        select {Columns} from import_file i
        where i.sha256 = @sha256 and i.id < @id and i.state in ('waiting', 'mapping')
        order by i.id limit 1
        """;

    private const string LatestOfOriginSql = $"""
        select {Columns} from import_file i
        where i.sha256 = @sha256 and i.origin = @origin
        order by i.id desc limit 1
        """;

    private const string FindingsSql = """
        select f.severity as Severity, f.code as Code, i.file_name as File, f.sheet as Sheet, f.sheet_row as SheetRow,
               f.sheet_column as SheetColumn, f.found as Found, f.reason as Reason
        from import_finding f
        join import_file i on i.id = f.import_id
        where f.import_id = @id
        order by f.ordinal
        """;

    private const string ReportSql = "select report from import_report where import_id = @id";

    /// <summary>Files that are queued, being read, or wait for someone; in order of arrival.</summary>
    public async Task<IReadOnlyList<ImportFile>> OpenAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<ImportFile>(OpenSql, null, cancellationToken);

    /// <summary>Files that are queued or being read, or were when their process died; in order of arrival.</summary>
    public async Task<IReadOnlyList<ImportFile>> ToReadAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<ImportFile>(ToReadSql, null, cancellationToken);

    /// <summary>Files that are done with, newest first.</summary>
    /// <param name="before">Only ids below this one: the last of the page before.</param>
    public async Task<IReadOnlyList<ImportFile>> OverAsync(int limit, long before, CancellationToken cancellationToken)
        => await database.QueryAsync<ImportFile>(OverSql, new { limit, before }, cancellationToken);

    /// <summary>One file, or null.</summary>
    public async Task<ImportFile?> FindAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<ImportFile>(FindSql, new { id }, cancellationToken)).SingleOrDefault();

    /// <summary>An earlier file of the same content that waits for someone, or null.</summary>
    public async Task<ImportFile?> FindSameOpenAsync(string sha256, long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<ImportFile>(SameOpenSql, new { sha256, id }, cancellationToken)).SingleOrDefault();

    /// <summary>The last file of a content that came from somewhere, whatever became of it, or null.</summary>
    public async Task<ImportFile?> FindLatestAsync(string sha256, string origin, CancellationToken cancellationToken)
        => (await database.QueryAsync<ImportFile>(LatestOfOriginSql, new { sha256, origin }, cancellationToken)).SingleOrDefault();

    /// <summary>What was found in a file, by place; at most a thousand.</summary>
    public async Task<IReadOnlyList<Finding>> FindingsAsync(long id, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<FindingRow>(FindingsSql, new { id }, cancellationToken)).Select(r => r.ToFinding())];

    /// <summary>What the file would change, as JSON; null where there is no report.</summary>
    public async Task<string?> ReportAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<string>(ReportSql, new { id }, cancellationToken)).SingleOrDefault();
}
