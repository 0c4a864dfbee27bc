using Octoplus.Ingest.Network;

namespace Octoplus.Ingest.Tests.Network;

public sealed class NetworkOptionsTests
{
    [Theory]
    [InlineData("data.example.org")]
    [InlineData("data.example.org:8443")]
    [InlineData("10.0.0.7")]
    [InlineData("10.0.0.7:8443")]
    [InlineData("[fd00::7]:8443")]
    public void Problems_HostOfOnesOwn_HasNone(string host)
    {
        var options = new NetworkOptions();
        options.PrivateHosts.Add(host);
        Assert.Empty(options.Problems());
    }

    [Theory]
    [InlineData("https://data.example.org")]
    [InlineData("data.example.org/files")]
    [InlineData("")]
    [InlineData("data.example.org:port")]
    public void Problems_NoHost_NamesTheKey(string host)
    {
        var options = new NetworkOptions();
        options.PrivateHosts.Add(host);
        Assert.StartsWith($"Network:PrivateHosts has '{host}': expected a host or host:port", Assert.Single(options.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_CertificatesMissing_NamesTheKey()
        => Assert.StartsWith("Network:TrustedCertificates is '/nowhere.pem': ", Assert.Single(new NetworkOptions { TrustedCertificates = "/nowhere.pem" }.Problems()), StringComparison.Ordinal);

    [Fact]
    public void Problems_CertificatesEmpty_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.pem"), "nothing");
        Assert.EndsWith(
            "no certificate is in it (-----BEGIN CERTIFICATE-----).", Assert.Single(new NetworkOptions { TrustedCertificates = folder.File("a.pem") }.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_ProxyNotHttp_NamesTheKey()
        => Assert.StartsWith("Network:Proxy is 'socks5://p:1080/'", Assert.Single(new NetworkOptions { Proxy = new Uri("socks5://p:1080/") }.Problems()), StringComparison.Ordinal);
}
