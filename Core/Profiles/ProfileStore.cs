using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Profiles;

/// <summary>Keeps profiles. What was imported by one stays when it changes or goes.</summary>
public sealed class ProfileStore(Database database)
{
    // Takes the counter's row first: two who save under one slug do so one after the other.
    private const string ExistsSql = "select count(*) from profile where slug = @Slug";

    private const string InsertSql = """
        insert into profile (id, slug, name, header_signature, settings, created_at, created_by, changed_at, changed_by)
        values (@id, @Slug, @Name, @HeaderSignature, @Settings, @now, @by, @now, @by)
        """;

    private const string UpdateSql = """
        update profile
        set name = @Name, header_signature = @HeaderSignature, settings = @Settings, changed_at = @now, changed_by = @by
        where slug = @Slug
        """;

    private const string DeleteSql = "delete from profile where slug = @slug";

    /// <summary>Stores a new profile; false where its slug is taken.</summary>
    public Task<bool> AddAsync(NewProfile profile, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                var id = await IdCounter.ReserveAsync(connection, transaction, "profile", 1, cancellationToken);
                if (await connection.ExecuteScalarAsync<long>(new CommandDefinition(ExistsSql, new { profile.Slug }, transaction, cancellationToken: cancellationToken)) > 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(new CommandDefinition(
                    InsertSql,
                    new { id, profile.Slug, profile.Name, profile.HeaderSignature, profile.Settings, now = DateTimeOffset.UtcNow, by },
                    transaction,
                    cancellationToken: cancellationToken));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Changes the profile of a slug; false where there is none.</summary>
    public async Task<bool> ReplaceAsync(NewProfile profile, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return await database.ExecuteAsync(
            UpdateSql, new { profile.Slug, profile.Name, profile.HeaderSignature, profile.Settings, now = DateTimeOffset.UtcNow, by }, cancellationToken) > 0;
    }

    /// <summary>Forgets a profile; false where there is none.</summary>
    public async Task<bool> DeleteAsync(string slug, CancellationToken cancellationToken)
        => await database.ExecuteAsync(DeleteSql, new { slug }, cancellationToken) > 0;
}
