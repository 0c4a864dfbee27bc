using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Asks again and again whether the user of a running page may still be there; if not, the page goes on without a user.</summary>
internal sealed class CircuitAuthentication(
    ILoggerFactory loggers, UserSessions sessions, IOptions<AccessOptions> access, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(access.Value.RevalidateSeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        return user.UserId() is { } id
            && user.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) is { } stamp
            && await sessions.FindAsync(id, UserClaims.Digest(stamp), cancellationToken) is not null;
    }
}
