using System.IO.Compression;
using System.Text;

namespace Octoplus.Tests;

/// <summary>Files that an import must refuse with a clear message. Each method writes one into the folder and gives its path.</summary>
internal static class BrokenFiles
{
    /// <summary>The first half of a valid workbook: the list of entries, at the end of a zip, is lost.</summary>
    public static string TruncatedZip(TemporaryFolder folder)
    {
        var bytes = WorkbookBuilder.Valid().ToArray();
        return Write(folder, "truncated.xlsx", bytes[..(bytes.Length / 2)]);
    }

    /// <summary>Random bytes, the same each time.</summary>
    public static string NotExcel(TemporaryFolder folder)
    {
        var bytes = new byte[4096];
        new Random(4001).NextBytes(bytes);
        return Write(folder, "not-excel.xlsx", bytes);
    }

    /// <summary>A sound zip that holds no workbook.</summary>
    public static string ZipWithoutWorkbook(TemporaryFolder folder)
    {
        var path = folder.File("zip-without-workbook.xlsx");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("readme.txt").Open());
        writer.Write("nothing to see");
        return path;
    }

    /// <summary>What Excel saves when asked for a password: no zip but a compound file with the encrypted package in it.</summary>
    public static string PasswordProtected(TemporaryFolder folder)
        => Write(folder, "password.xlsx", EncryptedCompoundFile.Write());

    /// <summary>
    /// A workbook of about 20 MB whose one sheet inflates to <paramref name="inflatedBytes"/> (2 GiB) of spaces, which are legal between
    /// rows: a reader that trusts the file reads them all, and one that loads the sheet dies. Takes under a second and no memory.
    /// </summary>
    public static string ZeroBomb(TemporaryFolder folder, long inflatedBytes = 2L << 30)
    {
        var path = folder.File("bomb.xlsx");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        WorkbookXml.WriteFrame(zip, ["Services PN 2019"]);
        WorkbookXml.WriteStrings(zip, []);
        using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        entry.Write("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""u8);
        var block = new byte[1 << 20];
        block.AsSpan().Fill((byte)' ');
        for (var rest = inflatedBytes; rest > 0; rest -= block.Length)
        {
            entry.Write(block, 0, (int)Math.Min(block.Length, rest));
        }

        entry.Write("</sheetData></worksheet>"u8);
        return path;
    }

    /// <summary>Text by another name.</summary>
    public static string CsvNamedXlsx(TemporaryFolder folder)
        => Write(folder, "table.xlsx", Encoding.UTF8.GetBytes("code_departement,nom_departement\n01,Ain\n2A,Corse-du-Sud\n"));

    /// <summary>A sound workbook of one empty sheet.</summary>
    public static string EmptyWorkbook(TemporaryFolder folder) => WorkbookBuilder.Empty().Save(folder.File("empty.xlsx"));

    /// <summary>No byte at all.</summary>
    public static string EmptyFile(TemporaryFolder folder) => Write(folder, "nothing.xlsx", []);

    private static string Write(TemporaryFolder folder, string name, byte[] bytes)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
