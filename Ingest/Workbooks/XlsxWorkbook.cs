using System.IO.Compression;
using System.Xml;

namespace Octoplus.Ingest.Workbooks;

/// <summary>A sheet of a workbook; two may bear one name in a file that no spreadsheet program wrote.</summary>
public sealed record XlsxSheet(string Name, string Part);

/// <summary>
/// Reads the cells of an .xlsx workbook (ECMA-376, SpreadsheetML) as a stream. Sheets can be read at the same time from several
/// instances of one file. Exists because the libraries at hand read each sheet twice: docs/decisions/0003-own-xlsx-reader.md.
/// </summary>
public sealed class XlsxWorkbook : IDisposable
{
    private const long MaxSheetBytes = 200_000_000;
    private const long MaxPartBytes = 50_000_000;
    private const string OfficeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly ZipArchive _zip;

    private XlsxWorkbook(ZipArchive zip, IReadOnlyList<XlsxSheet> sheets, IReadOnlyList<string> sharedStrings)
    {
        _zip = zip;
        Sheets = sheets;
        SharedStrings = sharedStrings;
    }

    /// <summary>Sheets in the order of the workbook.</summary>
    public IReadOnlyList<XlsxSheet> Sheets { get; }

    internal IReadOnlyList<string> SharedStrings { get; }

    /// <summary>Opens a file and reads its list of sheets and texts.</summary>
    /// <exception cref="UnreadableFileException">Not a zip, truncated, without a workbook inside, or larger than any publication.</exception>
    public static XlsxWorkbook Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            var relations = ReadRelations(zip);
            var sheets = new List<XlsxSheet>();
            using var xml = OpenPart(zip, "xl/workbook.xml", MaxPartBytes);
            while (xml.ReadToFollowing("sheet", Namespace(xml)))
            {
                sheets.Add(new XlsxSheet(
                    xml.GetAttribute("name") ?? "",
                    relations.GetValueOrDefault(xml.GetAttribute("id", OfficeRelations) ?? "", "")));
            }

            return new XlsxWorkbook(zip, sheets, ReadSharedStrings(zip));
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException)
        {
            zip?.Dispose();
            throw new UnreadableFileException(
                "broken-workbook",
                $"The file is no complete .xlsx workbook (a zip archive with xl/workbook.xml): {e.Message} Download it again.",
                e);
        }
        catch
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>Rows of a sheet, one object reused for all of them.</summary>
    /// <exception cref="UnreadableFileException">The sheet is cut off, no XML, or too large.</exception>
    public IEnumerable<XlsxRow> Rows(XlsxSheet sheet)
    {
        using var xml = OpenSheet(sheet);
        using var rows = new XlsxSheetReader(xml, SharedStrings).Rows().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException)
            {
                throw new UnreadableFileException(
                    "broken-workbook", $"The sheet '{sheet.Name}' cannot be read to its end: {e.Message} Download the file again.", e);
            }

            yield return rows.Current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private XmlReader OpenSheet(XlsxSheet sheet)
    {
        try
        {
            return OpenPart(_zip, sheet.Part, MaxSheetBytes);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("broken-workbook", $"The sheet '{sheet.Name}' is not in the file: {e.Message} Download it again.", e);
        }
    }

    private static string Namespace(XmlReader xml)
    {
        xml.MoveToContent();
        return xml.NamespaceURI;
    }

    private static XmlReader OpenPart(ZipArchive zip, string part, long maxBytes)
    {
        var entry = zip.GetEntry(part) ?? throw new InvalidDataException($"the part '{part}' is missing.");
        return XmlReader.Create(new BoundedStream(entry.Open(), maxBytes, $"The part '{part}'", entry.Crc32), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            CloseInput = true,
        });
    }

    private static Dictionary<string, string> ReadRelations(ZipArchive zip)
    {
        var relations = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = OpenPart(zip, "xl/_rels/workbook.xml.rels", MaxPartBytes);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship")
            {
                var target = xml.GetAttribute("Target") ?? "";
                relations[xml.GetAttribute("Id") ?? ""] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        return relations;
    }

    // A string is the concatenation of its runs <t>; phonetic hints <rPh> are not part of it.
    private static List<string> ReadSharedStrings(ZipArchive zip)
    {
        var strings = new List<string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is null)
        {
            return strings;
        }

        using var xml = OpenPart(zip, "xl/sharedStrings.xml", MaxPartBytes);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                strings.Add(XlsxSheetReader.ReadRuns(xml, "si"));
            }
        }

        return strings;
    }
}
