using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Octoplus.Tests;

/// <summary>A real HTTPS server in the test's process, with a certificate of its own that nobody trusts unless told to. Answers by path.</summary>
internal sealed class LocalPublisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();

    private LocalPublisher(WebApplication app, string pem)
    {
        _app = app;
        Certificate = _folder.File("publisher.pem");
        System.IO.File.WriteAllText(Certificate, pem);
    }

    /// <summary>Path of the PEM file to trust.</summary>
    public string Certificate { get; }

    /// <summary>Such as <c>https://127.0.0.1:40123/</c>.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    /// <summary>What was asked for since the last look, as paths.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        var taken = new List<string>();
        while (_requests.TryDequeue(out var path))
        {
            taken.Add(path);
        }

        return taken;
    }

    /// <summary>Headers of the last request to each path.</summary>
    public ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Headers { get; } = new(StringComparer.Ordinal);

    public static async Task<LocalPublisher> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l =>
        {
            l.Protocols = HttpProtocols.Http1;
            l.UseHttps(certificate);
        }));
        var app = builder.Build();
        var publisher = new LocalPublisher(app, certificate.ExportCertificatePem());
        app.Run(publisher.AnswerAsync);
        await app.StartAsync();
        return publisher;
    }

    /// <summary>Says how a path is answered from now on; others are 404.</summary>
    public void Answer(string path, RequestDelegate answer) => _answers[path] = answer;

    /// <summary>Answers a path by a status and nothing else.</summary>
    public void Answer(string path, int status) => Answer(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Answers a path by a redirect.</summary>
    public void Redirect(string path, string to) => Answer(path, context =>
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    });

    /// <summary>Answers a path by bytes, with an ETag of their own, and by 304 who has them.</summary>
    public void File(string path, byte[] content, string type = "application/octet-stream") => Answer(path, context =>
    {
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content).AsTask();
    });

    /// <summary>Answers a path by the first half of bytes, and hangs up.</summary>
    public void Truncated(string path, byte[] content) => Answer(path, async context =>
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
        await context.Response.Body.FlushAsync();
    });

    /// <summary>Never answers a path.</summary>
    public void Silent(string path) => Answer(path, context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _requests.Enqueue(path);
        Headers[path] = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (_answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
