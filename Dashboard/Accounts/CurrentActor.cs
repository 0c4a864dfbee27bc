using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Who acts in a component: for the audit log, and to ask the database whether that is allowed still.</summary>
public sealed class CurrentActor(
    AuthenticationStateProvider authentication, UserQueries users, IHttpContextAccessor http, IOptions<IdentityOptions> identity)
{
    // Read while the circuit starts: later there may be no request to ask.
    private readonly string? _address = http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    public async Task<AuditActor> GetAsync() => new((await UserAsync()).Identity?.Name ?? "", _address);

    /// <summary>To be called before what changes anything: the page may have been open since before a role was taken away.</summary>
    /// <exception cref="UnauthorizedAccessException">Not signed in, signed out elsewhere, disabled, or of a lesser role.</exception>
    public async Task DemandAsync(Role role, CancellationToken cancellationToken)
    {
        var claims = await UserAsync();
        var user = claims.UserId() is { } id ? await users.FindAsync(id, cancellationToken) : null;
        if (user is null or { IsDisabled: true } or { MustChangePassword: true } || user.Role < role
            || user.SecurityStamp != claims.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType))
        {
            throw new UnauthorizedAccessException($"This needs the role {role.Code()}.");
        }
    }

    private async Task<ClaimsPrincipal> UserAsync() => (await authentication.GetAuthenticationStateAsync()).User;
}

/// <summary>Who acts in a request.</summary>
public static class HttpActor
{
    public static AuditActor Actor(this HttpContext context)
        => new(context.User.Identity?.Name ?? "", context.Connection.RemoteIpAddress?.ToString());
}
