using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Octoplus.Ingest.Demonstration;

/// <summary>
/// Writes an .xlsx (ECMA-376) part after part, straight to the file. By hand, because a package of the Open XML SDK holds its parts in
/// memory, prefixes every element with <c>x:</c>, which Excel does not, and draws identifiers at random: here the same sheets
/// give the same bytes, so a second import of the same demonstration is recognised by its SHA-256.
/// </summary>
internal sealed class WorkbookPackage : IDisposable
{
    /// <summary>Namespace of the elements of a workbook.</summary>
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    // The earliest moment that a zip can tell.
    private static readonly DateTimeOffset _timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly XmlWriterSettings _settings = new() { CloseOutput = true, Encoding = new UTF8Encoding(false) };

    private readonly ZipArchive _zip;
    private readonly List<string> _sheetNames = [];
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);

    /// <summary>Creates or replaces the file.</summary>
    public WorkbookPackage(string path) => _zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);

    /// <summary>Starts the next sheet; the one before must have been disposed of.</summary>
    public SheetWriter AddSheet(string name, bool hasLabels = false)
    {
        _sheetNames.Add(name);
        return new SheetWriter(Part($"xl/worksheets/{SheetFile(_sheetNames.Count)}", "worksheet", Main), this, hasLabels);
    }

    /// <summary>The number by which a cell names a text: each is written once, as Excel does.</summary>
    public int IndexOf(string text)
    {
        if (!_strings.TryGetValue(text, out var index))
        {
            index = _strings.Count;
            _strings.Add(text, index);
        }

        return index;
    }

    /// <summary>Writes what ties the sheets together; without it the file is not a workbook.</summary>
    public void Complete()
    {
        WriteSharedStrings();
        WriteWorkbook();
        using (var xml = Part("xl/_rels/workbook.xml.rels", "Relationships", PackageRelationships))
        {
            for (var number = 1; number <= _sheetNames.Count; number++)
            {
                WriteRelationship(xml, Invariant($"rId{number}"), "worksheet", $"worksheets/{SheetFile(number)}");
            }

            WriteRelationship(xml, "rIdStrings", "sharedStrings", "sharedStrings.xml");
        }

        using (var xml = Part("_rels/.rels", "Relationships", PackageRelationships))
        {
            WriteRelationship(xml, "rId1", "officeDocument", "xl/workbook.xml");
        }

        WriteContentTypes();
    }

    public void Dispose() => _zip.Dispose();

    private void WriteSharedStrings()
    {
        using var xml = Part("xl/sharedStrings.xml", "sst", Main);
        foreach (var text in _strings.OrderBy(p => p.Value).Select(p => p.Key))
        {
            xml.WriteStartElement("si", Main);
            xml.WriteElementString("t", Main, text);
            xml.WriteEndElement();
        }
    }

    private void WriteWorkbook()
    {
        using var xml = Part("xl/workbook.xml", "workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, Relationships);
        xml.WriteStartElement("sheets", Main);
        foreach (var (position, name) in _sheetNames.Index())
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("sheetId", Invariant($"{position + 1}"));
            xml.WriteAttributeString("id", Relationships, Invariant($"rId{position + 1}"));
            xml.WriteEndElement();
        }
    }

    private void WriteContentTypes()
    {
        using var xml = Part("[Content_Types].xml", "Types", ContentTypes);
        xml.WriteStartElement("Default", ContentTypes);
        xml.WriteAttributeString("Extension", "rels");
        xml.WriteAttributeString("ContentType", "application/vnd.openxmlformats-package.relationships+xml");
        xml.WriteEndElement();
        WriteContentType(xml, "workbook.xml", "sheet.main+xml");
        WriteContentType(xml, "sharedStrings.xml", "sharedStrings+xml");
        for (var number = 1; number <= _sheetNames.Count; number++)
        {
            WriteContentType(xml, $"worksheets/{SheetFile(number)}", "worksheet+xml");
        }
    }

    private static void WriteContentType(XmlWriter xml, string part, string type)
    {
        xml.WriteStartElement("Override", ContentTypes);
        xml.WriteAttributeString("PartName", "/xl/" + part);
        xml.WriteAttributeString("ContentType", SpreadsheetType + type);
        xml.WriteEndElement();
    }

    private static void WriteRelationship(XmlWriter xml, string id, string type, string target)
    {
        xml.WriteStartElement("Relationship", PackageRelationships);
        xml.WriteAttributeString("Id", id);
        xml.WriteAttributeString("Type", $"{Relationships}/{type}");
        xml.WriteAttributeString("Target", target);
        xml.WriteEndElement();
    }

    // The root element is closed with the writer.
    private XmlWriter Part(string name, string root, string rootNamespace)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = _timestamp;
        var xml = XmlWriter.Create(entry.Open(), _settings);
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement(root, rootNamespace);
        return xml;
    }

    private static string SheetFile(int number) => Invariant($"sheet{number}.xml");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
