using System.IO.Compression;
using System.Text;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Files;

/// <summary>What holds the content of a file.</summary>
public enum FileContainer
{
    /// <summary>An .xlsx workbook.</summary>
    Workbook,

    /// <summary>A legacy .xls workbook.</summary>
    LegacyWorkbook,

    /// <summary>Text: a delimited table, or JSON.</summary>
    Text,
}

/// <summary>
/// A file looked at to tell what it is: its container, and the sheets or the first line. Its name does not count.
/// A gzip is inflated into a temporary file, within <see cref="MaxFileBytes"/>, until disposed of.
/// </summary>
public sealed class FileProbe : IDisposable
{
    /// <summary>Largest file, as it comes and inflated.</summary>
    public const long MaxFileBytes = 200_000_000;

    private const int HeadBytes = 65_536;

    private static readonly byte[] _zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] _compoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] _gzip = [0x1F, 0x8B];

    private readonly string? _inflated;

    private FileProbe(string path, string? inflated, byte[] head)
    {
        Path = path;
        _inflated = inflated;
        Head = head;
        Container = head.AsSpan().StartsWith(_zip) ? FileContainer.Workbook
            : head.AsSpan().StartsWith(_compoundFile) ? FileContainer.LegacyWorkbook
            : FileContainer.Text;
    }

    /// <summary>The file, inflated where it came as a gzip.</summary>
    public string Path { get; }

    /// <summary>Its first bytes, 64 KiB at most.</summary>
    public byte[] Head { get; }

    /// <summary>What holds the content.</summary>
    public FileContainer Container { get; }

    /// <summary>Sheets of a workbook; none for other containers.</summary>
    public IReadOnlyList<XlsxSheet> Sheets { get; private init; } = [];

    /// <summary>Encoding, separator and header of a text; null for workbooks.</summary>
    public DelimitedText? Table { get; private init; }

    /// <summary>Opens a file far enough to tell what it is.</summary>
    /// <exception cref="UnreadableFileException">Empty, too large, protected or broken.</exception>
    public static FileProbe Open(string path)
    {
        var size = new FileInfo(path).Length;
        if (size == 0)
        {
            throw new UnreadableFileException("empty-file", "The file is empty: 0 bytes. Download it again.");
        }

        if (size > MaxFileBytes)
        {
            throw new UnreadableFileException("too-large", "The file is larger than 200 MB: this is no published file.");
        }

        var head = ReadHead(path);
        if (!head.AsSpan().StartsWith(_gzip))
        {
            return Open(path, null, head);
        }

        var inflated = Inflate(path);
        try
        {
            return Open(inflated, inflated, ReadHead(inflated));
        }
        catch
        {
            File.Delete(inflated);
            throw;
        }
    }

    /// <summary>Deletes what was inflated.</summary>
    public void Dispose()
    {
        if (_inflated is not null)
        {
            File.Delete(_inflated);
        }
    }

    private static FileProbe Open(string path, string? inflated, byte[] head)
    {
        if (head.AsSpan().StartsWith(_zip))
        {
            using var workbook = XlsxWorkbook.Open(path);
            return new FileProbe(path, inflated, head) { Sheets = workbook.Sheets };
        }

        if (head.AsSpan().StartsWith(_compoundFile))
        {
            RefuseProtected(path);
            return new FileProbe(path, inflated, head);
        }

        return new FileProbe(path, inflated, head) { Table = DelimitedText.Sniff(head) };
    }

    private static byte[] ReadHead(string path)
    {
        using var stream = File.OpenRead(path);
        var head = new byte[Math.Min(HeadBytes, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }

    private static string Inflate(string path)
    {
        var inflated = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"octoplus-{Guid.NewGuid():N}.inflated");
        try
        {
            using var from = new BoundedStream(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), MaxFileBytes, "The file");
            using var to = File.Create(inflated);
            from.CopyTo(to);
            if (to.Length == 0)
            {
                throw new UnreadableFileException("empty-file", "The file is a gzip of nothing. Download it again.");
            }
        }
        catch (InvalidDataException e)
        {
            File.Delete(inflated);
            throw new UnreadableFileException("broken-gzip", $"The file cannot be inflated as gzip: {e.Message} Download it again.", e);
        }
        catch
        {
            File.Delete(inflated);
            throw;
        }

        return inflated;
    }

    // A protected .xlsx is a compound file whose directory names the stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.4).
    private static void RefuseProtected(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0)
        {
            throw new UnreadableFileException("password-protected", UnreadableFileException.ProtectedReason);
        }
    }
}
