using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Octoplus.EndToEnd;

/// <summary>A program of its own that began with an earlier edition of the published workbook, so that the published one changes something.</summary>
public sealed partial class ServedImports : ServedDashboard
{
    /// <summary>Burglaries of main dwellings (index 27) in 2019 at this many police services were this many more in the earlier edition.</summary>
    public const int ChangedCells = 20;

    /// <inheritdoc cref="ChangedCells"/>
    public const int Surplus = 1000;

    protected override GoldenFolder Data => RealData.Folder is null ? GoldenFolder.Demonstration : GoldenFolder.EarlierEdition;

    /// <summary>Writes the earlier edition.</summary>
    /// <param name="published">The published workbook.</param>
    /// <returns>Its path, by the same name.</returns>
    internal static string WriteEarlierEdition(string published, TemporaryFolder folder)
    {
        var path = folder.File(Path.GetFileName(published));
        File.Copy(published, path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var name = SheetPath(zip, "Services PN 2019");
        var xml = Read(zip, name);
        zip.GetEntry(name)!.Delete();
        var left = ChangedCells;
        // Index 27 stands in row 30 of the sheets of the police.
        xml = CellsOfIndex27().Replace(xml, cell => left-- > 0 ? $"{cell.Groups["before"].Value}{int.Parse(cell.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) + Surplus}</v>" : cell.Value);
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(xml);
        return path;
    }

    private static string SheetPath(ZipArchive zip, string sheet)
    {
        var id = Regex.Match(Read(zip, "xl/workbook.xml"), $"name=\"{sheet}\"[^>]*r:id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["id"].Value;
        var relation = Regex.Match(Read(zip, "xl/_rels/workbook.xml.rels"), $"<Relationship [^>]*Id=\"{id}\"[^>]*>", RegexOptions.None, TimeSpan.FromSeconds(5)).Value;
        return "xl/" + Regex.Match(relation, "Target=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["path"].Value;
    }

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(?<before><c r=\"[C-Z]30\"[^>]*><v>)(?<count>\\d+)</v>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CellsOfIndex27();
}
