using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>One point of a series.</summary>
/// <param name="Period"><c>2019</c>, <c>2019-T3</c>, <c>2019-03</c>, or the Monday of a week.</param>
/// <param name="Value">Null: the published cell is blank.</param>
/// <param name="Grain">year, quarter, month, week or day.</param>
/// <param name="IsProvisional">Will change, as the publisher says, or because the period was not over.</param>
internal sealed record SeriesRow(
    string Dataset, string Territory, string Measure, string Period, double? Value, string Unit, string Grain, bool IsProvisional, bool IsDemonstration, string Vintage);

/// <summary>A measure that is served.</summary>
/// <param name="Kind">count (may be summed), stock (over territories only) or rate (never summed).</param>
internal sealed record MeasureRow(
    string Dataset, string Measure, string Label, string Unit, string Kind, string Grain, string FirstPeriod, string LastPeriod);

/// <summary>Series of any grain.</summary>
internal static class SeriesRoutes
{
    // Enough to see how codes are written.
    private const int NamedTerritories = 10;

    public static void MapSeriesRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/series", PointsAsync).WithTags("series").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).WithSummary(
            "The points of one series, such as territory=31&measure=vols by month. Where several datasets have the measure, the monthly one unless dataset says otherwise.");
        api.MapGet("/series/measures", MeasuresAsync).WithTags("series").WithSummary("The measures that series are served of, by dataset.");
    }

    private static async Task<List<MeasureRow>> MeasuresAsync(SeriesQueries series, CancellationToken cancellationToken)
        => [.. (await series.MeasuresAsync(cancellationToken)).Select(m => new MeasureRow(
            m.Dataset, m.Measure, m.Label, m.Unit, m.Kind.Code(), m.Grain.Code(), Period.Label(m.FirstPeriod), Period.Label(m.LastPeriod)))];

    private static async Task<Results<Ok<List<SeriesRow>>, ProblemHttpResult>> PointsAsync(
        [AsParameters] SeriesRequest request, SeriesQueries series, VintageQueries vintages, CancellationToken cancellationToken)
    {
        if (request.Choose(await series.MeasuresAsync(cancellationToken), out var measure) is { } problem)
        {
            return (await vintages.StatusAsync(cancellationToken)).BuildId > 0 ? problem : ApiProblems.NotReady();
        }

        if (request.Bounds(measure.Grain, out var from, out var to) is { } badPeriod)
        {
            return badPeriod;
        }

        var points = await series.PointsAsync(measure.Dataset, measure.Measure, request.Territory!, from, to, cancellationToken);
        if (points.Count == 0 && await MissingAsync(series, measure, request.Territory!, cancellationToken) is { } missing)
        {
            return missing;
        }

        return TypedResults.Ok(points.Select(p => new SeriesRow(
            measure.Dataset, request.Territory!, measure.Measure, Period.Label(p.Period), p.Value, measure.Unit, measure.Grain.Code(), p.IsProvisional, p.IsDemonstration, p.Vintage)).ToList());
    }

    /// <summary>Null where the territory has the series, only not between the bounds.</summary>
    private static async Task<ProblemHttpResult?> MissingAsync(SeriesQueries series, ServedMeasure measure, string territory, CancellationToken cancellationToken)
    {
        var known = await series.TerritoriesAsync(measure.Dataset, measure.Measure, cancellationToken);
        return known.Contains(territory, StringComparer.Ordinal)
            ? null
            : ApiProblems.NotFound(string.Create(
                CultureInfo.InvariantCulture,
                $"'{measure.Measure}' of '{measure.Dataset}' has no series for the territory '{territory}': it has {known.Count}, such as {string.Join(", ", known.Take(NamedTerritories))}. Sums for a région or the country are not made of series."));
    }
}
