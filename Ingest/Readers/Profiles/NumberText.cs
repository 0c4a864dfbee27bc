using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>Numbers as tables write them: <c>1 234,5</c> with any space, <c>1,234.5</c>; a percent sign at the end is left out (<c>12,5 %</c> is 12.5).</summary>
public static partial class NumberText
{
    private const int MaxLength = 60;

    /// <summary>Reads a number; true with null for an empty cell, false for anything that is none.</summary>
    public static bool TryParse(string text, WrittenIn numbers, out double? value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (text.Length > MaxLength)
        {
            return false;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            // Minus sign and figures' spaces of typography, as well as those of a keyboard.
            plain.Append(c == '\u2212' ? '-' : char.IsWhiteSpace(c) ? ' ' : c);
        }

        var match = (numbers == WrittenIn.French ? French() : English()).Match(plain.ToString());
        if (!match.Success)
        {
            return false;
        }

        var digits = match.Groups["whole"].Value.Replace(" ", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        var invariant = $"{match.Groups["sign"].Value}{(digits.Length == 0 ? "0" : digits)}.{match.Groups["part"].Value}0{match.Groups["power"].Value}";
        value = double.Parse(invariant, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value.Value);
    }

    [GeneratedRegex(@"^(?<sign>[+-]?) ?((?<whole>[0-9]{1,3}( [0-9]{3})+|[0-9]+)(,(?<part>[0-9]*))?|,(?<part>[0-9]+))(?<power>[eE][+-]?[0-9]{1,3})?( ?%)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex French();

    [GeneratedRegex(@"^(?<sign>[+-]?) ?((?<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.(?<part>[0-9]*))?|\.(?<part>[0-9]+))(?<power>[eE][+-]?[0-9]{1,3})?( ?%)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex English();
}
