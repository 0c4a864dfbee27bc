using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Octoplus.Dashboard.Http;

/// <summary>
/// The import map of every page: components import scripts by name; where they lie, and in which version, is known here alone.
/// The one inline script, so the Content-Security-Policy names its hash.
/// </summary>
public sealed class ScriptModules(AssetVersions versions)
{
    private static readonly string[] _names = ["map", "chart", "forecast-chart", "chart-marks", "downloads", "uploads", "dialog"];

    private (string Json, string Hash) _known = ("", "");

    public string Json => JsonSerializer.Serialize(new
    {
        imports = _names.ToDictionary(name => "octoplus/" + name, name => "/" + versions[$"js/{name}.js"], StringComparer.Ordinal),
    });

    /// <summary><c>sha256-…</c> of <see cref="Json"/>.</summary>
    public string Hash
    {
        get
        {
            var json = Json;
            var known = _known;
            if (known.Json != json)
            {
                _known = known = (json, "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
            }

            return known.Hash;
        }
    }
}
