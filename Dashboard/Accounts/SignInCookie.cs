using System.Data.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Octoplus.Dashboard.Accounts;

/// <summary>The cookie of a session, and where a visitor without the right one is sent.</summary>
internal static class SignInCookie
{
    public const string SignInAddress = "/connexion";

    public const string AccountAddress = "/compte";

    public const string ReturnParameter = "retour";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "octoplus-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new HostPrefix();
        options.ExpireTimeSpan = TimeSpan.FromHours(8); // a working day, begun anew by use
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = ValidateAsync,
            OnRedirectToLogin = context => ChallengeAsync(context.HttpContext),
            // StatusPage, or a problem document, says the rest.
            OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>Whether programs ask there, which want a status and no page.</summary>
    public static bool IsApi(this PathString path)
        => path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/api/openapi", StringComparison.OrdinalIgnoreCase);

    // Identity's own check also signs out of schemes that are not there, and renews the cookie each time.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        try
        {
            if (!await services.GetRequiredService<UserSessions>().HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            }
        }
        catch (DbException)
        {
            context.RejectPrincipal(); // not known to hold, not known to have ended: the cookie is kept for when the database answers
        }
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        if (context.Request.Path.IsApi())
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (context.Request.IsPage())
        {
            context.Response.Redirect($"{SignInAddress}?{ReturnParameter}={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether someone reads the answer in a browser.</summary>
    public static bool IsPage(this HttpRequest request)
        => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Over https the cookie's name begins with <c>__Host-</c>: browsers then take it only from this host, secure and for every path.
    /// Decided by the request, since one program may be reached plainly on the loopback and by https through a proxy.
    /// </summary>
    private sealed class HostPrefix : ICookieManager
    {
        private readonly ChunkingCookieManager _chunks = new();

        public string? GetRequestCookie(HttpContext context, string key) => _chunks.GetRequestCookie(context, Name(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
            => _chunks.AppendResponseCookie(context, Name(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _chunks.DeleteCookie(context, Name(context, key), options);

        private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
    }
}
