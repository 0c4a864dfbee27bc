using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Ssmsi;

/// <summary>
/// Reads the SSMSI's base by département and year, of any edition: <c>code_departement;…;nombre;…</c> since 2025, before
/// <c>classe;annee;Code.département;…;faits;…</c> with decimal commas and years of two digits.
/// </summary>
public static class SsmsiReader
{
    private static readonly string[][] _columns =
    [
        ["code_departement"],
        ["code_region"],
        ["annee"],
        ["indicateur", "classe"],
        ["unite_de_compte"],
        ["nombre", "faits"],
        ["taux_pour_mille"],
        ["insee_pop", "POP"],
        ["insee_pop_millesime", "millPOP"],
        ["insee_log", "LOG"],
        ["insee_log_millesime", "millLOG"],
    ];

    // Mayotte came later; once it is there it must stay.
    private static readonly Dictionary<string, int> _required = ReferenceTerritories.Departments
        .Where(d => d.Code != "976").ToDictionary(d => d.Code, _ => 0, StringComparer.Ordinal);

    /// <summary>Told by the columns of département, year, indicator and unit beside the count.</summary>
    public static FileFormat Format { get; } = new(Datasets.SsmsiDepartments, Recognises, Read);

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="UnreadableFileException">It is no readable table.</exception>
    public static SeriesContent Read(FileProbe file, FindingList findings, IProgress<long>? rowsRead)
    {
        using var csv = new SeriesCsv(file, findings, rowsRead);
        var rows = new SsmsiRows(csv);
        if (csv.Columns(_columns, allowOthers: true) is { } columns)
        {
            while (csv.Read() && rows.Add(columns))
            {
            }
        }

        if (!findings.HasErrors)
        {
            var completeness = new Completeness(PeriodGrain.Year, findings, _required);
            var last = rows.Points.Periods()[^1];
            foreach (var indicator in rows.Indicators)
            {
                completeness.Check(rows.Points, indicator, last);
            }
        }

        return new SeriesContent(Datasets.SsmsiDepartments, PeriodGrain.Year, rows.Measures(), rows.Points);
    }

    private static bool Recognises(FileProbe file)
    {
        var keys = (file.Table?.Header ?? []).Select(SeriesCsv.ColumnKey).ToHashSet(StringComparer.Ordinal);
        return new[] { 0, 2, 3, 4, 5 }.All(c => _columns[c].Any(n => keys.Contains(SeriesCsv.ColumnKey(n))));
    }
}
