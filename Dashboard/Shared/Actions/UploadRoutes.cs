using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>What the import pages send and fetch: uploads, originals, lists of findings.</summary>
internal static class UploadRoutes
{
    public const string ImportsAddress = "/admin/imports";
    public const string UploadAddress = "/admin/imports/fichiers";
    public const string TokenField = "__RequestVerificationToken";
    public const string TokenHeader = "RequestVerificationToken";

    /// <summary>Files of one form sent without a script; the script sends one a request.</summary>
    private const int MaxFilesOfForm = 5;

    /// <summary>An upload that the page could read: the address to go on to, and what it is.</summary>
    private sealed record UploadedFile(long Id, string FileName, long SizeBytes, string Address);

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        group.MapPost(UploadAddress, UploadAsync);
        group.MapGet("/admin/imports/originaux/{vintageId:long}", OriginalAsync);
        group.MapGet("/admin/imports/{id:long}/constats.csv", FindingsAsync);
    }

    public static string AddressOf(long import) => string.Create(CultureInfo.InvariantCulture, $"{ImportsAddress}/{import}");

    private static async Task<IResult> UploadAsync(HttpContext context, ImportActions actions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var isScript = context.Request.Headers.ContainsKey(TokenHeader);
        var received = new List<ImportFile>();
        UploadProblem? problem;
        try
        {
            problem = !UploadBody.Allow(context, isScript ? 1 : MaxFilesOfForm) ? UploadProblem.TooLarge
                : UploadBody.Of(context.Request) is not { } body ? UploadProblem.NoFile
                : await ReceiveAsync(context, body, actions, antiforgery, received, cancellationToken);
        }
        catch (Exception e) when (UploadProblem.Of(e) is { } known)
        {
            problem = known;
        }

        if (!isScript)
        {
            // A form is answered by a page.
            return TypedResults.LocalRedirect(problem is null ? ImportsAddress : $"{ImportsAddress}?refus={problem.Code}");
        }

        return problem is not null ? problem.ToResult(context)
            : TypedResults.Json(received.Select(f => new UploadedFile(f.Id, f.FileName, f.SizeBytes, AddressOf(f.Id))).First());
    }

    private static async Task<UploadProblem?> ReceiveAsync(
        HttpContext context, UploadBody body, ImportActions actions, IAntiforgery antiforgery, List<ImportFile> received, CancellationToken cancellationToken)
    {
        var isTrusted = context.Request.Headers.ContainsKey(TokenHeader) && await antiforgery.IsRequestValidAsync(context);
        while (await body.NextAsync(cancellationToken) is { } field)
        {
            // A form without a script brings the token as its first field: it is judged before any file is read.
            if (!isTrusted && field is { Name: TokenField, FileName: null })
            {
                context.Request.Headers[TokenHeader] = await field.TextAsync(cancellationToken);
                isTrusted = await antiforgery.IsRequestValidAsync(context);
            }
            else if (!isTrusted)
            {
                return UploadProblem.NoToken;
            }
            else if (!string.IsNullOrEmpty(field.FileName))
            {
                received.Add(await actions.ReceiveAsync(field.Body, field.FileName, "page", context.Actor(), null, cancellationToken));
            }
        }

        return received.Count > 0 ? null : isTrusted ? UploadProblem.NoFile : UploadProblem.NoToken;
    }

    private static async Task<IResult> OriginalAsync(
        long vintageId, HttpContext context, VintageQueries vintages, OriginalFiles files, ImportActions actions, CancellationToken cancellationToken)
    {
        if (await vintages.FindAsync(vintageId, cancellationToken) is not { } vintage || files.Find(vintage.Sha256) is not { } path)
        {
            return TypedResults.NotFound();
        }

        await actions.DownloadedAsync(vintage, context.Actor());
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.PhysicalFile(path, "application/octet-stream", vintage.FileName);
    }

    private static async Task<IResult> FindingsAsync(
        long id, ImportQueries imports, FindingText texts, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var content = FindingExport.Write(await imports.FindingsAsync(id, cancellationToken), texts);
        return TypedResults.File(content, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"octoplus-import-{id}-constats.csv"));
    }
}
