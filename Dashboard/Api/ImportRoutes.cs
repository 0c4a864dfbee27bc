using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Imports;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Api;

/// <summary>The import page for programs.</summary>
internal static class ImportRoutes
{
    private const int MaxListed = 200;

    public static void MapImportRoutes(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("").RequireAuthorization(Policies.Admin).WithTags("imports");
        imports.MapPost("/imports", ReceiveAsync)
            .Accepts<IFormFile>("multipart/form-data", "application/octet-stream", "*/*")
            .Produces<ImportRow>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Brings one file (200 MB at most): as the file of a form, or as the body with ?name=. 202 with its address in Location; it is read in turn and then waits for a decision. A profile says what the columns of an unknown table are.");
        imports.MapGet("/imports", ListAsync)
            .WithSummary("Files that are queued, being read or wait for someone, and those done with, newest first; the page after with before = the last id.");
        imports.MapGet("/imports/{id:long}", FindAsync).WithSummary("One file: its state, what was found in it, and what it would change or changed.");
        imports.MapPost("/imports/{id:long}/accept", AcceptAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Makes a waiting file the active vintage of its periods. 409 when it does not wait, or its report is out of date: then a new report is being made.");
        imports.MapPost("/imports/{id:long}/refuse", RefuseAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Refuses a waiting file: what was staged of it goes. 409 when it does not wait.");
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, string? name, string? profile, ImportActions actions, CancellationToken cancellationToken)
    {
        UploadProblem? problem = UploadProblem.TooLarge;
        try
        {
            if (UploadBody.Allow(context, 1))
            {
                if (await TakeAsync(context, name, profile, actions, cancellationToken) is { } file)
                {
                    return TypedResults.Accepted(string.Create(CultureInfo.InvariantCulture, $"/api/v1/imports/{file.Id}"), ImportRow.Of(file));
                }

                problem = UploadProblem.NoFile;
            }
        }
        catch (Exception e) when (UploadProblem.Of(e) is { } known)
        {
            problem = known;
        }

        return problem.ToResult(context);
    }

    private static async Task<ImportFile?> TakeAsync(
        HttpContext context, string? name, string? profile, ImportActions actions, CancellationToken cancellationToken)
    {
        var asked = string.IsNullOrWhiteSpace(profile) ? null : profile;
        if (UploadBody.Of(context.Request) is not { } body)
        {
            return await actions.ReceiveAsync(context.Request.Body, name, "api", context.Actor(), asked, cancellationToken);
        }

        while (await body.NextAsync(cancellationToken) is { } field)
        {
            if (!string.IsNullOrEmpty(field.FileName))
            {
                return await actions.ReceiveAsync(field.Body, name ?? field.FileName, "api", context.Actor(), asked, cancellationToken);
            }
        }

        return null;
    }

    private static async Task<ImportList> ListAsync(ImportQueries imports, long? before, int? limit, CancellationToken cancellationToken)
        => new(
            [.. (await imports.OpenAsync(cancellationToken)).Select(ImportRow.Of)],
            [.. (await imports.OverAsync(Math.Clamp(limit ?? 50, 1, MaxListed), before ?? long.MaxValue, cancellationToken)).Select(ImportRow.Of)]);

    private static async Task<Results<Ok<ImportDetail>, ProblemHttpResult>> FindAsync(
        long id, ImportQueries imports, ImportQueue queue, CancellationToken cancellationToken)
        => await imports.FindAsync(id, cancellationToken) is { } file
            ? TypedResults.Ok(new ImportDetail(
                ImportRow.Of(file),
                [.. (await imports.FindingsAsync(id, cancellationToken)).Select(ApiFinding.Of)],
                await queue.ReportAsync(id, cancellationToken)))
            : Unknown(id);

    private static async Task<Results<Ok<ImportRow>, ProblemHttpResult>> AcceptAsync(
        long id, DecisionRequest? decision, HttpContext context, ImportActions actions, ImportQueries imports, CancellationToken cancellationToken)
        => await DecidedAsync(id, await actions.AcceptAsync(id, context.Actor(), decision?.Comment, cancellationToken), imports, cancellationToken);

    private static async Task<Results<Ok<ImportRow>, ProblemHttpResult>> RefuseAsync(
        long id, DecisionRequest? decision, HttpContext context, ImportActions actions, ImportQueries imports, CancellationToken cancellationToken)
        => await DecidedAsync(id, await actions.RefuseAsync(id, context.Actor(), decision?.Comment, cancellationToken), imports, cancellationToken);

    private static async Task<Results<Ok<ImportRow>, ProblemHttpResult>> DecidedAsync(
        long id, DecisionResult result, ImportQueries imports, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is not { } file)
        {
            return Unknown(id);
        }

        return result switch
        {
            DecisionResult.Done => TypedResults.Ok(ImportRow.Of(file)),
            DecisionResult.ReportOutOfDate => ApiProblems.Conflict("What is active has changed since the report was made: a new report is being made. Read it, then decide."),
            DecisionResult.AcceptedBefore => ApiProblems.Conflict("The same content was accepted meanwhile."),
            DecisionResult.RealFiguresActive => ApiProblems.Conflict("Its figures are fictional and real ones are served: it may not take their place."),
            _ => ApiProblems.Conflict($"It does not wait for a decision: its state is {ImportRow.Of(file).State}."),
        };
    }

    private static ProblemHttpResult Unknown(long id)
        => ApiProblems.NotFound(string.Create(CultureInfo.InvariantCulture, $"There is no import {id}."));
}
