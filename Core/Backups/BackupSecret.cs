using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Octoplus.Core.Backups;

/// <summary>What a backup is encrypted by: a passphrase, or a file of 32 random bytes.</summary>
public sealed class BackupSecret
{
    /// <summary>Shortest passphrase, in characters.</summary>
    public const int MinPassphrase = 12;

    private const int KeyBytes = 32;
    private const byte PassphraseKind = 1;
    private const byte KeyFileKind = 2;

    // OWASP's figure for PBKDF2 with HMAC-SHA-256.
    private const int Iterations = 600_000;
    private const int MaxIterations = 10_000_000;

    private readonly byte[] _secret;
    private readonly byte _kind;

    private BackupSecret(byte kind, byte[] secret)
    {
        _kind = kind;
        _secret = secret;
    }

    /// <summary>Key by PBKDF2 (RFC 8018) with HMAC-SHA-256, 600,000 iterations and a salt of its own for each file.</summary>
    /// <exception cref="InvalidOperationException">It is too short.</exception>
    public static BackupSecret OfPassphrase(string passphrase)
        => passphrase is { Length: >= MinPassphrase }
            ? new BackupSecret(PassphraseKind, Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)))
            : throw new InvalidOperationException("Backups:Passphrase must have at least 12 characters.");

    /// <summary>Key by HKDF (RFC 5869) with SHA-256 from 32 bytes, or 64 hexadecimal digits, with a salt of its own for each file.</summary>
    /// <exception cref="InvalidOperationException">The file is not there, or holds something else.</exception>
    public static BackupSecret OfKeyFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"Backups:KeyFile: there is no file {path}. Make one (openssl rand -hex 32 > backup.key), or leave the key out.");
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == KeyBytes)
        {
            return new BackupSecret(KeyFileKind, bytes);
        }

        var text = Encoding.ASCII.GetString(bytes).Trim();
        return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            ? new BackupSecret(KeyFileKind, Convert.FromHexString(text))
            : throw new InvalidOperationException($"Backups:KeyFile: {path} must hold 32 bytes, or 64 hexadecimal digits (openssl rand -hex 32).");
    }

    /// <summary>The header of a new encrypted file, with a salt of its own, and the key of that file.</summary>
    internal (byte[] Header, byte[] Key) NewHeader()
    {
        var header = new byte[EncryptedFile.HeaderBytes];
        EncryptedFile.Magic.CopyTo(header);
        header[8] = _kind;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(9), _kind == PassphraseKind ? Iterations : 0);
        RandomNumberGenerator.Fill(header.AsSpan(13, EncryptedFile.SaltBytes));
        return (header, KeyOf(header));
    }

    /// <summary>The key of a file.</summary>
    /// <exception cref="InvalidDataException">It was encrypted otherwise.</exception>
    internal byte[] KeyOf(ReadOnlySpan<byte> header)
    {
        if (header[8] != _kind)
        {
            throw new InvalidDataException(header[8] switch
            {
                PassphraseKind => "The backup is encrypted by a passphrase: set Backups:Passphrase instead of Backups:KeyFile.",
                KeyFileKind => "The backup is encrypted by a key file: set Backups:KeyFile instead of Backups:Passphrase.",
                _ => "The backup is damaged: its header names no known encryption.",
            });
        }

        var iterations = BinaryPrimitives.ReadInt32BigEndian(header[9..]);
        var salt = header.Slice(13, EncryptedFile.SaltBytes);
        if (_kind == KeyFileKind)
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeyBytes, salt.ToArray(), "octoplus backup"u8.ToArray());
        }

        return iterations is >= Iterations and <= MaxIterations
            ? Rfc2898DeriveBytes.Pbkdf2(_secret, salt, iterations, HashAlgorithmName.SHA256, KeyBytes)
            : throw new InvalidDataException("The backup is damaged: its header asks for an unlikely number of iterations.");
    }
}
