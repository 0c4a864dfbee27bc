using System.Text;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Departments;
using Octoplus.Ingest.Etat4001;
using Octoplus.Ingest.Populations;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>Tells what a file is from its content; its name does not count.</summary>
public static class FileKind
{
    internal const string ProtectedReason =
        "The workbook is protected by a password: open it in a spreadsheet program, save it without one, import that.";

    private const long MaxFileBytes = 200_000_000;
    private const string Known =
        "Known are: the État 4001 workbook by service (.xlsx), INSEE's population by département (.xls), the list of départements (.csv).";

    private static readonly byte[] _zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] _compoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The dataset of a file.</summary>
    /// <exception cref="UnreadableFileException">Empty, too large, protected, broken, or of no known kind.</exception>
    public static string Detect(string path)
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
        if (head.AsSpan().StartsWith(_zip))
        {
            using var workbook = XlsxWorkbook.Open(path);
            return Etat4001Reader.Recognises(workbook)
                ? Datasets.Etat4001
                : throw Unknown($"a workbook with the sheets {string.Join(", ", workbook.Sheets.Take(5).Select(s => $"'{s.Name}'"))}");
        }

        if (head.AsSpan().StartsWith(_compoundFile))
        {
            RefuseProtected(path);
            return PopulationReader.Recognises(path) ? Datasets.Population : throw Unknown("an .xls workbook without yearly sheets of population");
        }

        return DepartmentListReader.Recognises(head) ? Datasets.Departments : throw Unknown("neither a workbook nor a known table");
    }

    private static byte[] ReadHead(string path)
    {
        using var stream = File.OpenRead(path);
        var head = new byte[Math.Min(4096, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }

    // A protected .xlsx is a compound file whose directory names the stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.4).
    private static void RefuseProtected(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0)
        {
            throw new UnreadableFileException("password-protected", ProtectedReason);
        }
    }

    private static UnreadableFileException Unknown(string found)
        => new("unknown-kind", $"The content is of no known kind: found {found}. {Known}");
}
