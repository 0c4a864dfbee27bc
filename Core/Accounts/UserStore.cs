using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>What became of a change.</summary>
public enum UserChange
{
    /// <summary>Done and written down.</summary>
    Done,

    /// <summary>There is no such user.</summary>
    NotFound,

    /// <summary>Another user has this name.</summary>
    NameTaken,

    /// <summary>The last administrator who may sign in would be lost; nothing changed.</summary>
    LastAdmin,
}

/// <summary>A user about to be added.</summary>
/// <param name="PasswordHash">Of a password that the rules allow.</param>
/// <param name="MustChangePassword">The password was made by someone else.</param>
public sealed record NewUser(string Name, Role Role, string PasswordHash, bool MustChangePassword);

/// <summary>
/// Adds and changes users, each change in one transaction with its entry in the audit log. Changes wait for each other, so that
/// two administrators cannot take the last administrator's role away together, nor two first starts make two administrators.
/// </summary>
public sealed class UserStore(Database database, AuditLog audit, TimeProvider time)
{
    private const string LockSql = "update id_counter set last_id = last_id where name = 'user_account'";

    private const string InsertSql = """
        insert into user_account
          (id, name, name_key, password_hash, security_stamp, role, failed_count, must_change_password, is_disabled, created_at, created_by)
        values (@Id, @Name, @NameKey, @PasswordHash, @SecurityStamp, @Role, 0, @MustChangePassword, 0, @CreatedAt, @CreatedBy)
        """;

    private const string ByNameSql = $"{UserQueries.SelectSql} where name_key = @nameKey";

    private const string ByIdSql = $"{UserQueries.SelectSql} where id = @id";

    private const string OtherAdminsSql = "select count(*) from user_account where role = 'admin' and is_disabled = 0 and id <> @id";

    private const string SetRoleSql = "update user_account set role = @role, security_stamp = @stamp where id = @id";

    private const string SetDisabledSql = "update user_account set is_disabled = @isDisabled, security_stamp = @stamp where id = @id";

    private const string SetPasswordSql = """
        update user_account
        set password_hash = @passwordHash, security_stamp = @stamp, must_change_password = @mustChange, failed_count = 0, locked_until = null
        where id = @id
        """;

    private const string UnlockSql = "update user_account set failed_count = 0, locked_until = null where id = @id";

    private const string SetStampSql = "update user_account set security_stamp = @stamp where id = @id";

    internal const string RevokeTokensSql = "update refresh_token set revoked_at = @now where user_id = @id and revoked_at is null";

    /// <summary>A new random stamp, 160 bits.</summary>
    public static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    /// <summary>Adds a user.</summary>
    /// <exception cref="ArgumentException">The name is not <see cref="UserNames.IsValid"/>.</exception>
    public Task<UserChange> AddAsync(NewUser user, AuditActor actor, CancellationToken cancellationToken)
        => AddAsync(user, actor, _ => Task.FromResult(UserChange.Done), cancellationToken);

    /// <summary>Adds the first user; <see cref="UserChange.NameTaken"/> when there is any user already.</summary>
    /// <exception cref="ArgumentException">The name is not <see cref="UserNames.IsValid"/>.</exception>
    public Task<UserChange> AddFirstAsync(NewUser user, AuditActor actor, CancellationToken cancellationToken)
        => AddAsync(
            user,
            actor,
            async (work) => await work.Connection.ExecuteScalarAsync<long>("select count(*) from user_account", transaction: work.Transaction) > 0 ? UserChange.NameTaken : UserChange.Done,
            cancellationToken);

    /// <summary>Changes the role; the user has to sign in again.</summary>
    public Task<UserChange> SetRoleAsync(long id, Role role, AuditActor actor, CancellationToken cancellationToken)
        => ChangeAsync(
            id,
            actor,
            user => new AuditEntry(actor, AuditActions.UserRole, user.Name, $"{user.Role.Code()} → {role.Code()}"),
            SetRoleSql,
            new { id, role = role.Code(), stamp = NewStamp() },
            new Effect(LosesAdmin: role != Role.Admin, EndsSessions: true),
            cancellationToken);

