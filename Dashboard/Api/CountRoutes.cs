using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>A count with its rate.</summary>
/// <param name="Count">Null: the force lists no service there in that year, or the published cells are blank.</param>
/// <param name="RatePer1000">Null without a population; for the country and régions made of the territories whose population is known.</param>
internal sealed record CountRow(
    string Territory, string Name, int Year, long? Count, long? Population, double? RatePer1000, double? RateLow, double? RateHigh, string Vintage, bool IsDemonstration)
{
    /// <summary>Of a service: its name in that year, where it was another than today's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublishedName { get; init; }
}

/// <summary>One indicator of a département.</summary>
/// <param name="Valeur">Faits constatés.</param>
/// <param name="Unite">Unité de compte.</param>
/// <param name="Taux">Pour 1 000 habitants.</param>
internal sealed record IndicateurRow(string Indicateur, long? Valeur, string Unite, double? Taux, string Slug, int Annee, bool Demonstration);

/// <summary>Counts and rates.</summary>
internal static class CountRoutes
{
    public static void MapCountRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/counts", CountsAsync).WithTags("figures").WithSummary(
            "Counts and rates per 1,000 inhabitants with exact 95 % Poisson intervals. Level country, region, department (default) or service; an indicator's slug, one offence, or all.");
        api.MapGet("/indicateurs", IndicateursAsync).WithTags("figures").WithSummary(
            "Les douze indicateurs d'un département ; sans année, la dernière servie.");
    }

    private static async Task<Results<Ok<List<CountRow>>, ProblemHttpResult>> CountsAsync(
        [AsParameters] CountRequest request, CountQueries counts, VintageQueries vintages, CancellationToken cancellationToken)
    {
        if (request.Validate(out var measure, out var level, out var force) is { } problem)
        {
            return problem;
        }

        var rows = level == TerritoryLevel.Service
            ? await ServicesAsync(request, measure, force, counts, cancellationToken)
            : await TerritoriesAsync(request, measure, level, force, counts, cancellationToken);
        return rows.Count > 0 || await IsReadyAsync(vintages, cancellationToken) ? TypedResults.Ok(rows) : ApiProblems.NotReady();
    }

    // Only asked where nothing was found: nothing there, or nothing served yet?
    private static async Task<bool> IsReadyAsync(VintageQueries vintages, CancellationToken cancellationToken)
        => (await vintages.StatusAsync(cancellationToken)).HasFigures;

    private static async Task<List<CountRow>> TerritoriesAsync(
        CountRequest request, Measure measure, TerritoryLevel level, Force force, CountQueries counts, CancellationToken cancellationToken)
    {
        var code = level == TerritoryLevel.Region && request.Territory is { } t && !t.StartsWith('R') ? Territory.RegionCode(t) : request.Territory;
        var rows = await counts.ByTerritoryAsync(measure, level, request.Year, code, cancellationToken);
        return [.. rows.Select(r => Row(r, level, force))];
    }

    private static CountRow Row(TerritoryCount row, TerritoryLevel level, Force force)
    {
        var rate = Rate.Of(row.Covered(force), row.Population);
        return new CountRow(
            level == TerritoryLevel.Region ? row.Territory[1..] : row.Territory,
            row.Name, row.Year, row.Count(force), row.Population, rate?.Per1000, rate?.Low, rate?.High, row.Vintage, row.IsDemonstration);
    }

    private static async Task<List<CountRow>> ServicesAsync(
        CountRequest request, Measure measure, Force force, CountQueries counts, CancellationToken cancellationToken)
    {
        var service = long.TryParse(request.Territory, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var rows = await counts.ByServiceAsync(measure, request.Year!.Value, request.Department, service, force, cancellationToken);
        return [.. rows.Select(r => new CountRow(
            r.Id.ToString(CultureInfo.InvariantCulture), r.Name, r.Year, r.BlankCells < measure.Offences.Count ? (long)r.Recorded : null, null, null, null, null, r.Vintage, r.IsDemonstration)
        {
            PublishedName = r.PublishedName == r.Name ? null : r.PublishedName,
        })];
    }

    private static async Task<Results<Ok<List<IndicateurRow>>, ProblemHttpResult>> IndicateursAsync(
        string departement, int? annee, CountQueries counts, OffenceUnitQueries units, VintageQueries vintages, CancellationToken cancellationToken)
    {
        var found = (await counts.ByTerritoryAsync(
                [.. Nomenclature.Indicators.Select(i => i.Slug)], TerritoryLevel.Department, annee, departement, cancellationToken))
            .ToLookup(r => r.Measure, StringComparer.Ordinal);
        var rows = new List<IndicateurRow>();
        var served = await units.ServedAsync(cancellationToken);
        foreach (var indicator in Nomenclature.Indicators)
        {
            if (found[indicator.Slug].LastOrDefault() is { } row)
            {
                rows.Add(new IndicateurRow(
                    indicator.LabelFr, row.Count(Force.All), string.Join(", ", served.Of(Nomenclature.FindMeasure(indicator.Slug)!).Select(UnitNames.French)),
                    Rate.Of(row.Covered(Force.All), row.Population)?.Per1000, indicator.Slug, row.Year, row.IsDemonstration));
            }
        }

        if (rows.Count == 0 && !await IsReadyAsync(vintages, cancellationToken))
        {
            return ApiProblems.NotReady();
        }

        return rows.Count > 0
            ? TypedResults.Ok(rows)
            : ApiProblems.NotFound($"Rien pour le département '{departement}'{(annee is { } y ? string.Create(CultureInfo.InvariantCulture, $" en {y}") : "")}.");
    }
}
