using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Imports;

/// <summary>Reads the files brought to the import page, their findings and reports.</summary>
public sealed class ImportQueries(Database database)
{
    private const string Columns = """
        id, file_name, size_bytes, sha256, origin, profile, state, format, dataset, vintage_id, first_period, last_period, fact_count, total, error_count, warning_count,
        message, basis, step, rows_done, rows_total, uploaded_by, uploaded_at, decided_by, decided_at, comment
        """;

    private const string OpenSql = $"""
        select {Columns} from import_file
        where state in ('queued', 'reading', 'waiting', 'mapping')
        order by id
        """;

    private const string ToReadSql = $"select {Columns} from import_file where state in ('queued', 'reading') order by id";

    private const string OverSql = $"""
        select {Columns} from import_file
        where state not in ('queued', 'reading', 'waiting', 'mapping') and id < @before
        order by id desc limit @limit
        """;

    private const string FindSql = $"select {Columns} from import_file where id = @id";

    private const string SameOpenSql = $"""
        select {Columns} from import_file
        where sha256 = @sha256 and id < @id and state in ('waiting', 'mapping')
        order by id limit 1
        """;

    private const string LatestOfOriginSql = $"""
        select {Columns} from import_file
        where sha256 = @sha256 and origin = @origin
        order by id desc limit 1
        """;

    private const string FindingsSql = """
        select f.severity, f.code, i.file_name as file, f.sheet, f.sheet_row, f.sheet_column, f.found, f.reason
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
