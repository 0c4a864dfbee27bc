using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// What administrators do to users. Each call looks up anew whether whoever asks is an administrator still: a page may have been open
/// since before that changed.
/// </summary>
internal sealed class UserAdministration(CurrentActor current, UserQueries users, UserStore store, IPasswordHasher<UserAccount> hasher)
{
    /// <summary>A change and, where one was made, the password to hand over.</summary>
    public sealed record Result(UserChange Change, string? Password = null);

    /// <exception cref="UnauthorizedAccessException">Whoever asks is no administrator.</exception>
    public async Task<IReadOnlyList<UserAccount>> AllAsync(CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        return await users.AllAsync(cancellationToken);
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> AddAsync(string name, Role role, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        var password = OneTimePassword.Make();
        var user = new NewUser(name, role, hasher.HashPassword(new UserAccount(), password), MustChangePassword: true);
        var change = await store.AddAsync(user, await current.GetAsync(), cancellationToken);
        return new Result(change, change == UserChange.Done ? password : null);
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> ResetPasswordAsync(long id, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        var password = OneTimePassword.Make();
        var change = await store.ResetPasswordAsync(id, hasher.HashPassword(new UserAccount(), password), mustChange: true, await current.GetAsync(), cancellationToken);
        return new Result(change, change == UserChange.Done ? password : null);
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> SetRoleAsync(long id, Role role, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        return new Result(await store.SetRoleAsync(id, role, await current.GetAsync(), cancellationToken));
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> SetDisabledAsync(long id, bool isDisabled, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        return new Result(await store.SetDisabledAsync(id, isDisabled, await current.GetAsync(), cancellationToken));
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> UnlockAsync(long id, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        return new Result(await store.UnlockAsync(id, await current.GetAsync(), cancellationToken));
    }

    /// <inheritdoc cref="AllAsync"/>
    public async Task<Result> SignOutEverywhereAsync(long id, CancellationToken cancellationToken)
    {
        await DemandAdminAsync(cancellationToken);
        return new Result(await store.SignOutEverywhereAsync(id, await current.GetAsync(), cancellationToken));
    }

    private Task DemandAdminAsync(CancellationToken cancellationToken) => current.DemandAsync(Role.Admin, cancellationToken);
}
