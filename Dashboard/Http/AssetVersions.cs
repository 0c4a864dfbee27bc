using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Octoplus.Dashboard.Http;

/// <summary>Addresses of static files with a piece of their check sum, so that browsers keep them until they change.</summary>
public sealed class AssetVersions(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Modified, string Address)> _addresses = new(StringComparer.Ordinal);

    /// <param name="path">Without a leading slash.</param>
    /// <returns><c>path?v=1a2b3c4d</c>; the path alone if there is no such file.</returns>
    public string this[string path]
    {
        get
        {
            var file = environment.WebRootFileProvider.GetFileInfo(path);
            if (!file.Exists)
            {
                return path;
            }

            if (!_addresses.TryGetValue(path, out var known) || known.Modified != file.LastModified)
            {
                known = _addresses[path] = (file.LastModified, $"{path}?v={Hash(file)}");
            }

            return known.Address;
        }
    }

    private static string Hash(IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..8];
    }
}
