using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Populations;

/// <summary>Reads INSEE's population by département, sex and large age group: a legacy .xls with a sheet a year.</summary>
public static partial class PopulationReader
{
    /// <summary>Told by its sheets named by years.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Population,
        file => file.Container == FileContainer.LegacyWorkbook && HasYearlySheet(file.Path),
        (file, findings, _) => Read(file.Path, ReferenceTerritories.Codes, findings));

    private static bool HasYearlySheet(string path)
    {
        using var workbook = new LegacyWorkbook(path);
        do
        {
            if (YearName().IsMatch(workbook.SheetName))
            {
                return true;
            }
        }
        while (workbook.NextSheet());
        return false;
    }

    /// <summary>Reads and checks every yearly sheet.</summary>
    /// <exception cref="UnreadableFileException">The file is no readable .xls.</exception>
    public static PopulationContent Read(string path, IReadOnlySet<string> departments, FindingList findings)
    {
        var cells = new List<PopulationCell>();
        var years = new Dictionary<int, bool>();
        var announced = new HashSet<int>();
        using var workbook = new LegacyWorkbook(path);
        do
        {
            var sheet = workbook.Rows().ToList();
            if (!YearName().IsMatch(workbook.SheetName))
            {
                announced.UnionWith(ProvisionalYears(sheet));
                continue;
            }

            var year = int.Parse(workbook.SheetName.Trim(), CultureInfo.InvariantCulture);
            if (years.ContainsKey(year))
            {
                findings.Error("duplicate-sheet", workbook.SheetName, null, null, null, "Another sheet is of this year already.");
                continue;
            }

            cells.AddRange(new PopulationSheetReader(workbook.SheetName, year, departments, findings).Read(sheet));
            years[year] = sheet.Any(row => row.Any(c => c is string s && s.StartsWith("Source", StringComparison.OrdinalIgnoreCase)
                && s.Contains("provisoire", StringComparison.OrdinalIgnoreCase)));
        }
        while (workbook.NextSheet());
        var ordered = years.Keys.Order().ToList();
        foreach (var gap in ordered.Zip(ordered.Skip(1), (year, next) => Enumerable.Range(year + 1, next - year - 1)).SelectMany(gap => gap))
        {
            findings.Error("missing-period", null, null, null, gap.ToString(CultureInfo.InvariantCulture), "The workbook has no sheet of this year, and has earlier and later ones.");
        }

        return new PopulationContent(cells, [.. ordered.Select(y => (y, years[y] || announced.Contains(y)))]);
    }

    // "Les estimations … pour les années 2021, 2022 et 2023 sont provisoires."
    private static IEnumerable<int> ProvisionalYears(List<object?[]> notes)
        => notes.SelectMany(row => row.OfType<string>())
            .SelectMany(text => text.Split('.'))
            .Where(sentence => sentence.Contains("provisoires", StringComparison.OrdinalIgnoreCase))
            .SelectMany(sentence => Year().Matches(sentence).Select(m => int.Parse(m.ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^\s*(19|20)[0-9][0-9]\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearName();

    [GeneratedRegex(@"\b20[0-9][0-9]\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Year();
}
