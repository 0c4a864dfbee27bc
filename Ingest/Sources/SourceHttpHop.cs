using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Network;

namespace Octoplus.Ingest.Sources;

/// <summary>One request to one address: its body on disk, or where it redirects to.</summary>
internal sealed class SourceHttpHop(OutgoingHttp outgoing, FetchLimits limits)
{
    private const int BlockBytes = 1 << 16;

    public async Task<(FetchedBody? Body, Uri? Redirect)> AskAsync(FetchRequest request, Uri address, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Head);
        try
        {
            outgoing.Demand(address);
            using var asking = Asking(request, address);
            using var answer = await outgoing.Client.SendAsync(asking, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (RedirectOf(answer, address) is { } redirect)
            {
                return (null, redirect);
            }

            if (answer.StatusCode == HttpStatusCode.NotModified)
            {
                return (BodyOf(answer, address) with { IsUnchanged = true }, null);
            }

            Demand(answer, address);
            var (sha256, bytes) = await SaveAsync(request, answer, address, patience);
            return (BodyOf(answer, address) with { Sha256 = sha256, Bytes = bytes }, null);
        }
        catch (AddressRefusedException e)
        {
            throw Refused(e);
        }
        catch (HttpRequestException e)
        {
            throw Failure(e, address);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(Message.Of("source.failure.broken-encoding", address.Host, e.Message), e) { IsTransient = true };
        }
        catch (IOException e)
        {
            throw new SourceException(Message.Of("source.failure.truncated", address.Host), e) { IsTransient = true };
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(Message.Of("source.failure.timeout", address.Host, limits.Head.TotalSeconds), e) { IsTransient = true };
        }
    }

    private static HttpRequestMessage Asking(FetchRequest request, Uri address)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", request.IsCompressible ? "gzip, br" : "identity");
        if (request.Etag is { } etag)
        {
            message.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        if (request.LastModified is { } date)
        {
            message.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        }

        if (Uri.Compare(address, request.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            foreach (var (name, value) in request.Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static Uri? RedirectOf(HttpResponseMessage answer, Uri address)
        => answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && answer.Headers.Location is { } location
            ? new Uri(address, location)
            : null;

    private static FetchedBody BodyOf(HttpResponseMessage answer, Uri address) => new(IsUnchanged: false, address)
    {
        Etag = Short(Header(answer, "ETag"), 200),
        LastModified = Short(answer.Content.Headers.TryGetValues("Last-Modified", out var dates) ? dates.FirstOrDefault() : null, 60),
        FileName = (answer.Content.Headers.ContentDisposition?.FileNameStar ?? answer.Content.Headers.ContentDisposition?.FileName)?.Trim('"')
            ?? Uri.UnescapeDataString(address.Segments[^1]).Trim('/'),
    };

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // A validator that does not fit is none: half of it would never match.
    private static string? Short(string? validator, int length) => validator?.Length <= length ? validator : null;

    private static void Demand(HttpResponseMessage answer, Uri address)
    {
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return;
        }

        var status = (int)answer.StatusCode;
        throw answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new SourceException(Message.Of("source.failure.not-found", address.Host, status)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SourceException(Message.Of("source.failure.denied", address.Host, status)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                => new SourceException(Message.Of("source.failure.server-error", address.Host, status)) { IsTransient = true, RetryAfter = RetryAfter(answer) },
            _ => new SourceException(Message.Of("source.failure.status", address.Host, status)),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer)
        => (answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow) is { } wait && wait > TimeSpan.Zero ? wait : null;

    private async Task<(string Sha256, long Bytes)> SaveAsync(FetchRequest request, HttpResponseMessage answer, Uri address, CancellationTokenSource patience)
    {
        var max = request.MaxBytes ?? limits.MaxFileBytes;
        var length = answer.Content.Headers.ContentEncoding.Count == 0 ? answer.Content.Headers.ContentLength : null;
        if (answer.Content.Headers.ContentLength > max)
        {
            throw TooLarge(address, max);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var body = Decoded(answer, await answer.Content.ReadAsStreamAsync(patience.Token), address);
        await using var file = File.Create(request.Path);
        var buffer = new byte[BlockBytes];
        var total = 0L;
        while (true)
        {
            // Runs anew for each block, so that a slow but living download ends.
            patience.CancelAfter(limits.Block);
            var read = await body.ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                return (Convert.ToHexStringLower(hash.GetHashAndReset()), total);
            }

            total += read;
            if (total > max)
            {
                throw TooLarge(address, max);
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            request.OnProgress?.Invoke(total, length);
        }
    }

    private static SourceException TooLarge(Uri address, long max)
        => new(Message.Of("source.failure.too-large", address.Host, max / 1_000_000.0));

    private static Stream Decoded(HttpResponseMessage answer, Stream body, Uri address)
        => string.Join(',', answer.Content.Headers.ContentEncoding).ToLowerInvariant() switch
        {
            "" or "identity" => body,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            var other => throw new SourceException(Message.Of("source.failure.broken-encoding", address.Host, other)),
        };

    private static SourceException Refused(AddressRefusedException e)
        => e.Address is { } address
            ? new SourceException(Message.Of("source.failure.private-address", e.Host, address.ToString()), e)
            : new SourceException(Message.Of("source.failure.not-https", e.Host), e);

    private static SourceException Failure(HttpRequestException e, Uri address)
        => e switch
        {
            { InnerException: AddressRefusedException refused } => Refused(refused),
            { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } }
                => new SourceException(Message.Of("source.failure.unknown-host", address.Host), e),
            { HttpRequestError: HttpRequestError.SecureConnectionError } => new SourceException(Message.Of("source.failure.certificate", address.Host), e),
            { HttpRequestError: HttpRequestError.ResponseEnded } => new SourceException(Message.Of("source.failure.truncated", address.Host), e) { IsTransient = true },
            _ => new SourceException(Message.Of("source.failure.unreachable", address.Host, e.InnerException?.Message ?? e.Message), e) { IsTransient = true },
        };
}
