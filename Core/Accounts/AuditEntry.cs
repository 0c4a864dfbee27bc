namespace Octoplus.Core.Accounts;

/// <summary>Who does something, and from where.</summary>
/// <param name="Name">Name of the user; empty for someone unknown; <see cref="System"/> for the program itself.</param>
/// <param name="Address">Network address, where there is one.</param>
public sealed record AuditActor(string Name, string? Address)
{
    /// <summary>The program itself: a schedule, a first start.</summary>
    public static AuditActor System { get; } = new("system", null);

    /// <summary>Someone who has not signed in.</summary>
    public static AuditActor Unknown(string? address) => new("", address);

    /// <summary>The account of the operating system that runs a command.</summary>
    public static AuditActor CommandLine { get; } = new("command:" + Environment.UserName, null);
}

/// <summary>One thing done.</summary>
/// <param name="Action">A stable name, such as those of <see cref="AuditActions"/>; at most 40 characters.</param>
/// <param name="Subject">What it was done to: a user, a file, a setting; cut at 200 characters.</param>
/// <param name="Detail">What more there is to say; cut at 2,000 characters. Never a password or token.</param>
public sealed record AuditEntry(AuditActor Actor, string Action, string Subject, string? Detail = null);

/// <summary>Names of the actions of accounts; features add their own, as <c>import.accepted</c>.</summary>
public static class AuditActions
{
    /// <summary>A password was right.</summary>
    public const string SignedIn = "sign-in";

    /// <summary>A name or password was wrong.</summary>
    public const string SignInFailed = "sign-in.failed";

    /// <summary>Too many wrong passwords: the account is locked for a while.</summary>
    public const string LockedOut = "sign-in.locked-out";

    /// <summary>Signed out here.</summary>
    public const string SignedOut = "sign-out";

    /// <summary>Every session and token ended.</summary>
    public const string SignedOutEverywhere = "sign-out.everywhere";

    /// <summary>A program was given a token for a password.</summary>
    public const string TokenGranted = "token.granted";

    /// <summary>A program was given a token for a refresh token.</summary>
    public const string TokenRefreshed = "token.refreshed";

    /// <summary>A refresh token came a second time: its family was revoked.</summary>
    public const string TokenReused = "token.reused";

    /// <summary>A user was added.</summary>
    public const string UserAdded = "user.added";

    /// <summary>A user got another role.</summary>
    public const string UserRole = "user.role";

    /// <summary>A user may no longer sign in.</summary>
    public const string UserDisabled = "user.disabled";

    /// <summary>A user may sign in again.</summary>
    public const string UserEnabled = "user.enabled";

    /// <summary>A lock-out was ended early.</summary>
    public const string UserUnlocked = "user.unlocked";

    /// <summary>Someone else gave a user a new password.</summary>
    public const string PasswordReset = "user.password-reset";

    /// <summary>A file became the active vintage of its periods.</summary>
    public const string ImportAccepted = "import.accepted";

    /// <summary>A user changed the own password.</summary>
    public const string PasswordChanged = "user.password-changed";

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<string> Accounts { get; } =
    [
        SignedIn, SignInFailed, LockedOut, SignedOut, SignedOutEverywhere, TokenGranted, TokenRefreshed, TokenReused,
        UserAdded, UserRole, UserDisabled, UserEnabled, UserUnlocked, PasswordReset, PasswordChanged,
    ];
}
