using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Signing out; signing in and the own account are pages.</summary>
internal static class AccountRoutes
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
        => app.MapPost("/deconnexion", SignOutAsync)
            .RequireAuthorization(Policies.Own)
            .AddEndpointFilter<ApiAntiforgery>()
            .ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(
        HttpContext context, SignInManager<UserAccount> signIn, AuditLog audit, CancellationToken cancellationToken)
    {
        var actor = context.Actor();
        await signIn.SignOutAsync();
        await audit.WriteAsync(new AuditEntry(actor, AuditActions.SignedOut, actor.Name), cancellationToken);
        return Results.LocalRedirect("/");
    }

    /// <summary>The address to go on to: local, and not the sign-in itself.</summary>
    public static string ReturnAddress(string? asked)
        => Localization.IsLocal(asked) && !asked!.StartsWith(SignInCookie.SignInAddress, StringComparison.OrdinalIgnoreCase) ? asked : "/";

    /// <summary>The page where the password is changed, and where to go on afterwards.</summary>
    public static string AccountAddress(string next)
        => $"{SignInCookie.AccountAddress}?{SignInCookie.ReturnParameter}={Uri.EscapeDataString(next)}";
}
