using System.Data.Common;
using System.IO.Compression;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.ResponseCompression;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Api;
using Octoplus.Dashboard.Audit;
using Octoplus.Dashboard.Backups;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Forecasts;
using Octoplus.Dashboard.Groups;
using Octoplus.Dashboard.Imports;
using Octoplus.Dashboard.Jobs;
using Octoplus.Dashboard.Map;
using Octoplus.Dashboard.Quality;

namespace Octoplus.Dashboard.Hosting;

/// <summary>The web application.</summary>
public static partial class Server
{
    private const int MinThreads = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        // Imports block threads of the pool with work and with SQLite, which knows no waiting without one: pages must not wait for theirs.
        BatchWork.LeaveRoom();
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        await using var app = Build(args);
        await PrepareDatabaseAsync(app);
        await app.RunAsync();
        return 0;
    }

    // Before the first request, so that no page meets a database without tables; a server that is down is tried again by FirstDataService.
    private static async Task PrepareDatabaseAsync(WebApplication app)
    {
        try
        {
            await SchemaScripts.ApplyAsync(app.Services.GetRequiredService<Database>(), CancellationToken.None);
        }
        catch (DbException e)
        {
            LogUnreachable(app.Logger, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The database could not be prepared; the pages will say so.")]
    private static partial void LogUnreachable(ILogger logger, Exception exception);

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppRoot.Folder,
            WebRootPath = AppRoot.WebRoot,
        });

        // Finds _content/… of the packages and the scoped styles in a build, whatever the environment is called; a published copy has them as files.
        builder.WebHost.UseStaticWebAssets();

        builder.Services.AddOctoplus(builder.Configuration);
        builder.Services.AddAccounts(builder.Configuration);
        builder.Services.AddHostedService<FirstDataService>();
        builder.Services.AddBackgroundWork();
        builder.Services.AddOctoplusApi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddDashboardUi();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/geo+json", "text/csv"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

        // Beside the data, so that sessions outlive a restart and a new container.
        var data = PrivateFolder.Make(Path.GetFullPath(builder.Configuration["Data:Folder"] ?? "data", AppRoot.Folder));
        var keys = PrivateFolder.Make(Path.Combine(data.FullName, "keys"));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(keys).SetApplicationName("Octoplus.Dashboard");

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseCompressedStaticFiles();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A parameter that cannot be read is the caller's matter: 400 with the reason, and no alarm in the log.
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        // Programs get a problem document, people a page; the inner one answers first.
        app.UseStatusCodePagesWithReExecute(StatusPage.AddressFormat);
        app.Use((context, next) =>
        {
            // Drawn as a page that was asked for, whatever was sent: the form of the request that failed is not the page's.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.UseStatusCodePages());
        app.UseOctoplusLocalization();
        app.UseAccounts();
        app.UseAntiforgery();
        app.MapAccounts();
        app.MapAuditExport();
        app.MapQualityExport();
        app.MapOctoplusApi();
        app.MapMapExport();
        app.MapForecastExport();
        app.MapGroupExport();
        app.MapUploads();
        app.MapBackups();
        app.MapHangfirePages();
        // Who may frame a page is in SecurityHeaders.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
