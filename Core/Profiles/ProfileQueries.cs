using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Profiles;

/// <summary>Reads profiles.</summary>
public sealed class ProfileQueries(Database database)
{
    private const string Columns = """
        select id as Id, slug as Slug, name as Name, header_signature as HeaderSignature, settings as Settings, created_at as CreatedAt,
               created_by as CreatedBy, changed_at as ChangedAt, changed_by as ChangedBy
        from profile
        """;

    private const string AllSql = $"{Columns} order by name, id";

    private const string BySlugSql = $"{Columns} where slug = @slug";

    /// <summary>Every profile, by name.</summary>
    public Task<IReadOnlyList<StoredProfile>> AllAsync(CancellationToken cancellationToken) => ReadAsync(AllSql, null, cancellationToken);

    /// <summary>The profile of a slug, or null.</summary>
    public async Task<StoredProfile?> FindAsync(string slug, CancellationToken cancellationToken)
        => (await ReadAsync(BySlugSql, new { slug }, cancellationToken)).FirstOrDefault();

    private async Task<IReadOnlyList<StoredProfile>> ReadAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        return (await connection.QueryAsync<StoredProfile>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }
}
