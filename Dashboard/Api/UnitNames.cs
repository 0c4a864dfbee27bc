using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Api;

/// <summary>Units of count as the official list names them; programs read these, so they do not change with the language.</summary>
internal static class UnitNames
{
    public static string French(CountUnit unit) => unit switch
    {
        CountUnit.Victim => "victime",
        CountUnit.HeardVictim => "victime entendue",
        CountUnit.Complainant => "plaignant",
        CountUnit.Offence => "infraction",
        CountUnit.Procedure => "procédure",
        CountUnit.Vehicle => "véhicule",
        CountUnit.Cheque => "chèque",
        CountUnit.Suspect => "auteur",
        _ => "",
    };
}
