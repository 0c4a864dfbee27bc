using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Demonstration;

/// <summary>The sheet of one force and year: three rows of header for the police, two for the gendarmerie, then the 107 indices.</summary>
internal sealed class YearSheet(
    Force force, int year, List<DemonstrationService> services, DemonstrationCounts counts, int seed)
{
    private readonly double[] _shares = ShareOfDepartment(services);

    public void Write(SheetWriter sheet)
    {
        var police = force == Force.Police;
        Header(sheet, Title, "Départements", s => ReferenceTerritories.Departments[s.Department].Code);
        if (police)
        {
            Header(sheet, null, "Périmètres", s => s.Direction!);
        }

        Header(sheet, "Code index", police ? @"Libellé index \ CSP" : @"Libellé index \ CGD", s => s.Name);
        foreach (var offence in Nomenclature.Offences)
        {
            sheet.BeginRow();
            sheet.Number(offence.Code);
            sheet.Text(offence.WorkbookLabel);
            Counts(sheet, offence);
            sheet.EndRow();
        }
    }

    private string Title => string.Create(
        CultureInfo.InvariantCulture,
        $"Année {year} - {(force == Force.Police ? "services de police" : "compagnies de gendarmerie")}");

    private void Header(SheetWriter sheet, string? first, string second, Func<DemonstrationService, string> text)
    {
        sheet.BeginRow();
        if (first is null)
        {
            sheet.Blank();
        }
        else
        {
            sheet.Text(first);
        }

        sheet.Text(second);
        services.ForEach(s => sheet.Text(text(s)));
        sheet.EndRow();
    }

    private void Counts(SheetWriter sheet, Offence offence)
    {
        for (var i = 0; i < services.Count; i++)
        {
            // As published: the police writes 0 beside an unused index, the gendarmerie nothing.
            if (offence.IsUsed)
            {
                sheet.Number(Count(services[i], _shares[i], offence.Code));
            }
            else if (force == Force.Police)
            {
                sheet.Number(0);
            }
            else
            {
                sheet.Blank();
            }
        }
    }

    private int Count(DemonstrationService service, double share, int offence)
    {
        var random = KeyedRandom.Of(seed, 7, (int)force, service.Department, service.Number, offence, year);
        return random.Poisson(counts.Expected(force, service.Department, offence, year) * share);
    }

    private static double[] ShareOfDepartment(List<DemonstrationService> services)
    {
        var sums = services.GroupBy(s => s.Department).ToDictionary(g => g.Key, g => g.Sum(s => s.Weight));
        return [.. services.Select(s => s.Weight / sums[s.Department])];
    }
}
