using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Api;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Notices;
using Octoplus.Dashboard.Pages.Admin.Backups;
using Octoplus.Dashboard.Pages.Admin.Sources;
using Octoplus.Dashboard.Pages.GroupFiles;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Registers what this layer adds: the settings, notices, texts and models of pages; and for a server accounts, API and pages.</summary>
internal static class DashboardServices
{
    // OWASP's figure for PBKDF2 with HMAC-SHA-512, the hash of Identity's version 3; older hashes are renewed at the next sign-in.
    private const int HashIterations = 210_000;

    /// <summary>What commands and the server share.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services, Settings settings)
    {
        services.AddSettings(settings);
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<UserAccount>, PasswordHasher<UserAccount>>();
        services.AddSingleton(p => new BackupMaker(
            p.GetRequiredService<Database>(), settings.Data.Folder, settings.Backups, () => SettingsExport.Write(p.GetRequiredService<IConfiguration>(), Settings.Sections)));
        services.AddSingleton<SummaryText>();
        services.AddSingleton<INoticeChannel, MailChannel>();
        services.AddSingleton<INoticeChannel, WebhookChannel>();
        services.AddSingleton<NoticeDispatcher>();
        return services.AddPages();
    }

    /// <summary>Texts and models that pages and API are made of.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
        => services
            .AddOctoplusLocalization()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<AtlasSource>()
            .AddSingleton<AssetVersions>()
            .AddSingleton<ScriptModules>()
            .AddSingleton<MessageText>()
            .AddSingleton<JobText>()
            .AddSingleton<JobBoard>()
            .AddSingleton<ScheduleState>()
            .AddSingleton<JobActions>()
            .AddSingleton<ImportActions>()
            .AddSingleton<ImportText>()
            .AddSingleton<FindingText>()
            .AddSingleton<SourceText>()
            .AddSingleton<SourceRuns>()
            .AddSingleton<ClusterEngine>(ClusterAnalyser.Analyse)
            .AddSingleton<GroupFileAnalyses>();

    /// <summary>What only a server needs.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">With the addresses that count.</param>
    /// <param name="keys">Beside the data, so that sessions outlive a restart and a new container.</param>
    public static void AddServer(this IServiceCollection services, IConfiguration configuration, DirectoryInfo keys)
    {
        services.AddIdentity();
        services.AddSignInSchemes();
        services.AddPolicies();
        services.AddAccountLimits();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<UserAdministration>();
        services.AddDataProtection().PersistKeysToFileSystem(keys).SetApplicationName("Octoplus.Dashboard");
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = Addresses.AreHttps(configuration) ? "__Host-octoplus-antiforgery" : "octoplus-antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true; // SecurityHeaders
        });

        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService(p => p.GetRequiredService<FirstAdministrator>());
        services.AddHostedService<FirstDataService>();
        services.AddBackgroundWork();

        services.AddOctoplusApi();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)); // accents as they are, not as numbers
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/geo+json", "text/csv"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    private static void AddSettings(this IServiceCollection services, Settings settings)
        => services
            .AddSingleton(Options.Create(settings.Data))
            .AddSingleton(Options.Create(settings.Admin))
            .AddSingleton(Options.Create(settings.Access))
            .AddSingleton(Options.Create(settings.Sources))
            .AddSingleton(Options.Create(settings.Network))
            .AddSingleton(Options.Create(settings.Folders))
            .AddSingleton(Options.Create(settings.Notices))
            .AddSingleton(settings.Backups)
            .AddSingleton(settings.Retention);

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

    // Cookie or bearer token, whichever a request brings.
    private static void AddSignInSchemes(this IServiceCollection services)
    {
        const string either = "either";
        services.AddAuthentication(either)
            .AddPolicyScheme(either, null, o => o.ForwardDefaultSelector =
                context => AccountPipeline.HasBearer(context.Request) ? JwtBearerDefaults.AuthenticationScheme : IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, SignInCookie.Configure)
            .AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenIssuer.Options>();
    }
}
