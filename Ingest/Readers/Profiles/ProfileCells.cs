using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>What cells of a profile's table mean.</summary>
internal static class ProfileCells
{
    /// <summary>Key of a measure: its name in small letters with dashes; null where nothing is left, or it is too long.</summary>
    public static string? MeasureKey(string label)
    {
        var key = TextKey.Of(label).ToLowerInvariant().Replace(' ', '-');
        return key.Length is 0 or > SeriesMeasure.MaxKey || label.Trim().Length > SeriesMeasure.MaxLabel ? null : key;
    }

    /// <summary>Code of a territory, or what is wrong with it.</summary>
    public static (string? Code, string? Problem) Territory(string text, bool isDepartment)
    {
        var code = text.Trim();
        if (isDepartment)
        {
            var padded = (code.Length == 1 ? "0" + code : code).ToUpperInvariant();
            return ReferenceTerritories.Codes.Contains(padded) ? (padded, null) : (null, "Expected the code of a département, such as 01, 2A or 971.");
        }

        return code.Length is 0 or > SeriesMeasure.MaxTerritory || code.Any(char.IsControl)
            ? (null, string.Create(CultureInfo.InvariantCulture, $"Expected a code of 1 to {SeriesMeasure.MaxTerritory} printable characters."))
            : (code, null);
    }
}
