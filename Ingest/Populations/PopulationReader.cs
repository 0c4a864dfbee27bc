using System.Globalization;
using System.Text.RegularExpressions;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Octoplus.Core.Territories;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Populations;

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
        using var reader = Open(path);
        do
        {
            if (YearName().IsMatch(reader.Name))
            {
                return true;
            }
        }
        while (NextSheet(reader));
        return false;
    }

    /// <summary>Reads and checks every yearly sheet.</summary>
    /// <exception cref="UnreadableFileException">The file is no readable .xls.</exception>
    public static PopulationContent Read(string path, IReadOnlySet<string> departments, FindingList findings)
    {
        var cells = new List<PopulationCell>();
        var years = new Dictionary<int, bool>();
        var announced = new HashSet<int>();
        using var reader = Open(path);
        do
        {
            var sheet = new List<object?[]>();
            while (NextRow(reader))
            {
                sheet.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            if (!YearName().IsMatch(reader.Name))
            {
                announced.UnionWith(ProvisionalYears(sheet));
                continue;
            }

            var year = int.Parse(reader.Name.Trim(), CultureInfo.InvariantCulture);
            cells.AddRange(new PopulationSheetReader(reader.Name, year, departments, findings).Read(sheet));
            years[year] = sheet.Any(row => row.Any(c => c is string s && s.StartsWith("Source", StringComparison.OrdinalIgnoreCase)
                && s.Contains("provisoire", StringComparison.OrdinalIgnoreCase)));
        }
        while (NextSheet(reader));
        return new PopulationContent(cells, [.. years.OrderBy(y => y.Key).Select(y => (y.Key, y.Value || announced.Contains(y.Key)))]);
    }

    // "Les estimations … pour les années 2021, 2022 et 2023 sont provisoires."
    private static IEnumerable<int> ProvisionalYears(List<object?[]> notes)
        => notes.SelectMany(row => row.OfType<string>())
            .SelectMany(text => text.Split('.'))
            .Where(sentence => sentence.Contains("provisoires", StringComparison.OrdinalIgnoreCase))
            .SelectMany(sentence => Year().Matches(sentence).Select(m => int.Parse(m.ValueSpan, CultureInfo.InvariantCulture)));

    private static IExcelDataReader Open(string path)
        => Guard(() => ExcelReaderFactory.CreateBinaryReader(new MemoryStream(File.ReadAllBytes(path))));

    private static bool NextSheet(IExcelDataReader reader) => Guard(reader.NextResult);

    private static bool NextRow(IExcelDataReader reader) => Guard(reader.Read);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException e)
        {
            throw new UnreadableFileException("password-protected", FileProbe.ProtectedReason, e);
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or EndOfStreamException or IndexOutOfRangeException
            or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new UnreadableFileException("broken-workbook", $"The file cannot be read as an .xls workbook: {e.Message} Download it again.", e);
        }
    }

    [GeneratedRegex(@"^\s*(19|20)\d\d\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex YearName();

    [GeneratedRegex(@"\b20\d\d\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Year();
}
