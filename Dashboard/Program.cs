using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Hosting;
using Radzen;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppRoot.Folder,
    WebRootPath = AppRoot.WebRoot,
});

// Finds _content/… of the packages and the scoped styles in a build, whatever the environment is called; a published copy has them as files.
builder.WebHost.UseStaticWebAssets();

builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddRadzenComponents();
builder.Services.AddResponseCompression(options =>
{
    options.EnableForHttps = true;
    options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/geo+json"];
});
builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

var app = builder.Build();

app.UseResponseCompression();
app.UseCompressedStaticFiles();
app.UseAntiforgery();

app.MapGet("/healthz", () => Results.Text("ok"));
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

await app.RunAsync();
