using System.Security.Cryptography;
using System.Text;

namespace Octoplus.Ingest.Profiles;

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
        if (!File.Exists(Path))
        {
            Make();
        }

        var text = File.ReadAllText(Path).Trim();
        return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new InvalidDataException($"{Path} is no key of {KeyBytes} bytes in hexadecimal digits: bring it back from a backup, since a new one would give other hashes.");
    }

    // Under a name of its own first: another process may make one at the same moment, and the first stays.
    private void Make()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var part = $"{Path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(part, Encoding.ASCII, options))
        {
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        try
        {
            File.Move(part, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(part);
        }
    }
}
