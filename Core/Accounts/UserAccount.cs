namespace Octoplus.Core.Accounts;

/// <summary>Someone who may sign in. What a sign-in changes is settable; the rest changes through <see cref="UserStore"/>.</summary>
public sealed class UserAccount
{
    /// <summary>Key; 0 before it is stored.</summary>
    public long Id { get; set; }

    /// <summary>As typed by whoever added it.</summary>
    public string Name { get; set; } = "";

    /// <summary>See <see cref="UserNames.Key"/>; unique.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>Salted and slow to compute.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>A random text; a new one ends every session and token given before.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>The one role.</summary>
    public Role Role { get; set; }

    /// <summary>Wrong passwords since the last right one or lock-out.</summary>
    public int FailedCount { get; set; }

    /// <summary>End of the lock-out; null or past: not locked out.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>The password was made by someone else: nothing but changing it is allowed.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>May not sign in.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Name of the administrator, or of the account of the system that ran the command.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>Null: never.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Whether sign-in is refused at <paramref name="now"/> after too many wrong passwords.</summary>
    public bool IsLockedOut(DateTimeOffset now) => LockedUntil > now;
}
