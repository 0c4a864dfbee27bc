using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>A column of values: in the wide shapes its header says measure or period.</summary>
internal sealed record ValueColumn(int Index, string? MeasureLabel, int? Period);

/// <summary>Where the columns of a profile stand in one file.</summary>
internal sealed record ProfileLayout(IReadOnlyList<ColumnRole> Roles, int Territory, int Measure, int Period, IReadOnlyList<ValueColumn> Values)
{
    public static bool Fits(ImportProfile profile, IReadOnlyList<string> header) => !Differences(profile, header).Any();

    /// <summary>The layout of a file; null with errors where its columns are not those of the profile.</summary>
    public static ProfileLayout? Of(ImportProfile profile, IReadOnlyList<string> header, FindingList findings)
    {
        var fits = true;
        foreach (var (code, column, reason) in Differences(profile, header))
        {
            fits = false;
            findings.Error(code, null, 1, column, null, reason);
        }

        return fits ? Of(profile, header) : null;
    }

    /// <summary>The layout of a file as far as its columns are known; others are ignored.</summary>
    public static ProfileLayout Of(ImportProfile profile, IReadOnlyList<string> header)
    {
        var known = profile.Columns.DistinctBy(c => c.Header, StringComparer.Ordinal).ToDictionary(c => c.Header, c => c.Role, StringComparer.Ordinal);
        var roles = header.Select(h => known.TryGetValue(h, out var role) ? role : IsNewPeriod(profile, h) ? ColumnRole.Value : ColumnRole.Ignored).ToList();
        return new ProfileLayout(
            roles, roles.IndexOf(ColumnRole.Territory), roles.IndexOf(ColumnRole.Measure), roles.IndexOf(ColumnRole.Period),
            [.. roles.Select((role, i) => (role, i)).Where(c => c.role == ColumnRole.Value).Select(c => new ValueColumn(
                c.i,
                profile.Shape == TableShape.WideMeasures ? header[c.i] : null,
                profile.Shape == TableShape.WidePeriods ? PeriodText.Parse(header[c.i], profile.Grain, profile.Dates) : null))]);
    }

    // A column that the profile does not know may hold anything, personal data too: it is never let through.
    private static IEnumerable<(string Code, int? Column, string Reason)> Differences(ImportProfile profile, IReadOnlyList<string> header)
    {
        var known = profile.Columns.Select(c => c.Header).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < header.Count; i++)
        {
            if (!known.Contains(header[i]) && !IsNewPeriod(profile, header[i]))
            {
                yield return ("unknown-column", i + 1, $"The profile does not know the column '{header[i]}': remove it from the file, or change the profile.");
            }
        }

        foreach (var missing in profile.Columns.Where(c => !profile.IsPeriodColumn(c) && !header.Contains(c.Header, StringComparer.Ordinal)))
        {
            yield return ("missing-column", null, $"The file lacks the column '{missing.Header}' of the profile.");
        }
    }

    private static bool IsNewPeriod(ImportProfile profile, string header)
        => profile.Shape == TableShape.WidePeriods && PeriodText.Parse(header, profile.Grain, profile.Dates) is not null;
}
