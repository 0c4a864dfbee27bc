using System.Globalization;
using CsvHelper;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>The findings of a file as a table for a spreadsheet, which must not run what a hostile cell holds.</summary>
public static class FindingExport
{
    public static byte[] Write(IEnumerable<Finding> findings, FindingText texts)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(texts);
        using var stream = new MemoryStream();
        var options = new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        using (var csv = CsvWriter.Create(stream, options, leaveOpen: true))
        {
            csv.WriteRecord([.. new[] { "Severity", "Sheet", "Row", "Column", "Found", "Code", "Title", "Advice", "Detail" }.Select(texts.Header)]);
            foreach (var f in findings)
            {
                csv.WriteRecord(
                [
                    texts.Severity(f.Severity), f.Sheet ?? "", f.Row?.ToString(CultureInfo.InvariantCulture) ?? "", f.Column ?? "", f.Found ?? "",
                    f.Code, texts.Title(f), texts.Advice(f), f.Reason,
                ]);
            }
        }

        return stream.ToArray();
    }
}
