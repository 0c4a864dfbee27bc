using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>Counts as other programs read them.</summary>
public sealed class CountQueries(Database database)
{
    internal const string TerritorySql = $"""
        select c.measure, c.territory, t.name, c.year, c.police, c.gendarmerie, c.police_covered, c.gendarmerie_covered, c.population,
               v.slug as vintage, v.is_demonstration
        from view_count c
        join view_territory t on t.build_id = c.build_id and t.code = c.territory
        join view_vintage s on s.build_id = c.build_id and s.dataset = 'etat4001' and s.period = c.year
        join vintage v on v.id = s.vintage_id
        where c.build_id = {ServedBuild.Id} and c.measure in @measures and c.level = @level
          and (@year is null or c.year = @year) and (@territory is null or c.territory = @territory)
        order by c.year, c.territory
        """;

    // Services are not in the views: the sum runs over one year of facts, or over one service. A service that is one with others by confirmed
    // pairs counts under the key and name of the last of them.
    internal const string ServiceSql = $"""
        select n.id, n.name, max(s.name) as published_name, n.department, n.force_code, l.year,
               coalesce(sum(f.recorded), 0) as recorded, count(f.offence) - count(f.recorded) as blank_cells, v.slug as vintage, v.is_demonstration
        from view_vintage a
        join vintage v on v.id = a.vintage_id
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id
        left join service_link k on k.service_id = s.id
        join service n on n.id = coalesce(k.series_id, s.id)
        left join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id and f.offence in @offences
        where a.build_id = {ServedBuild.Id} and a.dataset = 'etat4001' and a.period = @year
          and (@department is null or s.department = @department)
          and (@serviceId is null or n.id = coalesce((select q.series_id from service_link q where q.service_id = @serviceId), @serviceId))
          and (@force = 'all' or s.force_code = @force)
        group by n.id, n.name, n.department, n.force_code, l.year, v.slug, v.is_demonstration
        order by n.id
        """;

    private const string TerritoriesSql = $"""
        select t.code, t.level, t.name, t.parent, t.area_km2
        from view_territory t
        where t.build_id = {ServedBuild.Id} and t.level = @level
        order by t.code
        """;

    // One row a service as published; those of one series follow each other, the last of them at the end.
    internal const string ServicesSql = $"""
        select s.id, s.name, s.direction, s.department, s.force_code,
               coalesce(k.series_id, s.id) as series_id, min(l.year) as first_year, max(l.year) as last_year
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id
        left join service_link k on k.service_id = s.id
        where a.build_id = {ServedBuild.Id} and a.dataset = 'etat4001' and (@department is null or s.department = @department)
        group by s.id, s.name, s.direction, s.department, s.force_code, k.series_id
        order by coalesce(k.series_id, s.id), max(l.year), s.id
        """;

    /// <summary>Counts of a measure at a level other than service, by year and territory.</summary>
    public Task<IReadOnlyList<TerritoryCount>> ByTerritoryAsync(
        Measure measure, TerritoryLevel level, int? year, string? territory, CancellationToken cancellationToken)
        => ByTerritoryAsync([measure.Slug], level, year, territory, cancellationToken);

    /// <summary>Counts of several measures, by their slugs, at a level other than service, by year and territory.</summary>
    public Task<IReadOnlyList<TerritoryCount>> ByTerritoryAsync(
        IReadOnlyList<string> measures, TerritoryLevel level, int? year, string? territory, CancellationToken cancellationToken)
        => database.QueryAsync<TerritoryCount>(TerritorySql, new { measures, level = level.Code(), year, territory }, cancellationToken);

    /// <summary>Counts of a measure by service in one year; a listed service without a count has 0.</summary>
    public async Task<IReadOnlyList<ServiceCount>> ByServiceAsync(
        Measure measure, int year, string? department, long? serviceId, Force force, CancellationToken cancellationToken)
        => await database.QueryAsync<ServiceCount>(
            ServiceSql, new { offences = measure.Offences, year, department, serviceId, force = force.Code() }, cancellationToken);

