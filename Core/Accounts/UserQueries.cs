using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>Reads users.</summary>
public sealed class UserQueries(Database database)
{
    internal const string SelectSql = """
        select id, name, name_key, password_hash, security_stamp, role, failed_count, locked_until, must_change_password,
               is_disabled, created_at, created_by, last_sign_in_at
        from user_account
        """;

    private const string ByIdSql = $"{SelectSql} where id = @id";

    private const string ByNameSql = $"{SelectSql} where name_key = @nameKey";

    private const string AllSql = $"{SelectSql} order by name_key";

    private const string CountSql = "select count(*) from user_account";

    /// <summary>The user, or null.</summary>
    public Task<UserAccount?> FindAsync(long id, CancellationToken cancellationToken) => OneAsync(ByIdSql, new { id }, cancellationToken);

    /// <summary>The user of a name, however it is capitalised, or null.</summary>
    public Task<UserAccount?> FindAsync(string name, CancellationToken cancellationToken)
        => OneAsync(ByNameSql, new { nameKey = UserNames.Key(name) }, cancellationToken);

    /// <summary>Every user, by name.</summary>
    public async Task<IReadOnlyList<UserAccount>> AllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<UserAccount>(new CommandDefinition(AllSql, cancellationToken: cancellationToken))];
    }

    /// <summary>Whether there is any user.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(CountSql, cancellationToken: cancellationToken)) > 0;
    }

    private async Task<UserAccount?> OneAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<UserAccount>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
