using System.Text.RegularExpressions;
using CsvHelper;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Departments;

/// <summary>Reads the list of départements with their région: a CSV with comma or semicolon, UTF-8.</summary>
public static partial class DepartmentListReader
{
    private static readonly string[] _header = ["code_departement", "nom_departement", "code_region", "nom_region"];

    /// <summary>Told by its header.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Departments,
        file => file.Table?.HasColumns(_header) == true,
        (file, findings, _) => new DepartmentContent(Read(file.Path, findings)));

    /// <summary>Reads and checks the list.</summary>
    /// <exception cref="UnreadableFileException">The file is no readable CSV.</exception>
    public static IReadOnlyList<Department> Read(string path, FindingList findings)
    {
        var departments = new Dictionary<string, Department>(StringComparer.Ordinal);
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions
        {
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MaxRecordSize = 10_000,
            NormalizeHeaderName = name => name.Trim().ToLowerInvariant(),
        });
        try
        {
            while (csv.Read())
            {
                Add(csv, departments, findings);
            }
        }
        catch (Exception e) when (e is CsvFormatException or KeyNotFoundException)
        {
            throw new UnreadableFileException("broken-csv", $"The list cannot be read as CSV in UTF-8: {e.Message}", e);
        }

        foreach (var missing in ReferenceTerritories.Departments.Where(d => !departments.ContainsKey(d.Code)))
        {
            findings.Error("missing-department", null, null, null, missing.Code, $"The list lacks {missing.Name}: its crime would have no région.");
        }

        return [.. departments.Values.OrderBy(d => d.Code, StringComparer.Ordinal)];
    }

    private static void Add(CsvReader csv, Dictionary<string, Department> departments, FindingList findings)
    {
        var fields = _header.Select(h => csv.GetString(h)).ToArray();
        var row = csv.Line();
        if (!DepartmentCode().IsMatch(fields[0]))
        {
            findings.Add(FindingSeverity.Error, "unknown-department", null, row, _header[0], fields[0], "Expected a code such as 01, 2A or 971.");
        }
        else if (!RegionCode().IsMatch(fields[2]))
        {
            findings.Add(FindingSeverity.Error, "unknown-region", null, row, _header[2], fields[2], "Expected the two digits of a région.");
        }
        else if (fields[1].Length is 0 or > 100 || fields[3].Length is 0 or > 100)
        {
            findings.Add(FindingSeverity.Error, "missing-name", null, row, _header[1], fields[1], "Expected a name of 1 to 100 characters for département and région.");
        }
        else if (!departments.TryAdd(fields[0], new Department(fields[0], fields[1], fields[2], fields[3])))
        {
            findings.Add(FindingSeverity.Error, "duplicate-department", null, row, _header[0], fields[0], "The code stands in an earlier row already.");
        }
    }

    [GeneratedRegex(@"^([0-9][0-9]|2[AB]|97[0-9]|98[0-9])$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DepartmentCode();

    [GeneratedRegex(@"^[0-9][0-9]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RegionCode();
}