    /// <summary>Territories of a level other than service.</summary>
    public Task<IReadOnlyList<Territory>> TerritoriesAsync(TerritoryLevel level, CancellationToken cancellationToken)
        => database.QueryAsync<Territory>(TerritoriesSql, new { level = level.Code() }, cancellationToken);

    /// <summary>Services that were listed in any served year, of a département or all; those that are one by confirmed pairs as one.</summary>
    public async Task<IReadOnlyList<Service>> ServicesAsync(string? department, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<Service>(ServicesSql, new { department }, cancellationToken)).GroupBy(s => s.SeriesId).Select(OneOf)];

    // The key stays that of the series although its last name may not be served just now.
    private static Service OneOf(IGrouping<long, Service> series)
    {
        var members = series.ToList();
        var last = members.Find(m => m.Id == series.Key) ?? members[^1];
        return last with
        {
            Id = series.Key,
            FirstYear = members.Min(m => m.FirstYear),
            LastYear = members.Max(m => m.LastYear),
            Former = [.. members.Where(m => m != last)],
        };
    }
}

/// <summary>Counts of a territory in a year; see <see cref="ForceCounts"/> for the meaning of null.</summary>
public sealed record TerritoryCount : ForceCounts
{
    /// <summary>Slug of the measure.</summary>
    public required string Measure { get; init; }

    /// <summary>Code of the territory.</summary>
    public required string Territory { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Year.</summary>
    public required int Year { get; init; }

    /// <summary>Readable key of the vintage.</summary>
    public required string Vintage { get; init; }

    /// <summary>Fictional figures.</summary>
    public required bool IsDemonstration { get; init; }
}

/// <summary>Count of a service in a year.</summary>
public sealed record ServiceCount
{
    /// <summary>Key of the service.</summary>
    public required long Id { get; init; }

    /// <summary>As published, of a series the last name.</summary>
    public required string Name { get; init; }

    /// <summary>As published in that year; where two services of one series are listed, one of them.</summary>
    public required string PublishedName { get; init; }

    /// <summary>Code of the département.</summary>
    public required string Department { get; init; }

    /// <summary><c>police</c> or <c>gendarmerie</c>.</summary>
    public required string ForceCode { get; init; }

    /// <summary>Year.</summary>
    public required int Year { get; init; }

    /// <summary>Events, blank cells left out.</summary>
    public required decimal Recorded { get; init; }

    /// <summary>Indices of the measure whose published cell is blank: with any, the count may be too low.</summary>
    public required long BlankCells { get; init; }

    /// <summary>Readable key of the vintage.</summary>
    public required string Vintage { get; init; }

    /// <summary>Fictional figures.</summary>
    public required bool IsDemonstration { get; init; }
}

/// <summary>A police or gendarmerie service.</summary>
public sealed record Service
{
    /// <summary>Key; that of any former name leads to the same counts.</summary>
    public required long Id { get; init; }

    /// <summary>Key of the series that it belongs to.</summary>
    public required long SeriesId { get; init; }

    /// <summary>The services that it was before, as published, oldest first.</summary>
    public IReadOnlyList<Service> Former { get; init; } = [];

    /// <summary>As published.</summary>
    public required string Name { get; init; }

    /// <summary>Direction or périmètre as published; empty for the gendarmerie.</summary>
    public required string Direction { get; init; }

    /// <summary>Code of the département.</summary>
    public required string Department { get; init; }

    /// <summary><c>police</c> or <c>gendarmerie</c>.</summary>
    public required string ForceCode { get; init; }

    /// <summary>First served year in which it is listed.</summary>
    public required int FirstYear { get; init; }

    /// <summary>Last served year in which it is listed.</summary>
    public required int LastYear { get; init; }
}
