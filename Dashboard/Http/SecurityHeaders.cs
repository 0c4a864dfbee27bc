namespace Octoplus.Dashboard.Http;

/// <summary>Headers that tell browsers what a page may do, on every answer.</summary>
internal static class SecurityHeaders
{
    /// <summary>Hangfire's own pages, which bring styles and scripts of theirs.</summary>
    public const string HangfirePath = "/admin/hangfire";

    // Plotly adds an empty style element, which it fills by script: this is the hash of nothing.
    private const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    // The one inline style of Swagger UI's page.
    private const string SwaggerStyle = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    // Hangfire's charts and bars are styled by attributes.
    private const string HangfireStyles = "'unsafe-inline'";

    private const string PermissionsPolicy = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var modules = app.Services.GetRequiredService<ScriptModules>();
        app.Use((context, next) =>
        {
            // At the start of the answer: an error handler clears what was set before.
            context.Response.OnStarting(() =>
            {
                Add(context, modules);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpContext context, ScriptModules modules)
    {
        var headers = context.Response.Headers;
        var isSwagger = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        var isHangfire = context.Request.Path.StartsWithSegments(HangfirePath, StringComparison.OrdinalIgnoreCase);
        var styles = isHangfire ? HangfireStyles : isSwagger ? SwaggerStyle : EmptyStyle;
        headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'self' '{modules.Hash}'; style-src 'self' {styles}; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
