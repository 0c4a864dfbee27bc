using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Units;

/// <summary>Units of count and their changes as the list writes them; case, accents and apostrophes do not count.</summary>
internal static partial class UnitTexts
{
    public const string Known = "Victime, Victime entendue, Plaignant, Infraction, Procédure, Véhicule, Chèque or Auteur";

    public static CountUnit? Find(string text) => TextKey.Of(text) switch
    {
        "VICTIME" => CountUnit.Victim,
        "VICTIME ENTENDUE" => CountUnit.HeardVictim,
        "PLAIGNANT" => CountUnit.Complainant,
        "INFRACTION" => CountUnit.Offence,
        "PROCEDURE" => CountUnit.Procedure,
        "VEHICULE" => CountUnit.Vehicle,
        "CHEQUE" => CountUnit.Cheque,
        "AUTEUR" => CountUnit.Suspect,
        _ => null,
    };

    /// <summary>
    /// <c>PLAIGNANT jusqu’au 28/02/2015 puis VICTIME depuis le 01/03/2015</c>: the unit before, and the first day of the one after.
    /// Both null for a remark about something else; a problem where it looks like a change and does not hold together.
    /// </summary>
    public static ((CountUnit Before, DateOnly Since)? Change, string? Problem) ReadChange(string remark, CountUnit? unit)
    {
        var key = TextKey.Of(remark);
        var match = Change().Match(key);
        if (!match.Success)
        {
            return key.Contains("JUSQU AU", StringComparison.Ordinal) || key.Contains("DEPUIS LE", StringComparison.Ordinal)
                ? (null, "Expected a change like 'PLAIGNANT jusqu'au 28/02/2015 puis VICTIME depuis le 01/03/2015'.")
                : (null, null);
        }

        if (Find(match.Groups["before"].Value) is not { } before || Find(match.Groups["after"].Value) is not { } after)
        {
            return (null, $"One of the units is not known: expected {Known}.");
        }

        if (Day(match.Groups["last"].Value) is not { } last || Day(match.Groups["first"].Value) is not { } first)
        {
            return (null, "One of the days does not exist: expected dd/MM/yyyy.");
        }

        return first != last.AddDays(1) ? (null, "The second unit must begin on the day after the last of the first.")
            : after != unit ? (null, "The unit since the change is not the one in the column Index_UC.")
            : before == after ? (null, "Both units are the same: nothing changes.")
            : ((before, first), null);
    }

    private static DateOnly? Day(string text)
        => DateOnly.TryParseExact(text, "dd MM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;

    [GeneratedRegex(@"^(?<before>[A-Z ]+) JUSQU AU (?<last>[0-9][0-9] [0-9][0-9] [0-9]{4}) PUIS (?<after>[A-Z ]+) DEPUIS LE (?<first>[0-9][0-9] [0-9][0-9] [0-9]{4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Change();
}
