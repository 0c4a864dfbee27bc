using Microsoft.Extensions.Configuration;
using Octoplus.Dashboard.Hosting;

namespace Octoplus.Dashboard.Tests.Hosting;

public sealed class AddressesTests : IDisposable
{
    private const string Command = "http://127.0.0.1:1";
    private const string Variable = "http://127.0.0.1:2";
    private const string Hosting = "http://127.0.0.1:3";
    private const string File = "http://127.0.0.1:4";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Command, Command, Variable, Hosting, "5", File)]
    [InlineData(Variable, null, Variable, Hosting, "5", File)]
    [InlineData(Hosting, null, null, Hosting, "5", File)]
    [InlineData(Hosting, null, "", Hosting, "5", File)]
    [InlineData("http://*:5;http://*:6", null, null, null, "5;6", File)]
    [InlineData(File, null, null, null, null, File)]
    [InlineData("http://127.0.0.1:5080", null, null, null, null, null)]
    public void Settle_SaidInSeveralPlaces_TheNearestWins(string expected, string? command, string? variable, string? hosting, string? ports, string? file)
    {
        using var configuration = Configuration(command, variable, hosting, ports, file);
        Addresses.Settle(configuration);
        Assert.Equal(expected, configuration["urls"]);
        Assert.Equal("", configuration["HTTP_PORTS"] + configuration["HTTPS_PORTS"]);
    }

    [Fact]
    public void Settle_PortsOfBothSchemes_AreServed()
    {
        using var configuration = Configuration(null, null, null, "80", File);
        configuration.AddInMemoryCollection([KeyValuePair.Create("HTTPS_PORTS", (string?)"443")]);
        Addresses.Settle(configuration);
        Assert.Equal("http://*:80;https://*:443", configuration["Urls"]);
        Assert.False(Addresses.AreLoopback(configuration));
        Assert.False(Addresses.AreHttps(configuration));
    }

    /// <summary>Reading without an account depends on the addresses that are served, not on those that are written elsewhere.</summary>
    [Fact]
    public void AreLoopback_EndpointsOfKestrel_TakeThePlaceOfUrls()
    {
        using var configuration = Configuration(null, null, null, null, File);
        Assert.True(Addresses.AreLoopback(configuration));
        configuration.AddInMemoryCollection([KeyValuePair.Create("Kestrel:Endpoints:Web:Url", (string?)"http://0.0.0.0:80")]);
        Assert.False(Addresses.AreLoopback(configuration));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080;http://x:1", "http://127.0.0.1:8080/")]
    [InlineData("http://+:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    public void Local_AnyAddress_IsTheLoopback(string urls, string expected)
    {
        using var configuration = Configuration(urls, null, null, null, null);
        Assert.Equal(expected, Addresses.Local(configuration).ToString());
    }

    // In the order of the framework's own builder: ASPNETCORE_…, files, the environment, the command line.
    private ConfigurationManager Configuration(string? command, string? variable, string? hosting, string? ports, string? file)
    {
        System.IO.File.WriteAllText(_folder.File("appsettings.json"), file is null ? "{}" : $$"""{ "Urls": "{{file}}" }""");
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(Said(("urls", hosting), ("HTTP_PORTS", ports)))
            .AddJsonFile(_folder.File("appsettings.json"))
            .AddInMemoryCollection(Said(("Urls", variable)))
            .AddInMemoryCollection(Said(("urls", command)));
        return configuration;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Said(params (string Key, string? Value)[] said)
        => said.Where(s => s.Value is not null).Select(s => KeyValuePair.Create(s.Key, s.Value));
}
