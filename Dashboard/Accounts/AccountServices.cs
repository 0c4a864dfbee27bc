using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Audit;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Registers accounts: what the command line needs of them, and what serving does.</summary>
public static class AccountServices
{
    // OWASP's figure for PBKDF2 with HMAC-SHA-512, the hash of Identity's version 3; older hashes are renewed at the next sign-in.
    private const int HashIterations = 210_000;

    /// <summary>Cookie or bearer token, whichever a request brings.</summary>
    private const string EitherScheme = "either";

    /// <summary>Users and audit log without the web.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<UserQueries>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<SignInStore>();
        services.AddSingleton<RefreshTokenStore>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<UserAccount>, PasswordHasher<UserAccount>>();
        return services;
    }

    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection("Access"))
            .PostConfigure(o => o.AnonymousRead ??= AccessOptions.IsLoopback(configuration["Urls"]))
            .Validate(o => o.SignInsPerMinute is > 0 and <= 100_000, "Access:SignInsPerMinute must be 1 to 100000.")
            .Validate(o => o.ApiRequestsPerMinute is > 0 and <= 1_000_000, "Access:ApiRequestsPerMinute must be 1 to 1000000.")
            .Validate(o => o.RevalidateSeconds is > 0 and <= 60, "Access:RevalidateSeconds must be 1 to 60.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsCheck>();
        services.AddOptions<AdminOptions>().Bind(configuration.GetSection("Admin")).ValidateOnStart();
        services.AddHostedService<FirstAdministrator>();

        services.AddIdentity();
        services.AddSignInSchemes();
        services.AddPolicies();
        services.AddAccountLimits();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<UserAdministration>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = IsHttpsOnly(configuration["Urls"]) ? "__Host-octoplus-antiforgery" : "octoplus-antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true; // SecurityHeaders
        });
        return services;
    }

    /// <summary>Who it is, whether that is not too often, and whether it is allowed.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseBearerCheck();
        app.UsePasswordDuty();
    }

    // Where figures are open to all, a program with a token that is no good must learn so too (RFC 6750, 3.1).
    private static void UseBearerCheck(this WebApplication app)
        => app.Use((context, next) => HasBearer(context.Request) && context.User.Identity is not { IsAuthenticated: true } && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            ? context.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme)
            : next(context));

    private static bool IsHttpsOnly(string? urls)
        => urls?.Split(';', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } all
        && Array.TrueForAll(all, url => url.Trim().StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    private static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, IdentityRules>();
        services.AddSingleton<IPasswordValidator<UserAccount>, IdentityRules>();
        services.AddIdentityCore<UserAccount>(o =>
            {
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                // Ours says all there is to say (IdentityRules).
                o.Password = new PasswordOptions
                {
                    RequiredLength = 1,
                    RequiredUniqueChars = 1,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireNonAlphanumeric = false,
                    RequireUppercase = false,
                };
                o.User.AllowedUserNameCharacters = "";
            })
            .AddUserStore<IdentityUserStore>()
            .AddClaimsPrincipalFactory<UserClaims.Factory>()
            .AddSignInManager();
        services.AddScoped<SignInCheck>();
        services.AddSingleton<SignInDummy>();
        services.AddSingleton<SignInLimiter>();
        services.AddSingleton<UserSessions>();
        services.AddSingleton<TokenKey>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<TokenGrants>();
    }

    private static void AddSignInSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = context => HasBearer(context.Request) ? JwtBearerDefaults.AuthenticationScheme : IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, SignInCookie.Configure)
            .AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenIssuer.Options>();
    }

    // Only the API takes tokens: pages are for people.
    private static bool HasBearer(HttpRequest request)
        => request.Path.IsApi() && request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private sealed class AdminOptionsCheck : IValidateOptions<AdminOptions>
    {
        public ValidateOptionsResult Validate(string? name, AdminOptions options)
            => options.Defect() is { } defect ? ValidateOptionsResult.Fail(defect) : ValidateOptionsResult.Success;
    }
}
