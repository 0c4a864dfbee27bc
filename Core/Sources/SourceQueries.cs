using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Sources;

/// <summary>A source and where it stands.</summary>
public sealed record SourceEntry(Source Source, SourceState State);

/// <summary>Reads sources.</summary>
public sealed class SourceQueries(Database database)
{
    private const string SelectSql = """
        select s.id, s.slug, s.name, s.kind, s.address, s.settings, s.profile, s.schedule, s.is_on, s.accepts_itself, s.bounds, s.version,
               s.id as source_id, coalesce(t.state, 'never') as state, t.tried_at, t.synced_at, t.changed_at,
               coalesce(t.failures, 0) as failures, t.try_again_at, t.row_count, t.message_code, t.message_arguments
        from source s
        left join source_state t on t.source_id = s.id
        """;

    private const string AllSql = $"{SelectSql} order by s.id";

    private const string FindSql = $"{SelectSql} where s.id = @id";

    private const string FilesSql = """
        select name, etag, last_modified, published, sha256, fetched_at, import_id, is_open
        from source_file
        where source_id = @sourceId
        order by name
        """;

    static SourceQueries() => ColumnMapping.Read(SourceBounds.FromJson);

    /// <summary>Every source and where it stands, in the order in which they were added.</summary>
    public Task<IReadOnlyList<SourceEntry>> AllAsync(CancellationToken cancellationToken) => ReadAsync(AllSql, null, cancellationToken);

    /// <summary>One source and where it stands; null where there is none of that key.</summary>
    public async Task<SourceEntry?> FindAsync(long id, CancellationToken cancellationToken)
        => (await ReadAsync(FindSql, new { id }, cancellationToken)).SingleOrDefault();

    /// <summary>What was fetched last of each file of a source, by name.</summary>
    public async Task<IReadOnlyList<SourceFile>> FilesAsync(long sourceId, CancellationToken cancellationToken)
        => await database.QueryAsync<SourceFile>(FilesSql, new { sourceId }, cancellationToken);

    private Task<IReadOnlyList<SourceEntry>> ReadAsync(string sql, object? parameters, CancellationToken cancellationToken)
        => database.QueryAsync<Source, SourceState, MessageColumns?, SourceEntry>(
            sql, (source, state, message) => new SourceEntry(source, message is null ? state : state with { Message = message.ToMessage() }),
            "source_id,message_code", parameters, cancellationToken);

    private sealed record MessageColumns(string MessageCode, string? MessageArguments)
    {
        public Message ToMessage() => Message.Parse(MessageCode, MessageArguments)!;
    }
}
