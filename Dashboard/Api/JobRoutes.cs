using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Api;

/// <summary>The page of jobs for programs.</summary>
internal static class JobRoutes
{
    public static void MapJobRoutes(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("").RequireAuthorization(Policies.Admin).WithTags("jobs");
        jobs.MapGet("/jobs", ListAsync).WithSummary("All jobs: schedule, next time, and the last run with how far it is.");
        jobs.MapPost("/jobs/{name}/runs", RunAsync)
            .Produces<ApiRun>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Runs a job now. 202 with the run, which goes on by itself: see GET /api/v1/jobs for how it ends. 409 while it runs, here or on another node.");
    }

    private static async Task<IReadOnlyList<ApiJob>> ListAsync(JobBoard board, CancellationToken cancellationToken)
        => [.. (await board.ReadAsync(cancellationToken)).Select(ApiJob.Of)];

    private static async Task<Results<Accepted<ApiRun>, ProblemHttpResult>> RunAsync(
        string name, HttpContext context, JobEngine engine, JobActions actions, JobRunQueries runs, CancellationToken cancellationToken)
    {
        if (engine.Find(name) is null)
        {
            return ApiProblems.NotFound($"There is no job '{(name.Length > 40 ? name[..40] : name)}': expected {string.Join(", ", engine.Jobs.Select(j => j.Name))}.");
        }

        return await actions.RunAsync(name, null, context.Actor(), cancellationToken) is { } id && await runs.FindAsync(id, cancellationToken) is { } run
            ? TypedResults.Accepted((string?)null, ApiRun.Of(run))
            : ApiProblems.Conflict($"The job '{name}' runs already: wait for its end.");
    }
}

/// <summary>A job.</summary>
internal sealed record ApiJob(
    string Name,
    [property: Description("Names of the jobs that it follows: it runs too when one of them has changed something")] IReadOnlyList<string> After,
    [property: Description("Cron expression, seconds first, in the server's time zone; null while this node takes no part in the schedule")] string? Schedule,
    bool IsPaused,
    [property: Description("ISO 8601; null where it is not due again, or the schedule is not known yet")] string? NextRunAt,
    [property: Description("null: it has not run yet")] ApiRun? LastRun)
{
    public static ApiJob Of(JobRow row)
        => new(
            row.Name,
            row.Job.After,
            row.Timing?.Cron,
            row.Timing?.IsPaused ?? false,
            row.Timing?.NextAt?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            row.Last is { } last ? ApiRun.Of(last) : null);
}

/// <summary>A run of a job.</summary>
internal sealed record ApiRun(
    long Id,
    string Job,
    [property: Description("schedule, person, after (another job) or command")] string Cause,
    [property: Description("The part of the job asked for; null: all of it")] string? Parameter,
    string StartedBy,
    string Node,
    [property: Description("running, succeeded, unchanged (nothing to do), failed, stopped or died")] string State,
    string StartedAt,
    string? EndedAt,
    [property: Description("While it runs: what it does")] string? Step,
    long RowsDone,
    long? RowsTotal,
    long Rows,
    [property: Description("Stable code of what came of it, and what belongs into its text")] string? Message,
    IReadOnlyList<object>? Arguments,
    [property: Description("Key of the run that was cut off and that this one takes up")] long? Resumes)
{
    public static ApiRun Of(JobRun r)
        => new(
            r.Id, r.Job, EnumCode.Of(r.Cause), r.Parameter, r.StartedBy, r.Node, EnumCode.Of(r.State), r.StartedAt, r.EndedAt, r.Step, r.RowsDone, r.RowsTotal, r.RowCount,
            r.Message?.Code, r.Message?.Arguments, r.Resumes);
}
