using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Demonstration;

/// <summary>
/// A fictional État 4001 workbook in the published layout, so that a first start without a file or a network still shows
/// something, through the very same importer. National totals are those of 2019 and a trend; everything below is invented.
/// </summary>
public static class DemonstrationWorkbook
{
    /// <summary>Cell A1 of the sheet <c>Présentation</c>, by which the importer knows the figures for fictional.</summary>
    public const string Marker = "Données de démonstration, fictives (Octoplus.Dashboard)";

    /// <summary>Writes the workbook: one sheet of presentation, then one a year for the police, then one a year for the gendarmerie.</summary>
    /// <param name="path">A file that may be there already: it is replaced.</param>
    /// <remarks>The cells depend on <paramref name="options"/> only. Default years: about 550 services, 0.35 M counts, 2 MB, under a second.</remarks>
    /// <exception cref="ArgumentException">The last year is before the first.</exception>
    /// <exception cref="IOException">The file cannot be written; what is left of it is not a workbook.</exception>
    public static void Write(string path, DemonstrationOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.LastYear < options.FirstYear)
        {
            throw new ArgumentException(Invariant($"The last year, {options.LastYear}, is before the first, {options.FirstYear}."), nameof(options));
        }

        using var package = new WorkbookPackage(path);
        WritePresentation(package, options);
        var counts = new DemonstrationCounts(options.Seed);
        foreach (var force in new[] { Force.Police, Force.Gendarmerie })
        {
            var services = DemonstrationService.All(force, options);
            foreach (var year in options.Years)
            {
                var present = services.FindAll(s => s.FirstYear <= year && year <= s.LastYear);
                var name = Invariant($"Services {(force == Force.Police ? "PN" : "GN")} {year}");
                using var sheet = package.AddSheet(name, hasLabels: true);
                new YearSheet(force, year, present, counts, options.Seed).Write(sheet);
            }
        }

        package.Complete();
    }

    private static void WritePresentation(WorkbookPackage package, DemonstrationOptions options)
    {
        using var sheet = package.AddSheet("Présentation");
        string[] lines =
        [
            Marker,
            Invariant($"Chiffres tirés au hasard (graine {options.Seed}), années {options.FirstYear} à {options.LastYear}. Les services n'existent pas."),
        ];
        foreach (var line in lines)
        {
            sheet.BeginRow();
            sheet.Text(line);
            sheet.EndRow();
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
