using Octoplus.Core.Storage;

namespace Octoplus.Core.Profiles;

/// <summary>Reads profiles.</summary>
public sealed class ProfileQueries(Database database)
{
    private const string Columns = """
        select id, slug, name, header_signature, settings, created_at, created_by, changed_at, changed_by
        from profile
        """;

    private const string AllSql = $"{Columns} order by name, id";

    private const string BySlugSql = $"{Columns} where slug = @slug";

    /// <summary>Every profile, by name.</summary>
    public Task<IReadOnlyList<StoredProfile>> AllAsync(CancellationToken cancellationToken) => database.QueryAsync<StoredProfile>(AllSql, null, cancellationToken);

    /// <summary>The profile of a slug, or null.</summary>
    public async Task<StoredProfile?> FindAsync(string slug, CancellationToken cancellationToken)
        => (await database.QueryAsync<StoredProfile>(BySlugSql, new { slug }, cancellationToken)).FirstOrDefault();
}
