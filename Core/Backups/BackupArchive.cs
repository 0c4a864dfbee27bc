using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Octoplus.Core.Backups;

/// <summary>
/// Writes a backup: a sealed <c>.tar.gz</c> (<see cref="Seal"/>), encrypted (<see cref="EncryptedFile"/>) where there is a secret. It is written beside
/// its place as <c>NAME.part</c> and put there by <see cref="Complete"/>, when every byte is on the disk.
/// </summary>
internal sealed class BackupArchiveWriter : IDisposable
{
    public const string PartSuffix = ".part";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly EncryptedFile.Writer? _encrypted;
    private readonly Seal.Writer _seal;
    private readonly GZipStream _gzip;
    private readonly TarWriter _tar;
    private readonly List<BackupPart> _parts = [];
    private bool _isComplete;

    public BackupArchiveWriter(string path, BackupSecret? secret)
    {
        _path = path;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 20 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path + PartSuffix, options);
        _encrypted = secret is null ? null : new EncryptedFile.Writer(_file, secret);
        _seal = new Seal.Writer((Stream?)_encrypted ?? _file);
        _gzip = new GZipStream(_seal, CompressionLevel.Optimal, leaveOpen: true);
        _tar = new TarWriter(_gzip, TarEntryFormat.Pax, leaveOpen: true);
    }

    public IReadOnlyList<BackupPart> Parts => _parts;

    public async Task AddFileAsync(string name, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: false);
        await AddAsync(name, file, File.GetLastWriteTimeUtc(path), cancellationToken);
    }

    public async Task AddAsync(string name, Stream content, DateTime modified, CancellationToken cancellationToken)
    {
        var length = content.Length;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        await _tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                ModificationTime = new DateTimeOffset(modified, TimeSpan.Zero),
            },
            cancellationToken);
        _parts.Add(new BackupPart(name, length, sha256));
    }

    /// <summary>Puts the file in its place, whole and on the disk.</summary>
    public void Complete()
    {
        _tar.Dispose();
        _gzip.Dispose();
        _seal.Complete();
        _encrypted?.Complete();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_path + PartSuffix, _path, overwrite: true);
        _isComplete = true;
    }

    public void Dispose()
    {
        if (!_isComplete)
        {
            // What is left in the streams is of no use: they are not to write it.
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
                // the disk is full, as has been told
            }

            File.Delete(_path + PartSuffix);
        }

        _seal.Dispose();
        _encrypted?.Dispose();
    }
}

/// <summary>Reads backups.</summary>
internal static partial class BackupArchive
{
    private const int MaxManifestBytes = 64 << 20;

    /// <summary>Whether a file is encrypted.</summary>
    /// <exception cref="InvalidDataException">It is no backup.</exception>
    public static bool IsEncrypted(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[8];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return EncryptedFile.IsOne(start.AsSpan(0, read)) || (read >= 2 && start[0] == 0x1f && start[1] == 0x8b
            ? false
            : throw new InvalidDataException("This is no backup of this program, or its beginning is damaged."));
    }

    /// <summary>Reads all of a backup, and gives each part to <paramref name="take"/>; the manifest last, not to <paramref name="take"/>.</summary>
    /// <param name="take">Name and content; what it leaves unread is read.</param>
    /// <exception cref="InvalidDataException">Any byte of it is not as it was written.</exception>
    public static async Task<BackupManifest> ReadAsync(
        string path, BackupSecret? secret, Func<string, Stream, Task>? take, CancellationToken cancellationToken)
    {
        if (IsEncrypted(path) && secret is null)
        {
            throw new InvalidDataException("The backup is encrypted: set Backups:Passphrase or Backups:KeyFile to what it was made with.");
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        await using var plain = IsEncrypted(path) ? new EncryptedFile.Reader(file, secret!) : (Stream)file;
        await using var seal = new Seal.Reader(plain);
        await using var gzip = new GZipStream(seal, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            var (parts, manifest) = await ReadPartsAsync(gzip, take, cancellationToken);
            seal.Check();
            return manifest is null ? throw new InvalidDataException("The backup is damaged: it has no manifest.")
                : manifest.Format != BackupManifest.CurrentFormat ? throw new InvalidDataException("The backup is of another format: use the version of the program that wrote it.")
                : manifest.Parts.SequenceEqual(parts) ? manifest
                : throw new InvalidDataException("The backup is damaged: its parts are not those of its manifest.");
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException($"The backup is damaged: {e.Message}", e);
        }
    }

    private static async Task<(List<BackupPart> Parts, BackupManifest? Manifest)> ReadPartsAsync(
        Stream source, Func<string, Stream, Task>? take, CancellationToken cancellationToken)
    {
        var parts = new List<BackupPart>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        await using var tar = new TarReader(source, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !KnownName().IsMatch(entry.Name) || manifest is not null
                || !names.Add(entry.Name))
            {
                throw new InvalidDataException($"The backup is damaged: it has a part '{entry.Name}' that does not belong there.");
            }

            await using var content = entry.DataStream ?? Stream.Null;
            if (entry.Name == BackupManifest.PartName)
            {
                manifest = await ManifestAsync(content, cancellationToken);
                continue;
            }

            await using var counted = new Counted(content);
            if (take is not null)
            {
                await take(entry.Name, counted);
            }

            parts.Add(counted.End(entry.Name));
        }

        return (parts, manifest);
    }

    private static async Task<BackupManifest> ManifestAsync(Stream content, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            json.Write(buffer, 0, read);
            if (json.Length > MaxManifestBytes)
            {
                throw new InvalidDataException("The backup is damaged: its manifest is too long.");
            }
        }

        return BackupManifest.Parse(json.ToArray());
    }

    public static bool IsKnownName(string name) => KnownName().IsMatch(name);

    // Nothing that leads out of the data folder.
    [GeneratedRegex(@"^(database\.(sqlite|sql)|settings\.json|manifest\.json|files/[0-9a-f]{2}/[0-9a-f]{64}|uploads/[0-9]{1,19}|keys/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99})\z", RegexOptions.None, 1000)]
    private static partial Regex KnownName();

    /// <summary>Adds up what is read of one part.</summary>
    private sealed class Counted(Stream source) : Seal.Passing
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _bytes;

        public override bool CanRead => true;

        public override bool CanWrite => false;

        public override int Read(Span<byte> buffer)
        {
            var read = source.Read(buffer);
            _hash.AppendData(buffer[..read]);
            _bytes += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public BackupPart End(string name)
        {
            var rest = new byte[1 << 16];
            while (Read(rest) > 0)
            {
                // only added up
            }

            return new BackupPart(name, _bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
