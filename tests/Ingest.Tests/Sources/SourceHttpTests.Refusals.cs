using System.Net;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Whom it does not ask: redirects, certificates, private addresses.</summary>
public sealed partial class SourceHttpTests
{
    [Fact]
    public async Task GetAsync_RedirectToHttp_IsRefused()
    {
        Publisher.Redirect("/a", $"http://{Publisher.Address.Authority}/b");
        await FailsAsync("/a", "not-https");
    }

    [Fact]
    public async Task GetAsync_RedirectToAnotherPort_IsRefused()
    {
        Publisher.Redirect("/a", "https://127.0.0.1:9/");
        await FailsAsync("/a", "private-address");
    }

    [Fact]
    public async Task GetAsync_RedirectToNameOfPrivateAddress_IsRefused()
    {
        Publisher.Redirect("/a", "https://innocent.example/");
        using var outgoing = Outgoing(Publisher.Address.Authority, IPAddress.Parse("8.8.8.8"), IPAddress.Parse("10.0.0.1"));
        Assert.Equal("private-address", (await Assert.ThrowsAsync<SourceException>(() => GetAsync("/a", http: Http(outgoing)))).Kind);
    }

    [Fact]
    public async Task GetAsync_FiveRedirects_AreFollowedAndSixAreNot()
    {
        for (var i = 0; i < 6; i++)
        {
            Publisher.Redirect($"/r{i}", $"/r{i + 1}");
        }

        Publisher.File("/r6", _content);
        Assert.Equal(_content.Length, (await GetAsync("/r1")).Bytes);
        await FailsAsync("/r0", "too-many-redirects");
    }

    [Fact]
    public async Task GetAsync_RedirectToAnotherHost_DoesNotGetTheHeadersOfTheSource()
    {
        await using var other = await LocalPublisher.StartAsync();
        other.File("/b", _content);
        Publisher.Redirect("/a", new Uri(other.Address, "/b").AbsoluteUri);
        var trusted = _folder.File("both.pem");
        await File.WriteAllTextAsync(trusted, await File.ReadAllTextAsync(Publisher.Certificate) + "\n" + await File.ReadAllTextAsync(other.Certificate));
        var options = new NetworkOptions { TrustedCertificates = trusted };
        options.PrivateHosts.Add("127.0.0.1");
        using var outgoing = new OutgoingHttp(options, (_, _) => Task.FromResult<IPAddress[]>([]));
        await GetAsync("/a", r => r with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "Bearer secret" } }, Http(outgoing));
        Assert.Equal("Bearer secret", Publisher.Headers["/a"]["Authorization"]);
        Assert.False(other.Headers["/b"].ContainsKey("Authorization"));
    }

    [Fact]
    public async Task GetAsync_CertificateOfNobody_IsRefused()
    {
        var options = new NetworkOptions();
        options.PrivateHosts.Add(Publisher.Address.Authority);
        using var outgoing = new OutgoingHttp(options, (_, _) => Task.FromResult<IPAddress[]>([]));
        Assert.Equal("certificate", (await Assert.ThrowsAsync<SourceException>(() => GetAsync("/a", http: Http(outgoing)))).Kind);
    }

    [Fact]
    public async Task GetAsync_AddressNotOfOnesOwn_IsRefusedWithoutAConnection()
    {
        using var outgoing = Outgoing("elsewhere.example");
        Assert.Equal("private-address", (await Assert.ThrowsAsync<SourceException>(() => GetAsync("/a", http: Http(outgoing)))).Kind);
        Assert.Empty(Publisher.TakeRequests());
    }
}
