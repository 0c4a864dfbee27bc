using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Api;

/// <summary>Forecasts in force, their record, and their training.</summary>
internal static class ForecastRoutes
{
    // Enough to see how codes are written.
    private const int NamedTerritories = 10;

    private const int RunsShown = 20;

    public static void MapForecastRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/forecasts", ForecastAsync).WithTags("forecasts")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The forecast in force of one series, such as territory=31&measure=vols&horizon=12: points with bands, model, backtests. Whole events; régions and the country are the sums of their départements.");
        var trained = api.MapGroup("").RequireAuthorization(Policies.Analyst).WithTags("forecasts");
        trained.MapGet("/forecasts/metrics", MetricsAsync)
            .WithSummary("What the last runs of training did, with the means of their backtests, and how the published forecasts of each measure have come true.");
        trained.MapPost("/forecasts/retrain", RetrainAsync)
            .Produces<ApiRun>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Trains all series anew, or those of one measure (query or JSON body). 202 with the run, which goes on by itself: see GET /api/v1/forecasts/metrics. 409 while a run goes on, here or on another node.");
    }

    private static async Task<Results<Ok<ForecastAnswer>, ProblemHttpResult>> ForecastAsync(
        [AsParameters] ForecastRequest request, ForecastQueries forecasts, CancellationToken cancellationToken)
    {
        if (request.Problem(out var force, out var horizon) is { } bad)
        {
            return bad;
        }

        var measures = await forecasts.MeasuresAsync(cancellationToken);
        if (measures.Count == 0)
        {
            return NotTrained();
        }

        if (MeasureChoice.Of(measures, request.Measure, request.Dataset, out var measure) is { } unknown)
        {
            return unknown;
        }

        var key = new ForecastKey(measure.Dataset, measure.Measure, request.Territory!, force);
        return await forecasts.PanelAsync(key, cancellationToken) is { } panel
            ? TypedResults.Ok(ForecastAnswer.Of(panel, horizon))
            : await MissingAsync(forecasts, key, cancellationToken);
    }

    private static async Task<ForecastMetrics> MetricsAsync(ForecastQueries forecasts, CancellationToken cancellationToken)
        => new(
            [.. (await forecasts.RunsAsync(RunsShown, cancellationToken)).Select(ForecastRunRow.Of)],
            await forecasts.LedgerRecordsAsync(new LedgerFilter(), LedgerGrouping.Measure, cancellationToken));

    private static async Task<Results<Accepted<ApiRun>, ProblemHttpResult>> RetrainAsync(
        HttpContext context,
        string? measure,
        string? dataset,
        [FromBody] RetrainRequest? body,
        ForecastQueries forecasts,
        JobActions actions,
        JobRunQueries runs,
        CancellationToken cancellationToken)
    {
        var parameter = TrainForecastsJob.All;
        if ((measure ?? body?.Measure) is { Length: > 0 } wanted)
        {
            if (MeasureChoice.Of(await forecasts.MeasuresAsync(cancellationToken), wanted, dataset ?? body?.Dataset, out var chosen) is { } unknown)
            {
                return unknown;
            }

            if (TrainForecastsJob.ParameterOf(chosen.Dataset, chosen.Measure) is not { } one)
            {
                return ApiProblems.Bad($"'{chosen.Dataset}/{chosen.Measure}' is too long to be trained by itself: train all, without a measure.");
            }

            parameter = one;
        }

        return await actions.RunAsync(TrainForecastsJob.Key, parameter, context.Actor(), cancellationToken) is { } id && await runs.FindAsync(id, cancellationToken) is { } run
            ? TypedResults.Accepted((string?)null, ApiRun.Of(run))
            : ApiProblems.Conflict("Forecasts are being trained already: wait for the end of that run.");
    }

    private static async Task<ProblemHttpResult> MissingAsync(ForecastQueries forecasts, ForecastKey key, CancellationToken cancellationToken)
    {
        var known = await forecasts.TerritoriesAsync(key.Dataset, key.Measure, cancellationToken);
        var codes = known.Select(t => t.Territory).Distinct(StringComparer.Ordinal).ToList();
        var territory = key.Territory.Length > 60 ? key.Territory[..60] : key.Territory;
        return ApiProblems.NotFound(codes.Contains(key.Territory, StringComparer.Ordinal)
            ? $"'{key.Measure}' of '{key.Dataset}' has no forecast by force for '{territory}': leave force out, or ask for one that records there."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"'{key.Measure}' of '{key.Dataset}' has no forecast for the territory '{territory}': it has {codes.Count}, such as {string.Join(", ", codes.Take(NamedTerritories))}; FR is the country, R84 a région."));
    }

    private static ProblemHttpResult NotTrained()
        => TypedResults.Problem(
            "No forecasts are published yet: they are made by the job train-forecasts, at night or when someone runs it.",
            statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");
}
