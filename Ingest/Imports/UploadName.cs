using System.Text;

namespace Octoplus.Ingest.Imports;

/// <summary>Names of uploaded files as they are shown and stored. A name is a label: no path is ever made of it.</summary>
public static class UploadName
{
    /// <summary>Characters kept of a name.</summary>
    public const int MaxLength = 200;

    /// <summary>The last part of what may be a path of any system, without control characters, the middle of a long name left out.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1].Normalize(NormalizationForm.FormC);
        var clean = new string([.. last.Where(c => !char.IsControl(c) && !IsFormat(c))]).Trim();
        return clean.Length switch
        {
            0 => "fichier",
            <= MaxLength => clean,
            _ => string.Concat(clean.AsSpan(0, MaxLength - 21), "…", clean.AsSpan(clean.Length - 20)),
        };
    }

    // Marks that turn the direction of writing could show report.exe as report.xlsx. A surrogate is half a character of two.
    private static bool IsFormat(char c)
        => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate;
}
