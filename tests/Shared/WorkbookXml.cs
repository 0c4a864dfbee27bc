using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Octoplus.Tests;

/// <summary>Writes sheets as an .xlsx by hand: the fixtures must be able to hold what a library would refuse to write.</summary>
internal static class WorkbookXml
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static byte[] Write(List<WorkbookSheet> sheets, bool inlineStrings)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            WriteFrame(zip, [.. sheets.Select(s => s.Name)]);
            var strings = inlineStrings ? null : new List<string>();
            foreach (var (i, sheet) in sheets.Index())
            {
                using var xml = Part(zip, $"xl/worksheets/sheet{i + 1}.xml");
                WriteSheet(xml, sheet, strings);
            }

            WriteStrings(zip, strings ?? []);
        }

        return stream.ToArray();
    }

    /// <summary>Everything but sheets and texts: types, relationships, names and two formats.</summary>
    public static void WriteFrame(ZipArchive zip, List<string> sheetNames)
    {
        var sheets = sheetNames.Select((name, i) => (Name: name, Number: i + 1)).ToList();
        Raw(zip, "[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{ContentType}sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{ContentType}styles+xml"/>
            <Override PartName="/xl/sharedStrings.xml" ContentType="{ContentType}sharedStrings+xml"/>
            {string.Concat(sheets.Select(s => $"<Override PartName=\"/xl/worksheets/sheet{s.Number}.xml\" ContentType=\"{ContentType}worksheet+xml\"/>"))}</Types>
            """);
        Raw(zip, "_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Raw(zip, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships">
            {string.Concat(sheets.Select(s => $"<Relationship Id=\"rId{s.Number}\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet{s.Number}.xml\"/>"))}
            <Relationship Id="rStyles" Type="{Relationships}/styles" Target="styles.xml"/>
            <Relationship Id="rStrings" Type="{Relationships}/sharedStrings" Target="sharedStrings.xml"/></Relationships>
            """);
        Raw(zip, "xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets>
            {string.Concat(sheets.Select(s => $"<sheet name=\"{System.Security.SecurityElement.Escape(s.Name)}\" sheetId=\"{s.Number}\" r:id=\"rId{s.Number}\"/>"))}
            </sheets></workbook>
            """);
        Raw(zip, "xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
            <borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
            <cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
    }

    public static void WriteStrings(ZipArchive zip, List<string> strings)
    {
        using var xml = Part(zip, "xl/sharedStrings.xml");
        xml.WriteStartElement("sst", Main);
        foreach (var text in strings)
        {
            xml.WriteStartElement("si", Main);
            WriteText(xml, text);
            xml.WriteEndElement();
        }
    }

    private static void WriteSheet(XmlWriter xml, WorkbookSheet sheet, List<string>? strings)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData", Main);
        for (var row = 1; row <= sheet.RowCount; row++)
        {
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
            for (var column = 1; column <= sheet.ColumnCount; column++)
            {
                if (sheet[row, column] is { } value)
                {
                    xml.WriteStartElement("c", Main);
                    xml.WriteAttributeString("r", ColumnName(column) + row.ToString(CultureInfo.InvariantCulture));
                    WriteCell(xml, value, strings);
                    xml.WriteEndElement();
                }
            }

            xml.WriteEndElement();
        }
    }

    private static void WriteCell(XmlWriter xml, object value, List<string>? strings)
    {
        switch (value)
        {
            case FormattedBlank:
                xml.WriteAttributeString("s", "1");
                break;
            case CellError { Error: var error }:
                xml.WriteAttributeString("t", "e");
                xml.WriteElementString("f", Main, "Feuil9!A1");
                xml.WriteElementString("v", Main, error);
                break;
            case CellFormula { Formula: var formula, Value: var result }:
                if (result is string)
                {
                    xml.WriteAttributeString("t", "str");
                }

                xml.WriteElementString("f", Main, formula);
                if (result is not null)
                {
                    xml.WriteElementString("v", Main, Convert.ToString(result, CultureInfo.InvariantCulture));
                }

                break;
            case CellXml { Inner: var inner }:
                xml.WriteRaw(inner);
                break;
            case string text when strings is null:
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                WriteText(xml, text);
                xml.WriteEndElement();
                break;
            case string text:
                xml.WriteAttributeString("t", "s");
                xml.WriteElementString("v", Main, SharedIndex(strings, text).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                xml.WriteElementString("v", Main, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static int SharedIndex(List<string> strings, string text)
    {
        var index = strings.IndexOf(text);
        if (index < 0)
        {
            index = strings.Count;
            strings.Add(text);
        }

        return index;
    }

    private static void WriteText(XmlWriter xml, string text)
    {
        xml.WriteStartElement("t", Main);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static string ColumnName(int column)
        => (column > 26 ? ColumnName((column - 1) / 26) : string.Empty) + (char)('A' + ((column - 1) % 26));

    private static XmlWriter Part(ZipArchive zip, string name)
        => XmlWriter.Create(zip.CreateEntry(name).Open(), new XmlWriterSettings { CloseOutput = true });

    private static void Raw(ZipArchive zip, string name, string xml)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(xml);
    }
}
