using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Octoplus.Dashboard.Resources;

/// <summary>French first, English second: by <c>?lang=</c>, then by a cookie; what the browser asks for is not looked at.</summary>
public static class Localization
{
    private const string QueryKey = "lang";

    public static IReadOnlyList<CultureInfo> Cultures { get; } = [CultureInfo.GetCultureInfo("fr-FR"), CultureInfo.GetCultureInfo("en-GB")];

    public static IServiceCollection AddOctoplusLocalization(this IServiceCollection services)
        => services.AddLocalization().Configure<RequestLocalizationOptions>(options =>
        {
            options.SupportedCultures = [.. Cultures];
            options.SupportedUICultures = [.. Cultures];
            options.DefaultRequestCulture = new RequestCulture(Cultures[0]);
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(
                    Find(context.Request.Query[QueryKey]) is { } culture ? new ProviderCultureResult(culture.Name) : null)),
                new CookieRequestCultureProvider(),
            ];
        });

    public static WebApplication UseOctoplusLocalization(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.Use((context, next) =>
        {
            // The circuit of the page comes with another request: it learns the language from the cookie.
            if (Find(context.Request.Query[QueryKey]) is { } culture)
            {
                Remember(context, culture);
            }

            return next(context);
        });
        app.MapGet("/langue/{code}", (string code, string? retour, HttpContext context) =>
        {
            if (Find(code) is { } culture)
            {
                Remember(context, culture);
            }

            return Results.LocalRedirect(IsLocal(retour) ? retour! : "/");
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>The culture of "fr" or "en", else null.</summary>
    public static CultureInfo? Find(string? language) => Cultures.FirstOrDefault(c => c.TwoLetterISOLanguageName == language);

    /// <summary>A path on this host: neither another address nor something a browser would read as one.</summary>
    public static bool IsLocal(string? address)
        => address is ['/', ..] && !(address.Length > 1 && address[1] is '/' or '\\') && !address.Any(char.IsControl);

    private static void Remember(HttpContext context, CultureInfo culture)
        => context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { Expires = DateTimeOffset.UtcNow.AddYears(1), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = context.Request.IsHttps });
}
