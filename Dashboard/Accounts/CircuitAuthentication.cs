using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Asks again and again whether the user of a running page may still be there; if not, the page goes on without a user.</summary>
internal sealed class CircuitAuthentication(ILoggerFactory loggers, UserSessions sessions, IOptions<AccessOptions> access)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(access.Value.RevalidateSeconds);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
        => sessions.HoldsAsync(authenticationState.User, cancellationToken);
}
