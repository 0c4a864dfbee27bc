using System.Text;
using System.Text.RegularExpressions;

namespace Octoplus.Core.Accounts;

/// <summary>Names of users: how they may look and when two of them are the same.</summary>
public static partial class UserNames
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>2 to 64 letters, digits, dots, hyphens, underscores and at signs, a letter or digit first.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name);

    /// <summary>The name as it is compared: in one Unicode form and lower case, so that Zoé and ZOÉ are one user. At most 64 characters.</summary>
    public static string Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bounded = name.Length > MaxLength ? name[..MaxLength] : name;
        try
        {
            bounded = bounded.Trim().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            bounded = ""; // half a surrogate pair is nobody's name
        }

        bounded = bounded.ToLowerInvariant();
        return bounded.Length > MaxLength ? bounded[..MaxLength] : bounded;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._@-]{1,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
