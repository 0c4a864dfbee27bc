using CsvHelper;

namespace Octoplus.Core.Reference;

/// <summary>Reads the embedded reference tables: comma-separated with a header.</summary>
internal static class ReferenceTable
{
    /// <summary>The rows below the header, split at commas.</summary>
    public static List<string[]> Rows(string fileName) => Lines(fileName)[1..];

    /// <summary>All rows with the header.</summary>
    public static List<string[]> Lines(string fileName)
    {
        var stream = typeof(ReferenceTable).Assembly.GetManifestResourceStream($"Octoplus.Core.Reference.{fileName}")
            ?? throw new InvalidOperationException($"The reference table {fileName} is not in the assembly.");
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        var rows = new List<string[]>();
        while (csv.Read())
        {
            rows.Add(csv.Current.ToArray());
        }

        return rows;
    }
}
