// The same program serves (no command) and works in batch (a command as first argument).
using Microsoft.AspNetCore.Diagnostics;
using Octoplus.Core;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Api;
using Octoplus.Dashboard.Commands;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Layout;
using Octoplus.Dashboard.Pages.Admin.Audit;
using Octoplus.Dashboard.Pages.Admin.Backups;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Pages.Groups;
using Octoplus.Dashboard.Pages.Map;
using Octoplus.Dashboard.Pages.Quality;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Ingest;

var command = args is [var first, ..] && !first.StartsWith('-') ? first : null;
try
{
    return command is null ? await ServeAsync() : await CommandLine.RunAsync(command, args[1..], AddLayers);
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync($"{command ?? "octoplus"}: {e.Message}");
    return SettingsException.ExitCode;
}

static void AddLayers(IServiceCollection services, Settings settings)
    => services.AddCore(settings.Database, settings.Data.Folder).AddIngest().AddDashboard(settings);

async Task<int> ServeAsync()
{
    // Imports block threads of the pool with work and with SQLite, which knows no waiting without one: pages must not wait for theirs.
    const int minThreads = 16;
    BatchWork.LeaveRoom();
    ThreadPool.SetMinThreads(minThreads, minThreads);

    var builder = ProgramConfiguration.Load(() => WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppRoot.Folder, WebRootPath = AppRoot.WebRoot }));
    Addresses.Settle(builder.Configuration);
    var settings = Settings.Read(builder.Configuration, AppRoot.Folder);

    // A start that fails ends with one line on standard error, and what a background service fails of is logged a second time as critical.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

    // Finds _content/… of the packages and the scoped styles in a build, whatever the environment is called; a published copy has them as files.
    builder.WebHost.UseStaticWebAssets();
    AddLayers(builder.Services, settings);
    builder.Services.AddServer(builder.Configuration, settings.MakeFolders());
    await using var app = builder.Build();
    UsePipeline(app);

    // Before the first request, so that no page meets a database without tables.
    await SchemaStart.ApplyOrWaitAsync(app.Services.GetRequiredService<Database>(), app.Logger);
    try
    {
        await app.StartAsync(CancellationToken.None);
    }
    catch (Exception e) when (Addresses.IsRefusal(e))
    {
        await app.StopAsync(CancellationToken.None); // what works in the background ends in order
        throw Addresses.Refused(app.Configuration, e);
    }

    await app.WaitForShutdownAsync(CancellationToken.None);
    return 0;
}

static void UsePipeline(WebApplication app)
{
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
}
