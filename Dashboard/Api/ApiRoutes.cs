using System.Data.Common;
using System.Text.Encodings.Web;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Api;

/// <summary>The REST API, version 1, its description and its page at <c>/api</c>.</summary>
internal static class ApiRoutes
{
    public static IServiceCollection AddOctoplusApi(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails(o => o.CustomizeProblemDetails = context =>
        {
            if (context.Exception is BadHttpRequestException bad)
            {
                context.ProblemDetails.Detail = bad.Message;
            }
        });
        services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Octoplus.Dashboard";
            document.Info.Version = "1";
            document.Info.Description =
                "Recorded crime in France (État 4001) by territory and year. Recorded crime is not crime: what is filed depends on complaints and on police activity. "
                + "Every row names its vintage; isDemonstration marks fictional figures.";
            return Task.CompletedTask;
        }));
        services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return services;
    }

    public static void MapOctoplusApi(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous().WithTags("health").WithSummary("The process answers.");
        app.MapGet("/readyz", ReadyAsync).AllowAnonymous().WithTags("health").WithSummary("200 once figures are served, 503 with the progress before.");

        app.MapOpenApi("/api/openapi/{documentName}.json").ExcludeFromDescription();
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "api";
            o.SwaggerEndpoint("/api/openapi/v1.json", "Octoplus.Dashboard v1");
            o.DocumentTitle = "Octoplus · API";
        });

        var api = app.MapGroup("/api/v1").AddEndpointFilter<ApiAntiforgery>();
        api.MapTokenRoutes();
        api.MapReferenceRoutes();
        api.MapCountRoutes();
        api.MapSeriesRoutes();
        api.MapBoundaryRoutes();
        api.MapImportRoutes();
        api.MapVintageRoutes();
        api.MapSourceRoutes();
        api.MapForecastRoutes();
        api.MapClusterRoutes();
        api.MapJobRoutes();
    }

    private static async Task<IResult> ReadyAsync(VintageQueries vintages, FirstDataProgress progress, CancellationToken cancellationToken)
    {
        string? error;
        try
        {
            if ((await vintages.StatusAsync(cancellationToken)).HasFigures)
            {
                return Results.Ok(new { status = "ready" });
            }

            error = progress.Error;
        }
        catch (DbException e)
        {
            error = e.Message;
        }

        return Results.Json(
            new { status = error is null ? "loading" : "failed", step = progress.Step, rowsDone = progress.RowsDone, rowsTotal = progress.RowsTotal, error },
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
