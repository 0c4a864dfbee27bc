using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Octoplus.Ingest.Network;

/// <summary>An address was not connected to: it is not https, or not on the public internet.</summary>
/// <param name="host">Whom it was about.</param>
/// <param name="address">The address that is not public; null where the scheme is wrong.</param>
public sealed class AddressRefusedException(string host, IPAddress? address)
    : Exception(address is null ? $"'{host}' is not asked: only https:// is." : $"'{host}' has the address {address.ToString()}, which is not on the public internet.")
{
    /// <summary>Whom it was about.</summary>
    public string Host => host;

    /// <summary>The address that is not public; null where the scheme is wrong.</summary>
    public IPAddress? Address => address;
}

/// <summary>
/// The way out to other servers, for sources and webhooks: https only; names are resolved here, every address must be public unless the
/// host is one of one's own, and what was checked is what is connected to; no cookies, no redirects, no decompression by itself.
/// </summary>
public sealed class OutgoingHttp : IDisposable
{
    private static readonly TimeSpan _connect = TimeSpan.FromSeconds(10);

    private readonly NetworkOptions _options;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly ServerTrust _trust;

    /// <summary>The way out by the settings.</summary>
    public OutgoingHttp(IOptions<NetworkOptions> options)
        : this(options.Value, (host, token) => Dns.GetHostAddressesAsync(host, token))
    {
    }

    /// <summary>The way out with another resolver of names, for tests.</summary>
    public OutgoingHttp(NetworkOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _resolve = resolve;
        _trust = new ServerTrust(options);
        Client = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("Octoplus.Dashboard/1.0");
    }

    /// <summary>
    /// Sends requests; safe for concurrent use. No time-out of its own: whoever asks bounds the wait. Call <see cref="Demand"/> first.
    /// A refused address is an <see cref="HttpRequestException"/> around an <see cref="AddressRefusedException"/>.
    /// </summary>
    public HttpClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    /// <summary>Refuses an address that is not https, or that names a private address in figures.</summary>
    /// <exception cref="AddressRefusedException">It is not to be asked.</exception>
    public void Demand(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address is not { IsAbsoluteUri: true, Scheme: "https" })
        {
            throw new AddressRefusedException(address.OriginalString, null);
        }

        if (IPAddress.TryParse(address.DnsSafeHost, out var literal) && !IsOwn(address.DnsSafeHost, address.Port) && !PublicAddress.IsPublic(literal))
        {
            throw new AddressRefusedException(address.DnsSafeHost, literal);
        }
    }

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = _options.Proxy is not null,
        Proxy = _options.Proxy is { } proxy ? new WebProxy(proxy) : null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = _connect,
        MaxResponseHeadersLength = 64,

        // An address that a name gets later is seen, and checked, then.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = ConnectAsync,
        SslOptions = { RemoteCertificateValidationCallback = _trust.Accepts },
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        if (!IsOwn(host, port) && !IsProxy(host, port) && addresses.FirstOrDefault(a => !PublicAddress.IsPublic(a)) is { } refused)
        {
            throw new AddressRefusedException(host, refused);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsProxy(string host, int port)
        => _options.Proxy is { } proxy && proxy.Port == port && string.Equals(proxy.DnsSafeHost, host, StringComparison.OrdinalIgnoreCase);

    private bool IsOwn(string host, int port)
        => _options.PrivateHosts.Any(own => Uri.TryCreate("https://" + own, UriKind.Absolute, out var address)
            && string.Equals(address.DnsSafeHost, host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
            && (address.Port == port || !HasPort(own)));

    // [::1] has colons and no port.
    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']') && !IPAddress.TryParse(host.Trim('[', ']'), out _);
}
