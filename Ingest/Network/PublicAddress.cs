using System.Net;
using System.Net.Sockets;

namespace Octoplus.Ingest.Network;

/// <summary>
/// Tells addresses of the public internet from those of a machine, a house or a test: IANA's special-purpose registries
/// (RFC 6890 and its updates, as of 2025). What is not known to be public is not.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] _notPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Within 2000::/3: protocol assignments with Teredo and ORCHID, documentation, 6to4.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork _unicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address can belong to a server of the public internet. IPv4 written as IPv6 is refused, but for that of a NAT64 of a public one.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !_notPublic.Any(n => n.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return false;
        }

        // A network without IPv4 reaches all of it through here (RFC 6052).
        if (_nat64.Contains(address))
        {
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return _unicast.Contains(address) && !_notPublic.Any(n => n.Contains(address));
    }
}
