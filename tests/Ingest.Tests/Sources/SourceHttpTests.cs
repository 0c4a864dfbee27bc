using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Http;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Fetching from a real HTTPS server: what it may do wrong, and what is then said.</summary>
public sealed partial class SourceHttpTests : IAsyncLifetime
{
    private static readonly byte[] _content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();
    private LocalPublisher? _publisher;
    private OutgoingHttp? _outgoing;

    private LocalPublisher Publisher => _publisher!;

    public async Task InitializeAsync()
    {
        _publisher = await LocalPublisher.StartAsync();
        _outgoing = Outgoing(_publisher.Address.Authority);
    }

    public async Task DisposeAsync()
    {
        _outgoing!.Dispose();
        await _publisher!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task GetAsync_File_IsWrittenWithItsCheckSumAndName()
    {
        Publisher.File("/files/crimes 2024.xlsx", _content);
        var body = await GetAsync("/files/crimes%202024.xlsx");
        Assert.Equal((_content.Length, "crimes 2024.xlsx", false), ((int)body.Bytes, body.FileName, body.IsUnchanged));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(_content)), body.Sha256);
        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.File("body")));
    }

    [Fact]
    public async Task GetAsync_SameValidator_IsNotSent()
    {
        Publisher.File("/a", _content);
        var first = await GetAsync("/a");
        Assert.True((await GetAsync("/a", r => r with { Etag = first.Etag })).IsUnchanged);
    }

    [Fact]
    public async Task GetAsync_FailsOnce_IsAskedAgain()
    {
        var asked = 0;
        Publisher.Answer("/a", context =>
        {
            context.Response.StatusCode = ++asked == 1 ? 503 : 200;
            return asked == 1 ? Task.CompletedTask : context.Response.Body.WriteAsync(_content).AsTask();
        });
        var told = new List<string>();
        Assert.Equal(_content.Length, (await GetAsync("/a", r => r with { OnRetry = (attempt, reason) => told.Add($"{attempt} {reason.Kind}") })).Bytes);
        Assert.Equal(["2 server-error"], told);
    }

    [Fact]
    public async Task GetAsync_NotFound_IsNotAskedAgain()
    {
        await FailsAsync("/a", "not-found");
        Assert.Equal(["/a"], Publisher.TakeRequests());
    }

    [Fact]
    public async Task GetAsync_RetryAfterLongerThanPatience_IsNotAskedAgainBefore()
    {
        Publisher.Answer("/a", context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        var failure = await FailsAsync("/a", "server-error");
        Assert.Equal(_time.Now.AddHours(1), failure.TryAgainAt);
        Assert.Equal(["/a"], Publisher.TakeRequests());
    }

    [Fact]
    public async Task GetAsync_HostFailsAgainAndAgain_IsLeftAloneAndThenTriedAgain()
    {
        Publisher.Answer("/a", 500);
        var http = Http(_outgoing!);
        for (var i = 0; i < Hurried.Limits.BreakerFailures / 2; i++)
        {
            Assert.Equal("server-error", (await Assert.ThrowsAsync<SourceException>(() => GetAsync("/a", http: http))).Kind);
        }

        Publisher.TakeRequests();
        var paused = await Assert.ThrowsAsync<SourceException>(() => GetAsync("/a", http: http));
        Assert.Equal(("paused", _time.Now + Hurried.Limits.Break), (paused.Kind, paused.TryAgainAt));
        Assert.Empty(Publisher.TakeRequests());

        _time.Now += Hurried.Limits.Break;
        Publisher.File("/a", _content);
        Assert.Equal(_content.Length, (await GetAsync("/a", http: http)).Bytes);
    }

    [Fact]
    public async Task GetAsync_Truncated_IsAFailure()
    {
        Publisher.Truncated("/a", _content);
        await FailsAsync("/a", "truncated");
    }

    [Fact]
    public async Task GetAsync_NoHead_IsATimeout()
    {
        Publisher.Silent("/a");
        await FailsAsync("/a", "timeout");
    }

    [Fact]
    public async Task GetAsync_BodyThatStops_IsATimeout()
    {
        Publisher.Answer("/a", async context =>
        {
            await context.Response.Body.WriteAsync(_content.AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await FailsAsync("/a", "timeout");
    }

    [Fact]
    public async Task GetAsync_SaysToBeTooLarge_IsNotRead()
    {
        Publisher.File("/a", _content);
        await FailsAsync("/a", "too-large", r => r with { MaxBytes = _content.Length - 1 });
    }

    [Fact]
    public async Task GetAsync_LargerThanItSays_IsCutAtTheBound()
    {
        Publisher.Answer("/a", context => context.Response.Body.WriteAsync(_content).AsTask());
        await FailsAsync("/a", "too-large", r => r with { MaxBytes = _content.Length - 1 });
        Assert.InRange(new FileInfo(_folder.File("body")).Length, 0, _content.Length - 1);
    }

    [Fact]
    public async Task GetAsync_GzipBomb_IsCutAtTheBound()
    {
        var bomb = Compressed(new byte[20_000_000]);
        Assert.InRange(bomb.Length, 1, 100_000);
        Encoded(bomb);
        await FailsAsync("/a", "too-large", r => r with { MaxBytes = 1_000_000 });
        Assert.InRange(new FileInfo(_folder.File("body")).Length, 0, 1_000_000);
    }

    [Fact]
    public async Task GetAsync_Compressed_IsDecompressed()
    {
        Encoded(Compressed(_content));
        Assert.Equal(_content.Length, (await GetAsync("/a", r => r with { IsCompressible = true })).Bytes);
        Assert.Equal("gzip, br", Publisher.Headers["/a"]["Accept-Encoding"]);
    }

    [Fact]
    public async Task GetAsync_BrokenEncoding_IsAFailure()
    {
        Encoded([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        await FailsAsync("/a", "broken-encoding");
    }

    private static byte[] Compressed(byte[] content)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return to.ToArray();
    }

    private void Encoded(byte[] body) => Publisher.Answer("/a", context =>
    {
        context.Response.Headers.ContentEncoding = "gzip";
        return context.Response.Body.WriteAsync(body).AsTask();
    });

    private OutgoingHttp Outgoing(string own, params IPAddress[] resolved)
    {
        var options = new NetworkOptions { TrustedCertificates = Publisher.Certificate };
        options.PrivateHosts.Add(own);
        return new OutgoingHttp(options, (_, _) => Task.FromResult(resolved));
    }

    private SourceHttp Http(OutgoingHttp outgoing) => new(outgoing, Hurried.Limits, _time);

    private Task<FetchedBody> GetAsync(string path, Func<FetchRequest, FetchRequest>? change = null, SourceHttp? http = null)
    {
        var request = new FetchRequest(new Uri(Publisher.Address, path), _folder.File("body"));
        return (http ?? Http(_outgoing!)).GetAsync(change is null ? request : change(request), CancellationToken.None);
    }

    private async Task<SourceException> FailsAsync(string path, string kind, Func<FetchRequest, FetchRequest>? change = null)
    {
        var failure = await Assert.ThrowsAsync<SourceException>(() => GetAsync(path, change));
        Assert.Equal(kind, failure.Kind);
        return failure;
    }
}
