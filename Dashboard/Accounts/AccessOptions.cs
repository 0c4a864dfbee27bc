using System.Net;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Section <c>Access</c> of the settings.</summary>
public sealed class AccessOptions
{
    /// <summary>Whether figures may be read without signing in; null: exactly when every address served is on the loopback.</summary>
    public bool? AnonymousRead { get; set; }

    /// <summary>Attempts to sign in per minute, by address and by name.</summary>
    public int SignInsPerMinute { get; set; } = 10;

    /// <summary>Requests to the REST API per minute, by user or address.</summary>
    public int ApiRequestsPerMinute { get; set; } = 600;

    /// <summary>Longest time that a session or token outlives its end elsewhere.</summary>
    public int RevalidateSeconds { get; set; } = 30;

    /// <summary>What is wrong, naming the key; nothing where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (SignInsPerMinute is < 1 or > 100_000)
        {
            yield return "Access:SignInsPerMinute must be 1 to 100000.";
        }

        if (ApiRequestsPerMinute is < 1 or > 1_000_000)
        {
            yield return "Access:ApiRequestsPerMinute must be 1 to 1000000.";
        }

        if (RevalidateSeconds is < 1 or > 60)
        {
            yield return "Access:RevalidateSeconds must be 1 to 60.";
        }
    }

    /// <summary>Whether each of the addresses (separated by semicolons) is one that only this machine reaches.</summary>
    public static bool IsLoopback(string? urls)
        => urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } all
        && Array.TrueForAll(all, url => Uri.TryCreate(url, UriKind.Absolute, out var address)
            && (address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip))));
}

/// <summary>Section <c>Admin</c> of the settings: the administrator made at first start, and only then.</summary>
public sealed class AdminOptions
{
    /// <summary>Name to sign in with.</summary>
    public string Name { get; set; } = "admin";

    /// <summary>Empty: one is made and printed once.</summary>
    public string Password { get; set; } = "";

    /// <summary>What is wrong, naming the key; null if nothing.</summary>
    public string? Defect()
    {
        if (!UserNames.IsValid(Name))
        {
            return $"Admin:Name is '{Name}': expected 2 to 64 letters, digits, dots, hyphens, underscores or at signs, a letter or digit first.";
        }

        return Password.Length > 0 && PasswordRules.Check(Password, Name) is { } defect ? $"Admin:Password is not accepted: {PasswordText.English(defect)}" : null;
    }
}
