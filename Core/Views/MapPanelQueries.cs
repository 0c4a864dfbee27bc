using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>What a map page asks for.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Level">Région or département.</param>
/// <param name="Year">Year shown; null or a year without data: the last one served.</param>
/// <param name="Selected">Codes of the territories whose composition is wanted; none: the country.</param>
public sealed record MapPanelRequest(Measure Measure, TerritoryLevel Level, int? Year, IReadOnlyList<string> Selected);

/// <summary>Reads all that a map page shows: ranges of primary keys of the view tables, in one round trip.</summary>
public sealed class MapPanelQueries(Database database, OffenceUnitQueries units)
{
    internal const string ServedSql = $"""
        select s.build_id, s.period as year
        from view_vintage s
        where s.build_id = {ServedBuild.Id} and s.dataset = 'etat4001'
        order by s.period
        """;

    internal const string CountsSql = """
        select c.level, c.year, c.territory, c.police, c.gendarmerie, c.police_covered, c.gendarmerie_covered, c.population
        from view_count c
        where c.build_id = @buildId and c.measure = @measure and c.level in ('country', @level)
        order by c.year, c.territory
        """;

    internal const string CompositionSql = """
        select c.offence, c.territory, c.police, c.gendarmerie
        from view_composition c
        where c.build_id = @buildId and c.territory in @territories and c.year = @year
        order by c.territory, c.offence
        """;

    internal const string DemographySql = """
        select d.territory, d.population, d.women, d.age_0_19 as age0_to19,
               d.age_20_39 as age20_to39, d.age_40_59 as age40_to59, d.age_60_74 as age60_to74, d.age_75_up
        from view_demography d
        where d.build_id = @buildId and d.level in ('country', @level) and d.year = @year
        order by d.level, d.territory
        """;

    private const string TerritoriesSql = """
        select t.code, t.level, t.name, t.parent, t.area_km2
        from view_territory t
        where t.build_id = @buildId
        order by t.code
        """;

    internal const string SourcesSql = """
        select v.dataset, v.slug as vintage, v.file_name, v.origin, v.accepted_at, v.first_period, v.last_period, v.is_demonstration, p.is_provisional
        from view_vintage s
        join vintage v on v.id = s.vintage_id
        join vintage_period p on p.vintage_id = s.vintage_id and p.period = s.period
        where s.build_id = @buildId and s.period = @year and s.dataset in ('etat4001', 'population')
        order by v.dataset
        """;

    private const int MaxAttempts = 3;

    // One round trip for all that the year, the level and the selection need.
    private const string PanelSql = $"{CountsSql};\n{TerritoriesSql};\n{CompositionSql};\n{DemographySql};\n{SourcesSql}";

    /// <summary>The panel, or null while no figure is served.</summary>
    /// <remarks>
    /// All of it is of one build, whose rows never change; a build is dropped when two later ones are served, and then the
    /// panel is read again from the one served now.
    /// </remarks>
    public async Task<MapPanel?> LoadAsync(MapPanelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var served = (await connection.QueryAsync<(long BuildId, int Year)>(new CommandDefinition(ServedSql, cancellationToken: cancellationToken))).AsList();
            if (served.Count == 0)
            {
                return null;
            }

            if (await LoadAsync(connection, request, served[0].BuildId, served.ConvertAll(s => s.Year), cancellationToken) is { } panel)
            {
                // Read once a build, then kept: no query here.
                panel.Units = await units.OfBuildAsync(panel.BuildId, cancellationToken);
                return panel;
            }
        }

