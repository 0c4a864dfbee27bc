using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Octoplus.Ingest.Network;

/// <summary>Section <c>Network</c> of the settings: what requests that the program makes by itself may reach.</summary>
public sealed class NetworkOptions
{
    /// <summary>
    /// Servers of one's own that may have a private address: <c>host</c> or <c>host:port</c>, as written in the address. All others must
    /// be on the public internet.
    /// </summary>
    public IList<string> PrivateHosts { get; } = [];

    /// <summary>Path of a PEM file with certificates of authorities that are trusted beside those of the system; null: none.</summary>
    public string? TrustedCertificates { get; set; }

    /// <summary>
    /// Proxy through which all requests go, such as <c>http://proxy.example:3128</c>; null: none. It resolves names, so that it is the proxy
    /// that must keep private addresses out. Those of the environment (<c>HTTPS_PROXY</c>) are not used.
    /// </summary>
    public Uri? Proxy { get; set; }

    /// <summary>What is wrong, each naming its key; nothing where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var host in PrivateHosts.Where(h => !IsHost(h)))
        {
            yield return $"Network:PrivateHosts has '{host}': expected a host or host:port, such as data.example.org or 10.0.0.7:8443, without https://.";
        }

        if (Proxy is { IsAbsoluteUri: false } or { Scheme: not "http" })
        {
            yield return $"Network:Proxy is '{Proxy}': expected an address such as http://proxy.example:3128.";
        }

        if (TrustedCertificates is { Length: > 0 } path && CertificateProblem(path) is { } problem)
        {
            yield return $"Network:TrustedCertificates is '{path}': {problem}";
        }
    }

    private static bool IsHost(string host)
        => Uri.TryCreate("https://" + host, UriKind.Absolute, out var address)
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" } && !host.Contains('/', StringComparison.Ordinal);

    private static string? CertificateProblem(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? null : "no certificate is in it (-----BEGIN CERTIFICATE-----).";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }
}
