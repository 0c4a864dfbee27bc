using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>A cell as it is and as a profile would understand it.</summary>
/// <param name="Raw">As it stands in the file, at most <see cref="ProfilePreview.MaxText"/> characters.</param>
/// <param name="Understood">Code, key, period (<see cref="Period.Label"/>) or number (with a decimal point; empty for a blank); null where the cell is not read or not understood.</param>
/// <param name="Problem">Why it is not understood, or null.</param>
public sealed record PreviewCell(string Raw, string? Understood, string? Problem);

/// <summary>A row of the preview.</summary>
/// <param name="Line">Of the file, from 1.</param>
/// <param name="Problem">What is wrong with the row as a whole, or null.</param>
public sealed record PreviewRow(int Line, IReadOnlyList<PreviewCell> Cells, string? Problem);

/// <summary>The first rows of a file under a profile.</summary>
/// <param name="Encoding">Name of the encoding in use.</param>
/// <param name="Roles">What each column is under the profile, by place.</param>
/// <param name="Problems">What is wrong with the profile, or between it and the file; none where it can be used.</param>
public sealed record ProfilePreview(
    string Encoding, char Separator, IReadOnlyList<string> Header, IReadOnlyList<ColumnRole> Roles, IReadOnlyList<PreviewRow> Rows, IReadOnlyList<string> Problems)
{
    /// <summary>Rows shown.</summary>
    public const int MaxRows = 20;

    /// <summary>Characters of a cell shown.</summary>
    public const int MaxText = 200;

    /// <summary>Reads the first rows. Nothing of it is stored.</summary>
    /// <exception cref="UnreadableFileException">No delimited text, or broken in the first rows.</exception>
    public static ProfilePreview Of(FileProbe file, ImportProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var findings = new FindingList("preview");
        using var table = ProfileTable.Open(file, profile.Separator, profile.FindEncoding());
        ProfileLayout.Of(profile, table.Header, findings);
        var layout = ProfileLayout.Of(profile, table.Header);
        var cells = new ProfileCellReader(profile);
        var rows = new List<PreviewRow>();
        while (rows.Count < MaxRows && table.Read())
        {
            rows.Add(new PreviewRow(
                table.Line,
                [.. Enumerable.Range(0, Math.Min(table.FieldCount, ImportProfile.MaxColumns)).Select(i => Cell(table.Cell(i), i < layout.Roles.Count ? layout.Roles[i] : ColumnRole.Ignored, cells))],
                table.FieldCount == table.Header.Count ? null : string.Create(CultureInfo.InvariantCulture, $"The row has {table.FieldCount} cells, the header {table.Header.Count}.")));
        }

        return new ProfilePreview(
            table.Encoding.WebName, table.Separator, table.Header, layout.Roles, rows, [.. profile.Problems(), .. findings.ToList().Select(f => f.Reason)]);
    }

    private static PreviewCell Cell(string text, ColumnRole role, ProfileCellReader cells)
    {
        var (understood, problem) = role switch
        {
            ColumnRole.Territory => cells.Territory(text),
            ColumnRole.Measure => cells.Measure(text),
            ColumnRole.Period => cells.Period(text) is var (key, wrong) ? (key is { } k ? Period.Label(k) : null, wrong) : default,
            ColumnRole.Value => cells.Value(text) is var (number, wrong) ? (wrong is null ? number?.ToString(CultureInfo.InvariantCulture) ?? "" : null, wrong) : default,
            _ => (null, null),
        };
        return new PreviewCell(text.Length > MaxText ? text[..MaxText] + "…" : text, understood, problem);
    }
}
