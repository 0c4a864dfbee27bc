using System.Globalization;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Why a password is refused, for the command line and the log; pages have it in their resources.</summary>
internal static class PasswordText
{
    public static string English(PasswordDefect defect) => defect switch
    {
        PasswordDefect.TooShort => string.Create(CultureInfo.InvariantCulture, $"it needs at least {PasswordRules.MinLength} characters."),
        PasswordDefect.TooLong => string.Create(CultureInfo.InvariantCulture, $"it may have at most {PasswordRules.MaxLength} characters."),
        PasswordDefect.Common => "it is among the commonest passwords, or one of them with digits or signs around it.",
        PasswordDefect.HoldsName => "it holds the name of the user or of the program.",
        _ => "it repeats a few characters or runs along the alphabet, the digits or the keyboard.",
    };
}
