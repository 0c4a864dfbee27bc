using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Tests;

/// <summary>Small valid tables of series, line by line.</summary>
internal static class SeriesFiles
{
    /// <summary>2004-11 to 2005-01 in the 96 metropolitan départements, 1 to 10 in the ten groups; line 2 is 01 in 2004-11, line 98 is 01 in 2004-12.</summary>
    public static List<string> Monthly()
    {
        var codes = ReferenceTerritories.Departments.Select(d => d.Code).Where(c => c.Length == 2).Order(StringComparer.Ordinal);
        return
        [
            "mois,code_dep,homicides,vols,cambriolages,violences_sexuelles,stupefiants,degradations,violences,falsifications,delits_economiques_financiers,main_oeuvre",
            .. new[] { "2004-11", "2004-12", "2005-01" }.SelectMany(m => codes.Select(c => $"{m},{c},1,2,3,4,5,6,7,8,9,10")),
        ];
    }

    /// <summary>Fourteen weeks from Monday 2019-01-07 in the districts 001 and 002, 100 each; line 2 is the first week of 001, line 3 that of 002.</summary>
    public static List<string> Weekly()
        => ["district,week,count", .. Enumerable.Range(0, 14).SelectMany(w => new[] { "001", "002" }.Select(d => string.Create(
            CultureInfo.InvariantCulture, $"{d},{new DateOnly(2019, 1, 7).AddDays(7 * w):yyyy-MM-dd},100")))];

    /// <summary>
    /// Homicides, then burglary, in 2019 and 2020 in the 101 départements of 1,000,000 inhabitants and 400,000 dwellings: 10 homicides,
    /// 1,000 burglaries each. Line 2 is 01 in 2019, line 103 is 01 in 2020, line 204 is the burglary of 01 in 2019.
    /// </summary>
    public static List<string> Ssmsi()
        => ["code_departement;code_region;annee;indicateur;unite_de_compte;nombre;taux_pour_mille;insee_pop;insee_pop_millesime;insee_log;insee_log_millesime",
            .. SsmsiRows().Select(r => string.Create(
                CultureInfo.InvariantCulture, $"{r.Code.TrimStart('0')};{r.Region.TrimStart('0')};{r.Year};{r.Label};{r.Unit};{r.Count};{r.Rate};1000000;2019;400000;2019"))];

    /// <summary>The same as editions of 2021 to 2024 had it.</summary>
    public static List<string> SsmsiBefore2025()
        => ["classe;annee;Code.département;Code.région;unité.de.compte;millPOP;millLOG;faits;POP;LOG;tauxpourmille",
            .. SsmsiRows().Select(r => string.Create(
                CultureInfo.InvariantCulture, $"{r.Label};{r.Year - 2000};{r.Code};{r.Region};{r.Unit.ToLowerInvariant()};19;19;{r.Count};1000000;400000;{r.Rate.Replace('.', ',')}"))];

    private static IEnumerable<(string Code, string Region, int Year, string Label, string Unit, int Count, string Rate)> SsmsiRows()
        => new[] { ("Homicides", "Victime", 10, "0.01"), ("Cambriolages de logement", "Infraction", 1000, "2.5") }
            .SelectMany(i => new[] { 2019, 2020 }.SelectMany(y => ReferenceTerritories.Departments.OrderBy(d => d.Code, StringComparer.Ordinal)
                .Select(d => (d.Code, d.RegionCode, y, i.Item1, i.Item2, i.Item3, i.Item4))));
}