    /// <summary>Takes the right to sign in away, or gives it back; ends every session.</summary>
    public Task<UserChange> SetDisabledAsync(long id, bool isDisabled, AuditActor actor, CancellationToken cancellationToken)
        => ChangeAsync(
            id,
            actor,
            user => new AuditEntry(actor, isDisabled ? AuditActions.UserDisabled : AuditActions.UserEnabled, user.Name),
            SetDisabledSql,
            new { id, isDisabled, stamp = NewStamp() },
            new Effect(LosesAdmin: isDisabled, EndsSessions: true),
            cancellationToken);

    /// <summary>Sets a password made by someone else, ends a lock-out and every session.</summary>
    public Task<UserChange> ResetPasswordAsync(long id, string passwordHash, bool mustChange, AuditActor actor, CancellationToken cancellationToken)
        => ChangeAsync(
            id,
            actor,
            user => new AuditEntry(actor, AuditActions.PasswordReset, user.Name),
            SetPasswordSql,
            new { id, passwordHash, mustChange, stamp = NewStamp() },
            new Effect(LosesAdmin: false, EndsSessions: true),
            cancellationToken);

    /// <summary>Ends a lock-out early.</summary>
    public Task<UserChange> UnlockAsync(long id, AuditActor actor, CancellationToken cancellationToken)
        => ChangeAsync(
            id, actor, user => new AuditEntry(actor, AuditActions.UserUnlocked, user.Name), UnlockSql, new { id }, default, cancellationToken);

    /// <summary>Ends every session and revokes every refresh token of a user.</summary>
    public Task<UserChange> SignOutEverywhereAsync(long id, AuditActor actor, CancellationToken cancellationToken)
        => ChangeAsync(
            id,
            actor,
            user => new AuditEntry(actor, AuditActions.SignedOutEverywhere, user.Name),
            SetStampSql,
            new { id, stamp = NewStamp() },
            new Effect(LosesAdmin: false, EndsSessions: true),
            cancellationToken);

    /// <param name="LosesAdmin">The user is no administrator afterwards, or may not sign in.</param>
    /// <param name="EndsSessions">Refresh tokens are revoked.</param>
    private readonly record struct Effect(bool LosesAdmin, bool EndsSessions);

    private readonly record struct Work(DbConnection Connection, DbTransaction Transaction);

    private Task<UserChange> AddAsync(NewUser user, AuditActor actor, Func<Work, Task<UserChange>> check, CancellationToken cancellationToken)
    {
        if (!UserNames.IsValid(user.Name))
        {
            throw new ArgumentException($"'{user.Name}' is no name of a user.", nameof(user));
        }

        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                var nameKey = UserNames.Key(user.Name);
                if (await check(new Work(connection, transaction)) is var refused and not UserChange.Done)
                {
                    return refused;
                }

                if (await connection.QuerySingleOrDefaultAsync<UserAccount>(ByNameSql, new { nameKey }, transaction) is not null)
                {
                    return UserChange.NameTaken;
                }

                var row = new
                {
                    Id = await IdCounter.ReserveAsync(connection, transaction, "user_account", 1, cancellationToken),
                    user.Name,
                    NameKey = nameKey,
                    user.PasswordHash,
                    SecurityStamp = NewStamp(),
                    Role = user.Role.Code(),
                    user.MustChangePassword,
                    CreatedAt = time.GetUtcNow(),
                    CreatedBy = actor.Name,
                };
                await connection.ExecuteAsync(InsertSql, row, transaction);
                await audit.WriteAsync(connection, transaction, new AuditEntry(actor, AuditActions.UserAdded, user.Name, user.Role.Code()), cancellationToken);
                return UserChange.Done;
            },
            cancellationToken);
    }

    private Task<UserChange> ChangeAsync(
        long id, AuditActor actor, Func<UserAccount, AuditEntry> entry, string sql, object parameters, Effect effect, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                if (await connection.QuerySingleOrDefaultAsync<UserAccount>(ByIdSql, new { id }, transaction) is not { } user)
                {
                    return UserChange.NotFound;
                }

                if (effect.LosesAdmin && user is { Role: Role.Admin, IsDisabled: false }
                    && await connection.ExecuteScalarAsync<long>(OtherAdminsSql, new { id }, transaction) == 0)
                {
                    return UserChange.LastAdmin;
                }

                await connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
                if (effect.EndsSessions)
                {
                    await connection.ExecuteAsync(RevokeTokensSql, new { id, now = time.GetUtcNow() }, transaction);
                }

                await audit.WriteAsync(connection, transaction, entry(user), cancellationToken);
                return UserChange.Done;
            },
            cancellationToken);
}
