using CsvHelper;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Admin.Audit;

/// <summary>The audit log as a file, under the same query as the page.</summary>
internal static class AuditExport
{
    public const string Address = "/admin/audit.csv";

    private const int MaxRows = 100_000;

    public static void MapAuditExport(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet(Address, (HttpRequest request, AuditQueries queries, IStringLocalizer<AuditTexts> texts, CancellationToken cancellationToken) =>
                Results.Stream(stream => WriteAsync(stream, AuditState.Parse(request.QueryString.Value).Filter, queries, texts, cancellationToken), "text/csv; charset=utf-8", "octoplus-audit.csv"))
            .RequireAuthorization(Policies.Admin)
            .ExcludeFromDescription();

    private static async Task WriteAsync(
        Stream stream, AuditFilter filter, AuditQueries queries, IStringLocalizer<AuditTexts> texts, CancellationToken cancellationToken)
    {
        var options = new CsvWriterOptions
        {
            Separator = ';',
            WriteByteOrderMark = true, // a spreadsheet reads UTF-8 only behind one
            Injection = CsvInjection.Escape, // names come from whoever tried to sign in: none may run as a formula
        };
        await using var csv = CsvWriter.Create(stream, options, leaveOpen: true);
        string[] header = [texts["At"], texts["Actor"], texts["Action"], texts["Subject"], texts["Detail"], texts["Address"]];
        await csv.WriteRecordAsync(header, cancellationToken);
        await foreach (var row in queries.AllAsync(filter, MaxRows, cancellationToken))
        {
            string[] cells = [Instant.Of(row.At), row.Actor, row.Action, row.Subject, row.Detail ?? "", row.Address ?? ""];
            await csv.WriteRecordAsync(cells, cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }
}
