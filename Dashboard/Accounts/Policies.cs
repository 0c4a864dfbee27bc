using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>What a page, hub or endpoint may ask of its visitor: <c>[Authorize(Policy = Policies.Admin)]</c>. Without one it asks for <see cref="Read"/>.</summary>
public static class Policies
{
    /// <summary>Any role; no sign-in at all where <c>Access:AnonymousRead</c> is on.</summary>
    public const string Read = "read";

    /// <summary>Analyst or administrator.</summary>
    public const string Analyst = "analyst";

    /// <summary>Administrator.</summary>
    public const string Admin = "admin";

    /// <summary>Anyone signed in, even with a password that must be changed first (<see cref="PasswordDuty"/>).</summary>
    public const string Own = "own";

    /// <summary>The role that a policy asks for; null for one that asks for none.</summary>
    public static Role? RoleOf(string? policy) => policy switch
    {
        Analyst => Role.Analyst,
        Admin => Role.Admin,
        Read or null => Role.Viewer,
        _ => null,
    };

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(Needs(Role.Viewer))
            .SetDefaultPolicy(Needs(Role.Viewer))
            .AddPolicy(Read, Needs(Role.Viewer))
            .AddPolicy(Analyst, Needs(Role.Analyst))
            .AddPolicy(Admin, Needs(Role.Admin))
            .AddPolicy(Own, policy => policy.RequireAuthenticatedUser());
        return services;
    }

    private static AuthorizationPolicy Needs(Role role) => new AuthorizationPolicyBuilder().AddRequirements(new RoleRequirement(role)).Build();

    private sealed record RoleRequirement(Role Role) : IAuthorizationRequirement;

    private sealed class RoleHandler(IOptions<AccessOptions> access) : AuthorizationHandler<RoleRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
        {
            var isAllowed = context.User.Identity?.IsAuthenticated == true
                ? context.User.Role() >= requirement.Role
                : requirement.Role == Role.Viewer && access.Value.AnonymousRead == true;
            if (isAllowed)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
