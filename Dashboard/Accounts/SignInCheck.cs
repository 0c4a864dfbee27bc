using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Why a sign-in was refused.</summary>
internal enum SignInFailure
{
    /// <summary>Name or password is wrong, or the user is disabled: which of these is not told.</summary>
    Wrong,

    /// <summary>Too many wrong passwords for this name, whether or not there is such a user.</summary>
    LockedOut,

    /// <summary>Too many attempts by this address or name in a minute.</summary>
    TooMany,
}

/// <param name="User">Null if refused.</param>
/// <param name="Wait">With <see cref="SignInFailure.TooMany"/>: how long.</param>
internal sealed record SignInOutcome(UserAccount? User, SignInFailure Failure = default, TimeSpan Wait = default);

/// <summary>
/// Checks a name and a password, for the page and for tokens. An unknown name costs the same work, gets the same answers and the
/// same lock-out as a known one, so that answers do not tell who has an account.
/// </summary>
internal sealed class SignInCheck(
    UserManager<UserAccount> users,
    SignInManager<UserAccount> signIn,
    SignInStore store,
    AuditLog audit,
    AuditQueries auditQueries,
    SignInDummy dummy,
    SignInLimiter limiter,
    TimeProvider time)
{
    /// <param name="by">How: <see cref="AuditActions.SignedIn"/> or <see cref="AuditActions.TokenGranted"/>.</param>
    public async Task<SignInOutcome> CheckAsync(string? name, string? password, string? address, string by, CancellationToken cancellationToken)
    {
        name ??= "";
        password ??= "";
        var key = UserNames.Key(name);
        if (limiter.Wait(key, address) is { } wait)
        {
            return new SignInOutcome(null, SignInFailure.TooMany, wait);
        }

        dummy.Prepare();
        var user = key.Length > 0 && password.Length <= PasswordRules.MaxLength ? await users.FindByNameAsync(name) : null;
        if (user is null or { IsDisabled: true })
        {
            return await RefuseUnknownAsync(key, password, address, cancellationToken);
        }

        var wasLocked = user.IsLockedOut(time.GetUtcNow());
        var result = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            await store.SignedInAsync(user.Id, cancellationToken);
            await audit.WriteAsync(new AuditEntry(new AuditActor(user.Name, address), by, user.Name), cancellationToken);
            return new SignInOutcome(user);
        }

        return await RefuseAsync(key, address, isLocked: result.IsLockedOut, isFresh: result.IsLockedOut && !wasLocked, cancellationToken);
    }

    private async Task<SignInOutcome> RefuseUnknownAsync(string key, string password, string? address, CancellationToken cancellationToken)
    {
        var limit = users.Options.Lockout.MaxFailedAccessAttempts;
        var before = await auditQueries.FailuresAsync(key, time.GetUtcNow() - TimeSpan.FromDays(1), cancellationToken);
        if (before.Failures > 0 && before.Failures % limit == 0 && before.LastAt is { } last
            && last + users.Options.Lockout.DefaultLockoutTimeSpan > time.GetUtcNow())
        {
            return new SignInOutcome(null, SignInFailure.LockedOut);
        }

        dummy.Verify(password);
        var locks = (before.Failures + 1) % limit == 0;
        return await RefuseAsync(key, address, isLocked: locks, isFresh: locks, cancellationToken);
    }

    private async Task<SignInOutcome> RefuseAsync(string key, string? address, bool isLocked, bool isFresh, CancellationToken cancellationToken)
    {
        // Attempts while locked out are not looked at, so they are no failures.
        if (!isLocked || isFresh)
        {
            await audit.WriteAsync(new AuditEntry(AuditActor.Unknown(address), AuditActions.SignInFailed, key), cancellationToken);
        }

        if (isFresh)
        {
            await audit.WriteAsync(new AuditEntry(AuditActor.Unknown(address), AuditActions.LockedOut, key), cancellationToken);
        }

        return new SignInOutcome(null, isLocked ? SignInFailure.LockedOut : SignInFailure.Wrong);
    }
}

/// <summary>A password that nobody has, to spend on unknown names the work that known ones cost.</summary>
internal sealed class SignInDummy(IPasswordHasher<UserAccount> hasher)
{
    private readonly UserAccount _nobody = new();
    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(new UserAccount(), OneTimePassword.Make()));

    /// <summary>Makes the hash before it is known whose name it is.</summary>
    public void Prepare() => _ = _hash.Value;

    public void Verify(string password)
        => hasher.VerifyHashedPassword(_nobody, _hash.Value, password.Length > PasswordRules.MaxLength ? password[..PasswordRules.MaxLength] : password);
}
