using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Who sends a request, whether that is not too often, and whether it is allowed.</summary>
internal static class AccountPipeline
{
    public static void UseAccounts(this WebApplication app)
    {
        var first = app.Services.GetRequiredService<FirstAdministrator>();
        app.Use(async (context, next) =>
        {
            await first.Tried.WaitAsync(context.RequestAborted);
            await next(context);
        });
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();

        // Where figures are open to all, a program with a token that is no good must learn so too (RFC 6750, 3.1).
        app.Use((context, next) => HasBearer(context.Request) && context.User.Identity is not { IsAuthenticated: true } && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            ? context.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme)
            : next(context));
        app.UsePasswordDuty();
    }

    // Only the API takes tokens: pages are for people.
    public static bool HasBearer(HttpRequest request)
        => request.Path.IsApi() && request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
