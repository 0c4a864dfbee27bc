using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>What signing in and changing the own password write to a user.</summary>
public sealed class SignInStore(Database database, TimeProvider time)
{
    private const string CountFailureSql = "update user_account set failed_count = failed_count + 1 where id = @id";

    private const string FailuresSql = "select failed_count from user_account where id = @id";

    private const string ResetFailuresSql = "update user_account set failed_count = 0 where id = @id";

    private const string LockOutSql = "update user_account set locked_until = @until where id = @id";

    private const string SignedInSql = "update user_account set last_sign_in_at = @now where id = @id";

    // The former stamp: of two changes at once the second is told so, instead of undoing the first.
    private const string SaveCredentialsSql = """
        update user_account
        set password_hash = @PasswordHash, security_stamp = @SecurityStamp, must_change_password = @MustChangePassword
        where id = @Id and security_stamp = @formerStamp
        """;

    /// <summary>Counts one more wrong password, also when many come at once; returns how many there are.</summary>
    public Task<int> CountFailureAsync(long id, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(CountFailureSql, new { id }, transaction);
                return await connection.ExecuteScalarAsync<int>(FailuresSql, new { id }, transaction);
            },
            cancellationToken);

    /// <summary>Begins to count from none.</summary>
    public Task ResetFailuresAsync(long id, CancellationToken cancellationToken) => database.ExecuteAsync(ResetFailuresSql, new { id }, cancellationToken);

    /// <summary>Locks out until an instant; null unlocks.</summary>
    public Task LockOutAsync(long id, DateTimeOffset? until, CancellationToken cancellationToken)
        => database.ExecuteAsync(LockOutSql, new { id, until }, cancellationToken);

    /// <summary>Remembers when the user last signed in: now.</summary>
    public Task SignedInAsync(long id, CancellationToken cancellationToken) => database.ExecuteAsync(SignedInSql, new { id, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Saves password, stamp and whether the password must change; a new stamp revokes the user's refresh tokens.</summary>
    /// <param name="formerStamp">The stamp when the user was read.</param>
    /// <returns>False when the stamp has changed since: nothing was saved.</returns>
    public Task<bool> SaveCredentialsAsync(UserAccount user, string formerStamp, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(
                    SaveCredentialsSql,
                    new { user.PasswordHash, user.SecurityStamp, user.MustChangePassword, user.Id, formerStamp },
                    transaction);
                if (changed == 1 && user.SecurityStamp != formerStamp)
                {
                    await connection.ExecuteAsync(UserStore.RevokeTokensSql, new { id = user.Id, now = time.GetUtcNow() }, transaction);
                }

                return changed == 1;
            },
            cancellationToken);
}
