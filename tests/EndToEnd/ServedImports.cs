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

    private const string Workbook = "etat4001/crimes-et-delits-depuis-2012.xlsx";
    private const string Population = "demography/estim-pop-dep-sexe-gca-1975-2023.xls";

    private string? _folder;

    protected override string? InboxSource => RealData.Folder is { } real ? _folder ??= Prepare(real) : null;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Prepare(string real)
    {
        var folder = Directory.CreateTempSubdirectory("octoplus-edition-").FullName;
        foreach (var file in new[] { Workbook, Population })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(Path.Combine(real, file), Path.Combine(folder, file));
        }

        using var zip = ZipFile.Open(Path.Combine(folder, Workbook), ZipArchiveMode.Update);
        var name = SheetPath(zip, "Services PN 2019");
        var xml = Read(zip, name);
        zip.GetEntry(name)!.Delete();
        var left = ChangedCells;
        // Index 27 stands in row 30 of the sheets of the police.
        xml = CellsOfIndex27().Replace(xml, cell => left-- > 0 ? $"{cell.Groups["before"].Value}{int.Parse(cell.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) + Surplus}</v>" : cell.Value);
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(xml);
        return folder;
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
