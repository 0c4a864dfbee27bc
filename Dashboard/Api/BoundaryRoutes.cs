using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Boundaries;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>A set of outlines.</summary>
internal sealed record BoundarySetRow(string Dataset, string Vintage, string File, long Outlines);

/// <summary>Outlines with how they are drawn: easting = originX + x ÷ unitsPerMetre, northing = originY − y ÷ unitsPerMetre, insets excepted.</summary>
internal sealed record BoundariesRow(
    string Dataset, string Vintage, string ViewBox, string Projection, double? CentreLongitude, double? CentreLatitude, double OriginX, double OriginY, double UnitsPerMetre,
    long VerticesRead, long VerticesKept, IReadOnlyList<BoundaryOutline> Outlines);

/// <summary>Imported outlines of territories.</summary>
internal static class BoundaryRoutes
{
    public static void MapBoundaryRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/boundaries", ListAsync).WithTags("reference").WithSummary("The imported sets of outlines.");
        api.MapGet("/boundaries/{dataset}", SetAsync).WithTags("reference").WithSummary(
            "One set: SVG paths by code, simplified for drawing, with name and area in km². Fill them by the even-odd rule.");
    }

    private static async Task<IEnumerable<BoundarySetRow>> ListAsync(BoundaryQueries boundaries, CancellationToken cancellationToken)
        => (await boundaries.ServedAsync(cancellationToken)).Select(s => new BoundarySetRow(s.Dataset, s.Vintage, s.FileName, s.Count));

    private static async Task<Results<Ok<BoundariesRow>, ProblemHttpResult>> SetAsync(string dataset, BoundaryQueries boundaries, CancellationToken cancellationToken)
    {
        var sets = await boundaries.ServedAsync(cancellationToken);
        if (sets.FirstOrDefault(s => s.Dataset == dataset) is not { } set || await boundaries.LayoutAsync(set.VintageId, cancellationToken) is not { } layout)
        {
            return ApiProblems.NotFound($"No boundaries '{dataset}' are served: {(sets.Count == 0 ? "none are" : string.Join(", ", sets.Select(s => s.Dataset)))}.");
        }

        return TypedResults.Ok(new BoundariesRow(
            dataset, set.Vintage, string.Create(CultureInfo.InvariantCulture, $"0 0 {layout.Width:0.##} {layout.Height:0.##}"), layout.Projection, layout.CentreLongitude,
            layout.CentreLatitude, layout.OriginX, layout.OriginY, layout.Scale, layout.VerticesRead, layout.VerticesKept,
            await boundaries.OutlinesAsync(set.VintageId, cancellationToken)));
    }
}
