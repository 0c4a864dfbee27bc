using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Octoplus.Ingest.Network;

/// <summary>
/// Which servers are believed to be who they say, whether asked by https or given mail: those of the system's store, and those of
/// <see cref="NetworkOptions.TrustedCertificates"/>. The name must be right in any case.
/// </summary>
public sealed class ServerTrust
{
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _trusted = [];

    /// <summary>By the settings, which were checked.</summary>
    public ServerTrust(NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TrustedCertificates is { Length: > 0 } path)
        {
            _trusted.ImportFromPemFile(path);
        }
    }

    /// <summary>Whether a certificate is accepted, as <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 found || _trusted.Count == 0)
        {
            return false;
        }

        using var own = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        own.ChainPolicy.CustomTrustStore.AddRange(_trusted);
        own.ChainPolicy.ApplicationPolicy.Add(_serverAuthentication);
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(found);
    }
}
