using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>What became of a refresh token that was presented.</summary>
/// <param name="UserId">Whose it is; null when unknown, expired or revoked.</param>
/// <param name="Token">The one that takes its place; null when it was refused.</param>
/// <param name="IsReuse">It had been used before: its whole family is revoked now.</param>
public sealed record RefreshResult(long? UserId, string? Token, bool IsReuse);

/// <summary>
/// Refresh tokens: random, stored as SHA-256, good for one use within <see cref="Lifetime"/>. A token that comes a second time was
/// copied by someone, so every token that descends from the same grant is revoked (RFC 9700, 4.14.2).
/// </summary>
public sealed class RefreshTokenStore(Database database, TimeProvider time)
{
    /// <summary>How long a token waits to be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private const string InsertSql = """
        insert into refresh_token (token_hash, family, user_id, created_at, expires_at)
        values (@Hash, @Family, @UserId, @CreatedAt, @ExpiresAt)
        """;

    private const string UseSql = """
        update refresh_token
        set used_at = @now
        where token_hash = @hash and used_at is null and revoked_at is null and expires_at > @now
        """;

    private const string FindSql = """
        select family, user_id, used_at, revoked_at
        from refresh_token
        where token_hash = @hash
        """;

    private const string RevokeFamilySql = "update refresh_token set revoked_at = @now where family = @Family and revoked_at is null";

    private const string DropExpiredSql = "delete from refresh_token where user_id = @userId and expires_at < @now";

    private sealed record TokenRow(string Family, long UserId, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt);

    /// <summary>A first token of a new family; tokens of the user that expired are dropped.</summary>
    public Task<string> GrantAsync(long userId, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(DropExpiredSql, new { userId, now = time.GetUtcNow() }, transaction);
                var (token, row) = Make(userId, Guid.NewGuid().ToString("N"));
                await connection.ExecuteAsync(InsertSql, row, transaction);
                return token;
            },
            cancellationToken);

    /// <summary>Exchanges a token for the next one.</summary>
    public Task<RefreshResult> RotateAsync(string token, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var hash = Hash(token);
                var now = time.GetUtcNow();
                // First the update: it takes the row's lock, so that of two at once one sees the other's use.
                var isUsedNow = await connection.ExecuteAsync(UseSql, new { hash, now }, transaction) == 1;
                if (await connection.QuerySingleOrDefaultAsync<TokenRow>(FindSql, new { hash }, transaction) is not { } found)
                {
                    return new RefreshResult(null, null, IsReuse: false);
                }

                if (isUsedNow)
                {
                    var (next, row) = Make(found.UserId, found.Family);
                    await connection.ExecuteAsync(InsertSql, row, transaction);
                    return new RefreshResult(found.UserId, next, IsReuse: false);
                }

                if (found.UsedAt is null || found.RevokedAt is not null)
                {
                    return new RefreshResult(null, null, IsReuse: false); // expired, or revoked before
                }

                await connection.ExecuteAsync(RevokeFamilySql, new { found.Family, now }, transaction);
                return new RefreshResult(found.UserId, null, IsReuse: true);
            },
            cancellationToken);

    private (string Token, object Row) Make(long userId, string family)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        return (token, new { Hash = Hash(token), Family = family, UserId = userId, CreatedAt = now, ExpiresAt = now + Lifetime });
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
