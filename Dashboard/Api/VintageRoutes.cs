using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Api;

/// <summary>A change of the active vintages to be undone or redone.</summary>
/// <param name="Expected">Id of the change that was seen as the last; without it, whichever is.</param>
internal sealed record StepRequest(string? Comment, long? Expected);

/// <summary>What was changed, and what is next.</summary>
internal sealed record StepRow(string Dataset, long? NextUndo, string? NextUndoFile, long? NextRedo, string? NextRedoFile);

/// <summary>The history of vintages for programs.</summary>
internal static class VintageRoutes
{
    public static void MapVintageRoutes(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").RequireAuthorization(Policies.Admin).WithTags("imports");
        group.MapGet("/vintages", ListAsync).WithSummary("Every accepted vintage, newest first, with the periods in which it is active.");
        group.MapPost("/datasets/{dataset}/undo", UndoAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes back the last change of a dataset's active vintages. 409 when there is none, or another change was made than the expected one.");
        group.MapPost("/datasets/{dataset}/redo", RedoAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Makes the change again that was undone last.");
        group.MapPost("/vintages/{id:long}/restore", RestoreAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Makes an earlier vintage the active one of all its periods again.");
    }

    private static async Task<IEnumerable<VintageRow>> ListAsync(VintageQueries vintages, CancellationToken cancellationToken)
    {
        var active = await vintages.ActivePeriodsAsync(cancellationToken);
        return (await vintages.AcceptedAsync(cancellationToken)).Select(v => VintageRow.Of(v, active));
    }

    private static async Task<Results<Ok<StepRow>, ProblemHttpResult>> UndoAsync(
        string dataset, StepRequest? step, HttpContext context, ImportActions actions, FlipQueries flips, CancellationToken cancellationToken)
        => await StepAsync(dataset, await actions.UndoAsync(dataset, step?.Expected, context.Actor(), step?.Comment, cancellationToken), "undo", flips, cancellationToken);

    private static async Task<Results<Ok<StepRow>, ProblemHttpResult>> RedoAsync(
        string dataset, StepRequest? step, HttpContext context, ImportActions actions, FlipQueries flips, CancellationToken cancellationToken)
        => await StepAsync(dataset, await actions.RedoAsync(dataset, step?.Expected, context.Actor(), step?.Comment, cancellationToken), "redo", flips, cancellationToken);

    private static async Task<Results<Ok<VintageRow>, ProblemHttpResult>> RestoreAsync(
        long id, DecisionRequest? decision, HttpContext context, ImportActions actions, VintageQueries vintages, CancellationToken cancellationToken)
    {
        if (await vintages.FindAsync(id, cancellationToken) is not { } vintage)
        {
            return ApiProblems.NotFound("There is no accepted vintage of this id: see /api/v1/vintages.");
        }

        return await actions.RestoreAsync(id, context.Actor(), decision?.Comment, cancellationToken) switch
        {
            FlipResult.Done => TypedResults.Ok(VintageRow.Of(vintage, await vintages.ActivePeriodsAsync(cancellationToken))),
            FlipResult.RealFiguresActive => ApiProblems.Conflict("Its figures are fictional and real ones are served: it may not take their place."),
            _ => ApiProblems.Conflict("It cannot be made active again."),
        };
    }

    private static async Task<Results<Ok<StepRow>, ProblemHttpResult>> StepAsync(
        string dataset, FlipResult result, string verb, FlipQueries flips, CancellationToken cancellationToken)
    {
        var (undo, redo) = (await flips.StepsAsync(cancellationToken)).GetValueOrDefault(dataset);
        return result switch
        {
            FlipResult.Done => TypedResults.Ok(new StepRow(dataset, undo?.Id, undo?.FileName, redo?.Id, redo?.FileName)),
            FlipResult.Changed => ApiProblems.Conflict("Another change was made than the expected one: look at the history again."),
            _ => ApiProblems.Conflict($"There is nothing to {verb} in '{dataset}'."),
        };
    }
}
