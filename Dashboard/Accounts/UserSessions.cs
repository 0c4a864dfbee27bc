using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Tells whether a session or token still holds; what the database said is believed for <c>Access:RevalidateSeconds</c>.</summary>
internal sealed class UserSessions(UserQueries users, IOptions<AccessOptions> access, IOptions<IdentityOptions> identity, TimeProvider time)
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<long, (UserAccount? User, DateTimeOffset Until)> _known = new();

    /// <summary>Whether the session of a cookie holds.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
        => session.UserId() is { } id
            && session.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) is { } stamp
            && await FindAsync(id, UserClaims.Digest(stamp), cancellationToken) is not null;

    /// <returns>The user; null when disabled, gone, or of another stamp than the one digested.</returns>
    public async Task<UserAccount?> FindAsync(long id, string stampDigest, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(id, out var known) && known.Until > now && IsHeldBy(known.User, stampDigest))
        {
            return known.User;
        }

        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        var user = await users.FindAsync(id, cancellationToken);
        _known[id] = (user, now.AddSeconds(access.Value.RevalidateSeconds));
        return IsHeldBy(user, stampDigest) ? user : null;
    }

    private static bool IsHeldBy(UserAccount? user, string stampDigest)
        => user is { IsDisabled: false } && UserClaims.Digest(user.SecurityStamp) == stampDigest;
}
