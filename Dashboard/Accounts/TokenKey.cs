using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// The key that signs tokens: 64 random bytes in <c>keys/token-signing.key</c> of the data folder, readable by the program's account
/// only, made when first needed. Nodes that share the folder share the key: whichever puts the whole file in place first wins.
/// </summary>
internal sealed class TokenKey(IOptions<DataOptions> data)
{
    public const string FileName = "token-signing.key";

    private const int Length = 64;

    private readonly Lazy<SymmetricSecurityKey> _key = new(() => new SymmetricSecurityKey(Load(Path.Combine(data.Value.Folder, "keys"))));

    public SymmetricSecurityKey Value => _key.Value;

    /// <exception cref="InvalidDataException">The file is there but holds something else.</exception>
    public static byte[] Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        SecretFile.Ensure(path, () => RandomNumberGenerator.GetBytes(Length));
        var key = File.ReadAllBytes(path);
        return key.Length == Length ? key : throw new InvalidDataException(
            $"{path} holds {key.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)} bytes, expected 64: delete it to have a new key made; tokens given before then end.");
    }
}
