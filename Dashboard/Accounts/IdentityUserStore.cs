using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// Identity's view of the users in the database, for signing in and changing the own password. Failures and lock-outs are written
/// at once, so that none is lost when many come together; <see cref="UpdateAsync"/> saves password and stamp. Users are added and
/// administered through <see cref="UserStore"/>, which writes the audit log in the same transaction.
/// </summary>
internal sealed class IdentityUserStore(UserQueries queries, SignInStore store)
    : IUserPasswordStore<UserAccount>, IUserSecurityStampStore<UserAccount>, IUserLockoutStore<UserAccount>
{
    private readonly Dictionary<long, string> _formerStamps = [];

    public async Task<UserAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken)
        => long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Remember(await queries.FindAsync(id, cancellationToken)) : null;

    public async Task<UserAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
        => Remember(await queries.FindAsync(normalizedUserName, cancellationToken));

    public async Task<IdentityResult> UpdateAsync(UserAccount user, CancellationToken cancellationToken)
    {
        if (!await store.SaveCredentialsAsync(user, _formerStamps.GetValueOrDefault(user.Id, user.SecurityStamp), cancellationToken))
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }

        _formerStamps[user.Id] = user.SecurityStamp;
        return IdentityResult.Success;
    }

    public Task<IdentityResult> CreateAsync(UserAccount user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(UserAccount user, CancellationToken cancellationToken) => throw NotHere();

    public Task<string> GetUserIdAsync(UserAccount user, CancellationToken cancellationToken)
        => Task.FromResult(user.Id.ToString(CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(UserAccount user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NameKey);

    public Task SetNormalizedUserNameAsync(UserAccount user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetPasswordHashAsync(UserAccount user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.PasswordHash);

    public Task<bool> HasPasswordAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);

    public Task SetSecurityStampAsync(UserAccount user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntil);

    public Task SetLockoutEndDateAsync(UserAccount user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntil = lockoutEnd;
        return store.LockOutAsync(user.Id, lockoutEnd, cancellationToken);
    }

    public async Task<int> IncrementAccessFailedCountAsync(UserAccount user, CancellationToken cancellationToken)
        => user.FailedCount = await store.CountFailureAsync(user.Id, cancellationToken);

    public Task ResetAccessFailedCountAsync(UserAccount user, CancellationToken cancellationToken)
    {
        if (user.FailedCount == 0)
        {
            return Task.CompletedTask;
        }

        user.FailedCount = 0;
        return store.ResetFailuresAsync(user.Id, cancellationToken);
    }

    public Task<int> GetAccessFailedCountAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult(user.FailedCount);

    public Task<bool> GetLockoutEnabledAsync(UserAccount user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(UserAccount user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Connections are opened and closed by each call.
    }

    private UserAccount? Remember(UserAccount? user)
    {
        if (user is not null)
        {
            _formerStamps[user.Id] = user.SecurityStamp;
        }

        return user;
    }

    private static NotSupportedException NotHere() => new($"Users are added and removed through {nameof(UserStore)}.");
}
