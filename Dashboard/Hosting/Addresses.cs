using System.Net.Sockets;
using System.Security.Cryptography;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Hosting;

/// <summary>
/// The addresses to serve on. <c>--urls</c>, <c>Urls</c> and <c>ASPNETCORE_URLS</c> of the environment, then ports (<c>ASPNETCORE_HTTP_PORTS</c>,
/// <c>ASPNETCORE_HTTPS_PORTS</c>), then <c>Urls</c> of appsettings.json: left to itself the framework would put the file before the last two.
/// </summary>
internal static class Addresses
{
    private const string Key = "Urls";

    private const string Default = "http://127.0.0.1:5080";

    private static readonly (string Key, string Scheme)[] _ports = [("HTTP_PORTS", "http"), ("HTTPS_PORTS", "https")];

    /// <summary>Puts what counts under <c>Urls</c>, where the framework and the rest of the program read it.</summary>
    public static void Settle(ConfigurationManager configuration)
    {
        var urls = Said(configuration, isFile: false)
            ?? (_ports.SelectMany(p => Split(configuration[p.Key]).Select(port => $"{p.Scheme}://*:{port}")) is var ports && ports.Any() ? string.Join(';', ports) : null)
            ?? Said(configuration, isFile: true)
            ?? Default;
        configuration.AddInMemoryCollection(_ports.Select(p => KeyValuePair.Create(p.Key, (string?)"")).Append(KeyValuePair.Create(Key, (string?)urls)));
    }

    /// <summary>The addresses; endpoints in the section <c>Kestrel</c> take their place.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
        => configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().ToArray() is { Length: > 0 } endpoints ? endpoints : Split(configuration[Key]);

    /// <summary>Whether only this machine reaches them.</summary>
    public static bool AreLoopback(IConfiguration configuration) => AccessOptions.IsLoopback(string.Join(';', Of(configuration)));

    /// <summary>Whether all are encrypted.</summary>
    public static bool AreHttps(IConfiguration configuration)
        => Of(configuration) is { Count: > 0 } all && all.All(url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first, as this machine reaches it.</summary>
    public static Uri Local(IConfiguration configuration)
        => new(Of(configuration)[0]
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal));

    /// <summary>What is wrong, naming the key.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
        => Of(configuration).Where(url => !IsAddress(url)).Select(url => $"{Key} has '{url}': expected an address such as {Default}, without a path; several are separated by semicolons.");

    /// <summary>Whether Kestrel says that it cannot serve as told: an address in use, a port that asks for more rights, https without a certificate.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or SocketException or CryptographicException or InvalidOperationException or FormatException;

    /// <summary>A server that could not listen, in words.</summary>
    public static SettingsException Refused(IConfiguration configuration, Exception e)
    {
        var todo = e is IOException or SocketException ? "End what listens there, or choose another address (--urls, ASPNETCORE_URLS)." : "Certificates belong into Kestrel:Certificates:Default.";
        return new SettingsException($"{Key} is '{string.Join(';', Of(configuration))}': {e.Message.TrimEnd('.')}. {todo}", e);
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http" or "https", PathBase: "" or "/", Port: >= 0 and <= 65535 }
                && (address.IsUnixPipe || address.Host.StartsWith('[') || !address.Host.Contains(':', StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? Said(IConfiguration configuration, bool isFile)
        => ((IConfigurationRoot)configuration).Providers.Reverse()
            .Where(p => p is FileConfigurationProvider == isFile)
            .Select(p => p.TryGet(Key, out var value) ? value : null)
            .FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));

    private static string[] Split(string? text) => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
