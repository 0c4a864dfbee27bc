namespace Octoplus.Core.Accounts;

/// <summary>What a user may do; each role may do what those below it may.</summary>
public enum Role
{
    /// <summary>Reads figures.</summary>
    Viewer,

    /// <summary>Also adds to them: points of series, comments.</summary>
    Analyst,

    /// <summary>Also imports, sets up and manages users.</summary>
    Admin,
}

/// <summary>Roles as they are stored, sent and typed.</summary>
public static class RoleCodes
{
    /// <summary>All of them, least first.</summary>
    public static IReadOnlyList<Role> All { get; } = [Role.Viewer, Role.Analyst, Role.Admin];

    /// <summary><c>viewer</c>, <c>analyst</c> or <c>admin</c>.</summary>
    public static string Code(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Analyst => "analyst",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The role of a code; null if there is none such.</summary>
    public static Role? TryParse(string? code) => code switch
    {
        "viewer" => Role.Viewer,
        "analyst" => Role.Analyst,
        "admin" => Role.Admin,
        _ => null,
    };
}
