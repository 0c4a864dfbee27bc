using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>
/// The key by which personal values are hashed: 32 random bytes made at first use and kept in <c>keys/pseudonyms.key</c> of the data folder, outside of the
/// database, readable by the program's user alone. Several nodes share the folder. Losing it means that later files get other hashes; giving it away means that
/// values can be guessed. Safe for concurrent use.
/// </summary>
public sealed class PseudonymKey(string dataFolder)
{
    private const int KeyBytes = 32;

    private readonly Lock _lock = new();
    private byte[]? _key;

    /// <summary>Where it lies.</summary>
    public string Path { get; } = System.IO.Path.Combine(dataFolder, "keys", "pseudonyms.key");

    /// <summary>HMAC-SHA-256 (RFC 2104) of a value, 64 hexadecimal digits; empty for an empty value, which identifies nobody.</summary>
    /// <exception cref="InvalidDataException">The file of the key is not one.</exception>
    public string Hash(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(Key(), Encoding.UTF8.GetBytes(value.Normalize(NormalizationForm.FormC))));
    }

    private byte[] Key()
    {
        lock (_lock)
        {
            return _key ??= Load();
        }
    }

    private byte[] Load()
    {
        SecretFile.Ensure(Path, () => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes))));
        var text = File.ReadAllText(Path).Trim();
        return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new InvalidDataException($"{Path} is no key of {KeyBytes} bytes in hexadecimal digits: bring it back from a backup, since a new one would give other hashes.");
    }
}