        return null;
    }

    /// <summary>The panel of a build, or null when the build was dropped meanwhile.</summary>
    private static async Task<MapPanel?> LoadAsync(
        DbConnection connection, MapPanelRequest request, long buildId, List<int> years, CancellationToken cancellationToken)
    {
        var year = request.Year is { } asked && years.Contains(asked) ? asked : years[^1];
        var selected = request.Selected.Distinct(StringComparer.Ordinal).ToList();
        await using var panel = await connection.QueryMultipleAsync(new CommandDefinition(
            PanelSql,
            new
            {
                buildId,
                measure = request.Measure.Slug,
                level = request.Level.Code(),
                year,
                // The country too: none of the selected may exist at this level.
                territories = selected.Append(Territory.CountryCode),
            },
            cancellationToken: cancellationToken));
        return await AssembleAsync(request, buildId, year, years, selected, panel);
    }

    private static async Task<MapPanel?> AssembleAsync(
        MapPanelRequest request, long buildId, int year, IReadOnlyList<int> years, List<string> selected, SqlMapper.GridReader panel)
    {
        var counts = (await panel.ReadAsync<PanelCount>()).AsList();
        var territories = (await panel.ReadAsync<Territory>()).AsList();
        var composition = (await panel.ReadAsync<PanelComposition>()).AsList();
        var demography = (await panel.ReadAsync<Demography>()).ToDictionary(d => d.Territory, StringComparer.Ordinal);
        var sources = (await panel.ReadAsync<PanelSource>()).AsList();
        var atLevel = territories.Where(t => t.Level == request.Level).Select(t => t.Code).ToHashSet(StringComparer.Ordinal);
        selected = selected.FindAll(atLevel.Contains);
        composition = composition.FindAll(c => selected.Count > 0 ? selected.Contains(c.Territory) : c.Territory == Territory.CountryCode);
        return counts.Count == 0 || sources.Count == 0 ? null
            : new MapPanel(request.Measure, request.Level, year, years, territories, counts, selected, composition, demography, sources) { BuildId = buildId };
    }
}

/// <summary>Counts of a territory in a year.</summary>
public sealed record PanelCount : ForceCounts
{
    /// <summary>Code of the level.</summary>
    public required string Level { get; init; }

    /// <summary>Year.</summary>
    public required int Year { get; init; }

    /// <summary>Code of the territory.</summary>
    public required string Territory { get; init; }
}

/// <summary>Count of one index in a territory and the panel's year; indices without any count have no row.</summary>
public sealed record PanelComposition
{
    /// <summary>Index, 1…107.</summary>
    public required int Offence { get; init; }

    /// <summary>Code of the territory.</summary>
    public required string Territory { get; init; }

    /// <summary>Recorded by the police.</summary>
    public long? Police { get; init; }

    /// <summary>Recorded by the gendarmerie.</summary>
    public long? Gendarmerie { get; init; }
}

/// <summary>Inhabitants of a territory on 1 January, by sex and age where the source tells.</summary>
public record Demography
{
    /// <summary>Code of the territory.</summary>
    public required string Territory { get; init; }

    /// <summary>All inhabitants.</summary>
    public required long Population { get; init; }

    /// <summary>Women.</summary>
    public long? Women { get; init; }

    /// <summary>0 to 19 years.</summary>
    public long? Age0To19 { get; init; }

    /// <summary>20 to 39 years.</summary>
    public long? Age20To39 { get; init; }

    /// <summary>40 to 59 years.</summary>
    public long? Age40To59 { get; init; }

    /// <summary>60 to 74 years.</summary>
    public long? Age60To74 { get; init; }

    /// <summary>75 years and over.</summary>
    public long? Age75Up { get; init; }
}

/// <summary>The vintage behind the panel's year, per dataset.</summary>
public sealed record PanelSource
{
    /// <summary>One of <see cref="Vintages.Datasets"/>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Readable key of the vintage.</summary>
    public required string Vintage { get; init; }

    /// <summary>Name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Where the file came from.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>First period of the vintage.</summary>
    public int? FirstPeriod { get; init; }

    /// <summary>Last period of the vintage.</summary>
    public int? LastPeriod { get; init; }

    /// <summary>Fictional figures.</summary>
    public required bool IsDemonstration { get; init; }

    /// <summary>The publisher calls the period provisional.</summary>
    public required bool IsProvisional { get; init; }
}
