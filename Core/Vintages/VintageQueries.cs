using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>Reads what was imported and what is served.</summary>
public sealed class VintageQueries(Database database)
{
    private const string Columns = """
        v.id, v.slug, v.dataset, v.file_name, v.sha256, v.size_bytes, v.origin, v.is_demonstration, v.first_period, v.last_period,
        v.fact_count, v.accepted_at, v.accepted_by, (select count(*) from vintage_warning f where f.vintage_id = v.id) as warning_count,
        (select count(*) from active_vintage x where x.dataset = v.dataset and x.vintage_id = v.id) as active_periods
        """;

    internal const string ActiveRealSql = """
        select count(*)
        from active_vintage a
        join vintage v on v.id = a.vintage_id
        where a.dataset = @dataset and v.is_demonstration = 0
        """;

    private const string AcceptedSql = $"select {Columns} from vintage v where v.state = 'accepted' order by v.id desc";

    private const string DroppedSql = $"select {Columns} from vintage v where v.state in ('dropping', 'dropped') order by v.id desc";

    private const string BySha256Sql = $"""
        select {Columns} from vintage v where v.state = 'accepted' and v.dataset = @dataset and v.sha256 = @sha256 order by v.id
        """;

    private const string ByContentSql = $"""
        select {Columns} from vintage v where v.state = 'accepted' and v.sha256 = @sha256 and v.dataset not like 'p-%' order by v.id
        """;

    private const string ByIdSql = $"select {Columns} from vintage v where v.state = 'accepted' and v.id = @id";

    private const string ActiveSql = "select vintage_id, period from active_vintage order by vintage_id, period";

    private const string ServedSql = $"""
        select distinct {Columns}
        from publication p
        join view_vintage s on s.build_id = p.build_id
        join vintage v on v.id = s.vintage_id
        where p.id = 1
        order by v.dataset, v.id
        """;

    private const string FindingsSql = """
        select f.severity, f.code, v.file_name as file, f.sheet, f.sheet_row, f.sheet_column, f.found, f.reason
        from vintage_warning f
        join vintage v on v.id = f.vintage_id
        where f.vintage_id = @vintageId
        order by f.ordinal
        """;

    private const string StatusSql = """
        select p.active_revision, p.build_id, p.build_revision,
               (select count(*) from view_vintage s where s.build_id = p.build_id and s.dataset = 'etat4001') as served_years
        from publication p
        where p.id = 1
        """;

    /// <summary>Accepted vintages, newest first.</summary>
    public async Task<IReadOnlyList<Vintage>> AcceptedAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<Vintage>(AcceptedSql, null, cancellationToken);

    /// <summary>Vintages that were accepted once and whose rows and original are no longer kept, newest first.</summary>
    public async Task<IReadOnlyList<Vintage>> DroppedAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<Vintage>(DroppedSql, null, cancellationToken);

    /// <summary>The accepted vintage of a file's content, or null; those of profiles apart, for which one file may hold several datasets.</summary>
    public async Task<Vintage?> FindContentAsync(string sha256, CancellationToken cancellationToken)
        => (await database.QueryAsync<Vintage>(ByContentSql, new { sha256 }, cancellationToken)).FirstOrDefault();

    /// <summary>An accepted vintage, or null.</summary>
    public async Task<Vintage?> FindAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<Vintage>(ByIdSql, new { id }, cancellationToken)).SingleOrDefault();

    /// <summary>The periods in which each vintage is the active one, ascending, by id of the vintage.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<int>>> ActivePeriodsAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(long VintageId, int Period)>(ActiveSql, null, cancellationToken))
            .GroupBy(a => a.VintageId)
            .ToDictionary(v => v.Key, v => (IReadOnlyList<int>)[.. v.Select(a => a.Period)]);

    /// <summary>The accepted vintage of a file's content in a dataset, or null.</summary>
    public async Task<Vintage?> FindAsync(string dataset, string sha256, CancellationToken cancellationToken)
        => (await database.QueryAsync<Vintage>(BySha256Sql, new { dataset, sha256 }, cancellationToken)).FirstOrDefault();

    /// <summary>Whether any period of a dataset has real figures: demonstration ones are then refused.</summary>
    public async Task<bool> HasRealFiguresAsync(string dataset, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>(ActiveRealSql, new { dataset }, cancellationToken))[0] > 0;

    /// <summary>The vintages behind the figures that are served now.</summary>
    public async Task<IReadOnlyList<Vintage>> ServedAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<Vintage>(ServedSql, null, cancellationToken);

    /// <summary>The warnings kept with a vintage.</summary>
    public async Task<IReadOnlyList<Finding>> FindingsAsync(long vintageId, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<FindingRow>(FindingsSql, new { vintageId }, cancellationToken)).Select(r => r.ToFinding())];

    /// <summary>Whether figures are served and up to date with what was accepted.</summary>
    public async Task<PublicationStatus> StatusAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<PublicationStatus>(StatusSql, null, cancellationToken)).Single();
}

/// <summary>State of the served views.</summary>
public sealed record PublicationStatus
{
    /// <summary>Grows with each accepted, undone or redone vintage.</summary>
    public required long ActiveRevision { get; init; }

    /// <summary>The served build; 0 before the first.</summary>
    public required long BuildId { get; init; }

    /// <summary>The revision that the served build shows.</summary>
    public required long BuildRevision { get; init; }

    /// <summary>Years of recorded crime that are served.</summary>
    public required long ServedYears { get; init; }

    /// <summary>The views lag behind what was accepted.</summary>
    public bool IsStale => BuildRevision < ActiveRevision;

    /// <summary>There is something to show.</summary>
    public bool HasFigures => ServedYears > 0;
}
