using System.IO.Compression;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Octoplus.Dashboard.Api;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Imports;
using Radzen;

namespace Octoplus.Dashboard.Hosting;

/// <summary>The web application.</summary>
public static class Server
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

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
        builder.Services.AddHostedService<FirstDataService>();
        builder.Services.AddOctoplusApi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/geo+json", "text/csv"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

        // Beside the data, so that sessions outlive a restart and a new container.
        var keys = Path.Combine(Path.GetFullPath(builder.Configuration["Data:Folder"] ?? "data", AppRoot.Folder), "keys");
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(keys)).SetApplicationName("Octoplus.Dashboard");

        var app = builder.Build();
        app.UseResponseCompression();
        app.UseCompressedStaticFiles();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAntiforgery();
        app.MapOctoplusApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
