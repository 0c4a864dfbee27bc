using System.Globalization;
using System.Text;

namespace Octoplus.Core.Reference;

/// <summary>Published texts as they are matched: spaces, case, accents, apostrophes and punctuation do not count; numbers do.</summary>
public static class NameKey
{
    /// <summary>Upper-case letters and digits with single spaces: <c>Ciat  d’Oyonnax</c> gives <c>CIAT D OYONNAX</c>.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsLetterOrDigit(c))
            {
                key.Append(char.ToUpperInvariant(c));
            }
            else if (key.Length > 0 && key[^1] != ' ')
            {
                key.Append(' ');
            }
        }

        return key.ToString().TrimEnd();
    }
}
