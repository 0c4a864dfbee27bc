using System.Globalization;
using System.Xml;

namespace Octoplus.Ingest.Demonstration;

/// <summary>Writes one sheet cell by cell, row by row; nothing of it stays in memory.</summary>
internal sealed class SheetWriter : IDisposable
{
    private readonly List<string> _columnNames = [];
    private readonly XmlWriter _xml;
    private readonly WorkbookPackage _package;
    private string _row = string.Empty;
    private int _rowNumber;
    private int _column;

    public SheetWriter(XmlWriter xml, WorkbookPackage package, bool hasLabels)
    {
        _xml = xml;
        _package = package;
        if (hasLabels)
        {
            _xml.WriteStartElement("cols", WorkbookPackage.Main);
            WriteWidth("1", "36");
            WriteWidth("2", "80");
            _xml.WriteEndElement();
        }

        _xml.WriteStartElement("sheetData", WorkbookPackage.Main);
    }

    public void BeginRow()
    {
        _rowNumber++;
        _row = _rowNumber.ToString(CultureInfo.InvariantCulture);
        _column = 0;
        _xml.WriteStartElement("row", WorkbookPackage.Main);
        _xml.WriteAttributeString("r", _row);
    }

    public void EndRow() => _xml.WriteEndElement();

    public void Text(string text)
    {
        BeginCell();
        _xml.WriteAttributeString("t", "s");
        EndCell(_package.IndexOf(text));
    }

    public void Number(int value)
    {
        BeginCell();
        EndCell(value);
    }

    /// <summary>A cell that is there and empty, as the published file has them in the rows of unused indices.</summary>
    public void Blank()
    {
        BeginCell();
        _xml.WriteEndElement();
    }

    public void Dispose() => _xml.Dispose();

    private void BeginCell()
    {
        _xml.WriteStartElement("c", WorkbookPackage.Main);
        _xml.WriteAttributeString("r", ColumnName(_column++) + _row);
    }

    private void EndCell(int value)
    {
        _xml.WriteStartElement("v", WorkbookPackage.Main);
        _xml.WriteString(value.ToString(CultureInfo.InvariantCulture));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void WriteWidth(string column, string width)
    {
        _xml.WriteStartElement("col", WorkbookPackage.Main);
        _xml.WriteAttributeString("min", column);
        _xml.WriteAttributeString("max", column);
        _xml.WriteAttributeString("width", width);
        _xml.WriteAttributeString("customWidth", "1");
        _xml.WriteEndElement();
    }

    private string ColumnName(int column)
    {
        while (_columnNames.Count <= column)
        {
            var n = _columnNames.Count;
            _columnNames.Add((n >= 26 ? _columnNames[(n / 26) - 1] : string.Empty) + (char)('A' + (n % 26)));
        }

        return _columnNames[column];
    }
}
