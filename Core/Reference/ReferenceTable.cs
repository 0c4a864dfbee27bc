namespace Octoplus.Core.Reference;

/// <summary>Reads the embedded reference tables: comma-separated, double quotes around commas, header in the first line.</summary>
internal static class ReferenceTable
{
    /// <summary>The rows below the header, split at commas.</summary>
    public static List<string[]> Rows(string fileName) => [.. Lines(fileName).Skip(1)];

    /// <summary>All rows with the header.</summary>
    public static IEnumerable<string[]> Lines(string fileName)
    {
        var assembly = typeof(ReferenceTable).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream($"Octoplus.Core.Reference.{fileName}")
            ?? throw new InvalidOperationException($"The reference table {fileName} is not in the assembly."));
        while (reader.ReadLine() is { } line)
        {
            yield return SplitLine(line);
        }
    }

    // Labels hold commas, so a field may stand in double quotes.
    private static string[] SplitLine(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        var fields = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
        }

        return [.. fields];
    }
}
