using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Sources;

/// <summary>A source and where it stands.</summary>
public sealed record SourceEntry(Source Source, SourceState State);

/// <summary>Reads sources.</summary>
public sealed class SourceQueries(Database database)
{
    private const string SelectSql = """
        select s.id as Id, s.slug as Slug, s.name as Name, s.kind as Kind, s.address as Address, s.settings as Settings, s.profile as Profile,
               s.schedule as Schedule, s.is_on as IsOn, s.accepts_itself as AcceptsItself, s.bounds as Bounds, s.version as Version,
               coalesce(t.state, 'never') as State, t.tried_at as TriedAt, t.synced_at as SyncedAt, t.changed_at as ChangedAt,
               coalesce(t.failures, 0) as Failures, t.try_again_at as TryAgainAt, t.row_count as RowCount,
               t.message_code as MessageCode, t.message_arguments as MessageArguments
        from source s
        left join source_state t on t.source_id = s.id
        """;

    private const string AllSql = $"{SelectSql} order by s.id";

    private const string FindSql = $"{SelectSql} where s.id = @id";

    private const string FilesSql = """
        select name as Name, etag as Etag, last_modified as LastModified, published as Published, sha256 as Sha256, fetched_at as FetchedAt,
               import_id as ImportId, is_open as IsOpen
        from source_file
        where source_id = @sourceId
        order by name
        """;

    private sealed record Row
    {
        public required long Id { get; init; }

        public string? Slug { get; init; }

        public required string Name { get; init; }

        public required SourceKind Kind { get; init; }

        public required string Address { get; init; }

        public required string Settings { get; init; }

        public string? Profile { get; init; }

        public required string Schedule { get; init; }

        public required bool IsOn { get; init; }

        public required bool AcceptsItself { get; init; }

        public required string Bounds { get; init; }

        public required int Version { get; init; }

        public required SourceStatus State { get; init; }

        public string? TriedAt { get; init; }

        public string? SyncedAt { get; init; }

        public string? ChangedAt { get; init; }

        public required int Failures { get; init; }

        public string? TryAgainAt { get; init; }

        public long? RowCount { get; init; }

        public string? MessageCode { get; init; }

        public string? MessageArguments { get; init; }

        public SourceEntry ToEntry() => new(ToSource(), ToState());

        private Source ToSource() => new()
        {
            Id = Id,
            Slug = Slug,
            Name = Name,
            Kind = Kind,
            Address = Address,
            Settings = Settings,
            Profile = Profile,
            Schedule = Schedule,
            IsOn = IsOn,
            AcceptsItself = AcceptsItself,
            Bounds = SourceBounds.FromJson(Bounds),
            Version = Version,
        };

        private SourceState ToState() => new()
        {
            SourceId = Id,
            State = State,
            TriedAt = TriedAt,
            SyncedAt = SyncedAt,
            ChangedAt = ChangedAt,
            Failures = Failures,
            TryAgainAt = TryAgainAt,
            RowCount = RowCount,
            Message = Message.Parse(MessageCode, MessageArguments),
        };
    }

    /// <summary>Every source and where it stands, in the order in which they were added.</summary>
    public async Task<IReadOnlyList<SourceEntry>> AllAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<Row>(AllSql, null, cancellationToken)).Select(r => r.ToEntry())];

    /// <summary>One source and where it stands; null where there is none of that key.</summary>
    public async Task<SourceEntry?> FindAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<Row>(FindSql, new { id }, cancellationToken)).SingleOrDefault()?.ToEntry();

    /// <summary>What was fetched last of each file of a source, by name.</summary>
    public async Task<IReadOnlyList<SourceFile>> FilesAsync(long sourceId, CancellationToken cancellationToken)
        => await database.QueryAsync<SourceFile>(FilesSql, new { sourceId }, cancellationToken);
}
