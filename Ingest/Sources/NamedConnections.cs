using Microsoft.Extensions.Configuration;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// What the administrator of the machine put into the settings for sources, by name: other databases (<c>ConnectionStrings:NAME</c>) and secrets
/// of APIs (<c>Secrets:NAME</c>). Pages show names only.
/// </summary>
public sealed class NamedConnections(IConfiguration configuration)
{
    // The database of the program itself, by whichever account: it holds password hashes.
    private const string Own = "Octoplus";

    /// <summary>Names of connections to other databases, sorted.</summary>
    public IReadOnlyList<string> Names
        => [.. Filled("ConnectionStrings").Where(n => !n.StartsWith(Own, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Names of secrets, sorted.</summary>
    public IReadOnlyList<string> SecretNames => [.. Filled("Secrets")];

    /// <summary>A secret; null where there is none of that name.</summary>
    public string? Secret(string name) => SecretNames.Contains(name, StringComparer.OrdinalIgnoreCase) ? configuration["Secrets:" + name] : null;

    /// <summary>A connection string; null where there is none of that name that may be used.</summary>
    internal string? Find(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? configuration.GetConnectionString(name) : null;

    private IEnumerable<string> Filled(string section)
        => configuration.GetSection(section).GetChildren()
            .Where(c => !string.IsNullOrWhiteSpace(c.Value))
            .Select(c => c.Key)
            .Order(StringComparer.OrdinalIgnoreCase);
}
