using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>A vintage behind the served figures.</summary>
/// <param name="FirstPeriod">Year, or the key of a shorter period, such as 201903 for a month; null where the dataset has none.</param>
/// <param name="FirstPeriodLabel">The same as written: <c>2019</c>, <c>2019-T3</c>, <c>2019-03</c>, <c>2019-03-04</c>.</param>
internal sealed record DatasetRow(
    string Dataset, string Vintage, string File, string Sha256, string ImportedAt, int? FirstPeriod, int? LastPeriod, long Facts, bool IsDemonstration,
    string? FirstPeriodLabel, string? LastPeriodLabel);

/// <summary>An index.</summary>
internal sealed record OffenceRow(int Offence, string Label, string? Unit, string? EarlierUnit, DateOnly? UnitSince, bool Used);

/// <summary>An indicator.</summary>
internal sealed record IndicatorRow(string Indicator, string LabelFr, string LabelEn, IReadOnlyList<int> Offences, IReadOnlyList<string> Units);

/// <summary>A territory; direction and force only for services.</summary>
internal sealed record TerritoryRow(
    string Territory, string Level, string Name, string? Parent, int? AreaKm2, string? Force, string? Direction, int? FirstYear, int? LastYear)
{
    /// <summary>Of a service: those that it was before, by confirmed pairs; their keys lead to the same counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FormerService>? AlsoKnownAs { get; init; }
}

/// <summary>A service under its former name.</summary>
internal sealed record FormerService(string Territory, string Name, string Direction, int FirstYear, int LastYear);

/// <summary>What the figures are made of.</summary>
internal static class ReferenceRoutes
{
    public static void MapReferenceRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/datasets", DatasetsAsync).WithTags("reference").WithSummary("The vintages behind the served figures.");
        api.MapGet("/offences", OffencesAsync).WithTags("reference").WithSummary("The 107 indices of the État 4001 with their units of count.");
        api.MapGet("/indicators", IndicatorsAsync).WithTags("reference").WithSummary("The twelve indicators as groups of indices.");
        api.MapGet("/territories", TerritoriesAsync).WithTags("reference")
            .WithSummary("Territories of a level: country, region, department or service; services of one département with department=75.");
    }

    private static async Task<IEnumerable<DatasetRow>> DatasetsAsync(VintageQueries vintages, CancellationToken cancellationToken)
        => (await vintages.ServedAsync(cancellationToken)).Select(v => new DatasetRow(
            v.Dataset, v.Slug, v.FileName, v.Sha256, Instant.Of(v.AcceptedAt), v.FirstPeriod, v.LastPeriod, v.FactCount, v.IsDemonstration,
            v.FirstPeriod is { } first ? Period.Label(first) : null, v.LastPeriod is { } last ? Period.Label(last) : null));

    private static async Task<IEnumerable<OffenceRow>> OffencesAsync(OffenceUnitQueries units, CancellationToken cancellationToken)
        => (await units.ServedAsync(cancellationToken)).Offences.Select(o => new OffenceRow(
            o.Code, o.Label, o.IsUsed ? UnitNames.French(o.Unit) : null, o.EarlierUnit is { } e ? UnitNames.French(e) : null, o.UnitSince, o.IsUsed));

    private static async Task<IEnumerable<IndicatorRow>> IndicatorsAsync(OffenceUnitQueries units, CancellationToken cancellationToken)
    {
        var served = await units.ServedAsync(cancellationToken);
        return Nomenclature.Indicators.Select(i => new IndicatorRow(
            i.Slug, i.LabelFr, i.LabelEn, i.Offences, [.. served.Of(Nomenclature.FindMeasure(i.Slug)!).Select(UnitNames.French)]));
    }

    private static async Task<Results<Ok<IEnumerable<TerritoryRow>>, ProblemHttpResult>> TerritoriesAsync(
        string level, string? department, CountQueries counts, CancellationToken cancellationToken)
    {
        switch (TerritoryLevelCodes.TryParse(level))
        {
            case null:
                return ApiProblems.UnknownLevel(level);
            case TerritoryLevel.Service:
                return TypedResults.Ok((await counts.ServicesAsync(department, cancellationToken)).Select(ServiceRow));
            case { } known:
                return TypedResults.Ok((await counts.TerritoriesAsync(known, cancellationToken)).Select(t => new TerritoryRow(
                    t.OfficialCode, known.Code(), t.Name, known == TerritoryLevel.Department ? t.Parent?[1..] : t.Parent, t.AreaKm2, null, null, null, null)));
        }
    }

    private static TerritoryRow ServiceRow(Service s)
        => new(Key(s.Id), "service", s.Name, s.Department, null, s.ForceCode, s.Direction, s.FirstYear, s.LastYear)
        {
            AlsoKnownAs = s.Former.Count == 0 ? null : [.. s.Former.Select(f => new FormerService(Key(f.Id), f.Name, f.Direction, f.FirstYear, f.LastYear))],
        };

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);
}
