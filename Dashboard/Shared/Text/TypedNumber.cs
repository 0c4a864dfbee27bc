using System.Globalization;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Numbers as people type them in either language: <c>25 000</c>, <c>25000,5</c>, <c>25,000</c>.</summary>
internal static class TypedNumber
{
    /// <summary>Null for anything that is no finite number, or that might mean two.</summary>
    public static double? Parse(string text)
    {
        var typed = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '’')));
        var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        var commas = typed.Count(c => c == ',');

        // A comma before three digits parts thousands in English, and decimals in French.
        var isGrouping = commas > 0 && (commas > 1 || typed.Contains('.', StringComparison.Ordinal) || (CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en" && typed.Length - typed.IndexOf(',', StringComparison.Ordinal) == 4));
        typed = isGrouping ? typed.Replace(",", "", StringComparison.Ordinal) : typed.Replace(',', '.');
        return double.TryParse(typed, style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}
