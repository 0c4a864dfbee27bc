using System.Globalization;
using System.Text;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>A copy of a table without what is personal in it: this is kept instead of the file.</summary>
public static class PseudonymisedCopy
{
    /// <summary>Streams the copy: same separator, UTF-8, dropped columns left out, hashed ones replaced (<see cref="PseudonymKey.Hash"/>); all other cells as they are, trimmed.</summary>
    /// <param name="target">A file that is not there yet; nothing is left of it after an exception.</param>
    /// <exception cref="UnreadableFileException">The table is broken, or its columns are not those of the profile: then nothing of it may be kept.</exception>
    public static void Write(FileProbe file, ImportProfile profile, PseudonymKey key, string target)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(key);
        using var table = ProfileTable.Open(file, profile.Separator, profile.FindEncoding());
        if (!ProfileLayout.Fits(profile, table.Header))
        {
            throw new UnreadableFileException("unknown-column", "The columns of the file are not those of the profile: nothing of it is kept.");
        }

        var kept = ProfileLayout.Of(profile, table.Header).Roles.Select((role, i) => (role, i)).Where(c => c.role != ColumnRole.Dropped).ToList();
        try
        {
            using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            WriteRow(writer, table.Separator, kept.Select(c => table.Header[c.i]));
            while (table.Read())
            {
                if (table.FieldCount != table.Header.Count)
                {
                    throw new UnreadableFileException("column-count", string.Create(
                        CultureInfo.InvariantCulture, $"Line {table.Line} has {table.FieldCount} cells, the header {table.Header.Count}: which of them are personal cannot be told."));
                }

                WriteRow(writer, table.Separator, kept.Select(c => c.role == ColumnRole.Hashed ? key.Hash(table.Cell(c.i)) : table.Cell(c.i)));
            }
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }

    private static void WriteRow(StreamWriter writer, char separator, IEnumerable<string> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst)
            {
                writer.Write(separator);
            }

            isFirst = false;
            writer.Write(cell.AsSpan().ContainsAny(separator, '"') || cell.AsSpan().ContainsAny('\r', '\n')
                ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
        }

        writer.Write('\n');
    }
}
