using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Etat4001;

namespace Octoplus.Ingest.Tests.Readers.Etat4001;

/// <summary>What the reader makes of a workbook built for one test.</summary>
internal sealed record ReadWorkbook(Etat4001Content Content, IReadOnlyList<Finding> Findings)
{
    private const string FileName = "workbook.xlsx";

    private static readonly HashSet<string> _departments =
        [.. ReferenceTerritories.Departments.Select(d => d.Code), .. ReferenceTerritories.Collectivities.Keys];

    public static ReadWorkbook Of(WorkbookBuilder builder)
    {
        using var folder = new TemporaryFolder();
        var findings = new FindingList(FileName);
        var content = Etat4001Reader.Read(builder.Save(folder.File(FileName)), _departments, findings);
        return new ReadWorkbook(content, findings.ToList());
    }

    public static Finding Error(string code, string? sheet, int? row, string? column, string? found, string reason)
        => new(FindingSeverity.Error, code, FileName, sheet, row, column, found, reason);

    public static Finding Warning(string code, string? sheet, int? row, string? column, string? found, string reason)
        => new(FindingSeverity.Warning, code, FileName, sheet, row, column, found, reason);

    public long Sum(string sheet) => Content.Sheets.Single(s => s.Name == sheet).Counts.Sum(c => c ?? 0);
}
