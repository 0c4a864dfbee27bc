using System.Globalization;
using System.Text;

namespace Octoplus.Core.Accounts;

/// <summary>Why a password is refused.</summary>
public enum PasswordDefect
{
    /// <summary>Below <see cref="PasswordRules.MinLength"/> characters.</summary>
    TooShort,

    /// <summary>Above <see cref="PasswordRules.MaxLength"/> characters.</summary>
    TooLong,

    /// <summary>One of the commonest, or one of them with digits and signs around it.</summary>
    Common,

    /// <summary>Holds the name of the user or of the program.</summary>
    HoldsName,

    /// <summary>A few characters repeated, or runs along the alphabet, the digits or the keyboard.</summary>
    Repetitive,
}

/// <summary>
/// Rules of passwords: long enough and not among the first that anyone tries (NIST SP 800-63B, 5.1.1.2). No rule asks for capitals,
/// digits or signs: they make passwords harder to remember, not to guess.
/// </summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 12;

    /// <summary>Most characters: hashing must not become work for whoever sends a megabyte.</summary>
    public const int MaxLength = 128;

    private const string ProgramName = "octoplus";

    private static readonly Lazy<HashSet<string>> _common = new(ReadCommon);

    private static readonly string[] _runs =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    ];

    /// <summary>The first defect of a password; null if it may be used.</summary>
    /// <param name="userName">Whose it will be.</param>
    public static PasswordDefect? Check(string password, string userName)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(userName);
        if (password.Length < MinLength)
        {
            return PasswordDefect.TooShort;
        }

        if (password.Length > MaxLength)
        {
            return PasswordDefect.TooLong;
        }

        var plain = Plain(password);
        var letters = Letters(plain);
        var name = Plain(userName);
        if (letters.Contains(ProgramName, StringComparison.Ordinal) || (name.Length >= 3 && (plain.Contains(name, StringComparison.Ordinal) || letters.Contains(Letters(name), StringComparison.Ordinal))))
        {
            return PasswordDefect.HoldsName;
        }

        if (IsRepetitive(plain))
        {
            return PasswordDefect.Repetitive;
        }

        return IsCommon(plain) || IsCommon(letters) || IsCommon(Letters(Core(plain))) ? PasswordDefect.Common : null;
    }

    private static bool IsCommon(string text)
    {
        var core = Core(text);
        return _common.Value.Contains(text) || _common.Value.Contains(core) || IsTwoCommon(core);
    }

    /// <summary>Without the digits and signs around it.</summary>
    private static string Core(string text) => text.Trim([.. text.Where(c => !char.IsLetter(c))]);

    // Two of the list in a row, or one of them twice: passwordadmin, soleilsoleil.
    private static bool IsTwoCommon(string core)
        => Enumerable.Range(1, Math.Max(0, core.Length - 1)).Any(i => _common.Value.Contains(core[..i]) && _common.Value.Contains(core[i..]));

    private static bool IsRepetitive(string text)
    {
        if (text.Distinct().Count() <= 4)
        {
            return true;
        }

        for (var period = 1; period <= text.Length / 2 && period <= 6; period++)
        {
            if (Enumerable.Range(period, text.Length - period).All(i => text[i] == text[i - period]))
            {
                return true;
            }
        }

        var steps = Enumerable.Range(1, text.Length - 1).Count(i => IsStep(text[i - 1], text[i]));
        return steps >= 0.75 * (text.Length - 1);
    }

    private static bool IsStep(char a, char b)
        => a == b || Array.Exists(_runs, run => run.IndexOf(a, StringComparison.Ordinal) is var i and >= 0
            && ((i + 1 < run.Length && run[i + 1] == b) || (i > 0 && run[i - 1] == b)));

    /// <summary>Small letters without accents.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in Decompose(text))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.ToLowerInvariant(character));
            }
        }

        return plain.ToString();
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text; // half a surrogate pair: compared as it is
        }
    }

    /// <summary>Digits and signs that stand for letters read as letters: p4$$w0rd.</summary>
    private static string Letters(string plain) => string.Create(plain.Length, plain, (letters, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            letters[i] = source[i] switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' or '€' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                var other => other,
            };
        }
    });

    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("Octoplus.Core.Accounts.common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is not in the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
