using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Octoplus.Ingest.Workbooks;

/// <summary>Turns the XML of one sheet into rows (ECMA-376 part 1, §18.3.1.4 <c>c</c> and §18.18.11 <c>ST_CellType</c>).</summary>
internal sealed class XlsxSheetReader(XmlReader xml, IReadOnlyList<string> sharedStrings)
{
    // Limits of Excel itself ("Excel specifications and limits"); without them a crafted file could take any memory.
    private const int MaxColumns = 16_384;
    private const int MaxTextLength = 32_767;

    private readonly char[] _buffer = new char[64];

    public IEnumerable<XlsxRow> Rows()
    {
        var row = new XlsxRow();
        var number = 0;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
            {
                number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : number + 1;
                row.Start(number);
                if (!xml.IsEmptyElement)
                {
                    ReadCells(row);
                }

                yield return row;
            }
        }
    }

    /// <summary>Concatenates the texts of an <c>si</c> or <c>is</c> element; the reader ends on its end tag.</summary>
    public static string ReadRuns(XmlReader xml, string element)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var text = new StringBuilder();
        var inText = false;
        var phonetic = 0;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName == "rPh" && !xml.IsEmptyElement:
                    phonetic++;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "rPh":
                    phonetic--;
                    break;
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "t":
                    inText = false;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == element:
                    return text.ToString();
                case var type when inText && phonetic == 0 && IsText(type):
                    Append(xml, text);
                    break;
            }
        }

        return text.ToString();
    }

    private static bool IsText(XmlNodeType type)
        => type is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    private static void Append(XmlReader xml, StringBuilder text)
    {
        var chunk = ArrayPool<char>.Shared.Rent(1024);
        try
        {
            int read;
            while ((read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
            {
                if (text.Length + read > MaxTextLength)
                {
                    throw new InvalidDataException("a text is longer than the 32,767 characters of a cell.");
                }

                text.Append(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chunk);
        }
    }

    private void ReadCells(XlsxRow row)
    {
        var column = 0;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row"))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c")
            {
                continue;
            }

            column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
            if (column > MaxColumns)
            {
                throw new InvalidDataException("a row has more than the 16,384 columns of a sheet.");
            }

            if (xml.IsEmptyElement)
            {
                row.Add(new XlsxCell(column, XlsxCellKind.Blank, 0, null));
            }
            else
            {
                row.Add(ReadCell(column, xml.GetAttribute("t")));
            }
        }
    }

    private XlsxCell ReadCell(int column, string? type)
    {
        var result = new XlsxCell(column, XlsxCellKind.Blank, 0, null);
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "c"))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "v" && !xml.IsEmptyElement)
            {
                var value = ReadValue(column, type);
                result = result.Kind == XlsxCellKind.Error && type is null && value.Text is "" ? result : value;
            }
            else if (xml.LocalName == "is")
            {
                result = new XlsxCell(column, XlsxCellKind.Text, 0, ReadRuns(xml, "is"));
            }
            else if (xml.LocalName == "f" && result.Kind == XlsxCellKind.Blank)
            {
                // A formula without a stored value stays visible as an error; a <v> that follows takes its place.
                result = new XlsxCell(column, XlsxCellKind.Error, 0, "formula without a stored value");
                if (!xml.IsEmptyElement)
                {
                    SkipTo("f");
                }
            }
        }

        return result;
    }

    private XlsxCell ReadValue(int column, string? type)
    {
        if (type is null or "n")
        {
            var length = 0;
            while (NextOfValue())
            {
                int read;
                while (xml.NodeType == XmlNodeType.Text && (read = xml.ReadValueChunk(_buffer, length, _buffer.Length - length)) > 0)
                {
                    length += read;
                }
            }

            // A number takes 25 characters at most; what fills the buffer was cut off and is none.
            var text = _buffer.AsSpan(0, length);
            return length < _buffer.Length && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new XlsxCell(column, XlsxCellKind.Number, number, null)
                : new XlsxCell(column, XlsxCellKind.Text, 0, text.ToString());
        }

        var all = new StringBuilder();
        while (NextOfValue())
        {
            if (IsText(xml.NodeType))
            {
                Append(xml, all);
            }
        }

        var value = all.ToString();
        return type switch
        {
            "s" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sharedStrings.Count
                => new XlsxCell(column, XlsxCellKind.Text, 0, sharedStrings[index]),
            "s" => throw new InvalidDataException($"a cell refers to the text {value}, which the workbook does not have."),
            "e" => new XlsxCell(column, XlsxCellKind.Error, 0, value),
            "b" => new XlsxCell(column, XlsxCellKind.Boolean, 0, value == "1" ? "TRUE" : "FALSE"),
            _ => new XlsxCell(column, XlsxCellKind.Text, 0, value),
        };
    }

    /// <summary>The next node within a <c>v</c>; false at its end.</summary>
    private bool NextOfValue()
        => xml.Read() && xml.NodeType switch
        {
            XmlNodeType.EndElement => false,
            XmlNodeType.Element => throw new InvalidDataException($"the value of a cell holds an element, {xml.LocalName}."),
            _ => true,
        };

    private void SkipTo(string element)
    {
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == element))
        {
        }
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (c is < 'A' or > 'Z')
            {
                break;
            }

            column = Math.Min((column * 26) + c - 'A' + 1, 1_000_000);
        }

        return column > 0 ? column : null;
    }
}
