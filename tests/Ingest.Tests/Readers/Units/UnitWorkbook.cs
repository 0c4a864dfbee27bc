using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Readers.Units;

/// <summary>A list of units without fault, as shipped, to be spoilt in one cell. Index <c>c</c> stands in row <c>c + 1</c>; columns code, label, unit, remark.</summary>
internal static class UnitWorkbook
{
    public const string Change = "PLAIGNANT jusqu’au 28/02/2015 puis VICTIME depuis le 01/03/2015";

    public static WorkbookBuilder Valid()
    {
        var workbook = WorkbookBuilder.Empty().Cell(1, 1, "Index_Code").Cell(1, 2, "Index_Libellé").Cell(1, 3, "Index_UC");
        foreach (var offence in Nomenclature.Offences)
        {
            var row = offence.Code + 1;
            workbook.Cell(row, 1, (double)offence.Code).Cell(row, 2, offence.Label).Cell(row, 3, Name(offence.Unit)).Cell(row, 4, offence.UnitSince is null ? null : Change);
        }

        return workbook;
    }

    private static string? Name(CountUnit unit) => unit switch
    {
        CountUnit.Victim => "Victime",
        CountUnit.HeardVictim => "Victime entendue",
        CountUnit.Complainant => "Plaignant",
        CountUnit.Offence => "Infraction",
        CountUnit.Procedure => "Procédure",
        CountUnit.Vehicle => "Véhicule",
        CountUnit.Cheque => "Chèque",
        CountUnit.Suspect => "Auteur",
        _ => null,
    };
}
