using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Pages.Admin.Backups;

/// <summary>Copies of scheduled backups, for administrators.</summary>
internal static class BackupRoutes
{
    public const string PageAddress = "/admin/sauvegardes";

    public static string AddressOf(string name) => $"{PageAddress}/fichiers/{Uri.EscapeDataString(name)}";

    public static void MapBackups(this IEndpointRouteBuilder app)
        => app.MapGet(PageAddress + "/fichiers/{name}", DownloadAsync).RequireAuthorization(Policies.Admin).ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(string name, HttpContext context, BackupFolder folder, AuditLog audit, CancellationToken cancellationToken)
    {
        // Only what is listed: a name is never made into a path before.
        if (await folder.FindAsync(name, cancellationToken) is not { } path)
        {
            return TypedResults.NotFound();
        }

        await audit.WriteAsync(new AuditEntry(context.Actor(), BackupActions.Downloaded, name), CancellationToken.None);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.PhysicalFile(path, "application/octet-stream", name);
    }
}
