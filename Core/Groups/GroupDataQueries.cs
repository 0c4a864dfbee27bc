using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Core.Groups;

/// <summary>Reads the features of a choice: all years and territories at once, a handful of queries however many there are.</summary>
public sealed partial class GroupDataQueries(Database database)
{
    internal const string ServedSql = $"""
        select s.build_id, s.dataset, s.period as year, v.id as vintage_id, v.slug, v.is_demonstration
        from view_vintage s
        join vintage v on v.id = s.vintage_id
        where s.build_id = {ServedBuild.Id} and s.dataset in ('etat4001', 'population')
        order by s.dataset, s.period
        """;

    private const string BuildSql = $"select distinct build_id from view_vintage where build_id = {ServedBuild.Id} and dataset = 'etat4001'";

    internal const string CountsSql = """
        select c.measure, c.year, c.territory, c.police, c.gendarmerie, c.police_covered, c.gendarmerie_covered, c.population
        from view_count c
        where c.build_id = @buildId and c.measure in @measures and c.level = 'department'
        """;

    internal const string DemographySql = """
        select d.year, d.territory, d.population, d.women, d.age_0_19 as age0_to19,
               d.age_20_39 as age20_to39, d.age_40_59 as age40_to59, d.age_60_74 as age60_to74, d.age_75_up
        from view_demography d
        where d.build_id = @buildId and d.level = 'department' and d.year between @first and @last
        """;

    private const string DepartmentsSql = """
        select t.code, t.name, t.area_km2
        from view_territory t
        where t.build_id = @buildId and t.level = 'department'
        order by t.code
        """;

    private const string Etat4001 = "etat4001";

    private const int MaxAttempts = 3;

    /// <summary>The build of views that is served; null while no recorded crime is.</summary>
    public async Task<long?> ServedBuildAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<long>(BuildSql, null, cancellationToken)).Select(b => (long?)b).SingleOrDefault();

    /// <summary>The features of a choice; null while no figure is served.</summary>
    /// <exception cref="GroupChoiceException">Something is wrong with the choice by itself.</exception>
    public async Task<GroupData?> ReadAsync(GroupChoice choice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Problem() is { } problem)
        {
            throw new GroupChoiceException(problem);
        }

        choice = choice with { Features = GroupFeature.Sort(choice.Features) };
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var served = (await connection.QueryAsync<ServedYear>(new CommandDefinition(ServedSql, cancellationToken: cancellationToken))).AsList();
            if (served.TrueForAll(s => s.Dataset != Etat4001))
            {
                return null;
            }

            var data = choice.Territories == GroupTerritories.Departments
                ? await DepartmentsAsync(connection, choice, served, cancellationToken)
                : await ServicesAsync(connection, choice, served, cancellationToken);

            // The rows of a build never change; but it is dropped when two later ones are served, perhaps while it was read.
            if (await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                "select count(*) from view_territory where build_id = @BuildId", new { data.BuildId }, cancellationToken: cancellationToken)) > 0)
            {
                return data;
            }
        }

        return null;
    }

    private sealed record ServedYear(long BuildId, string Dataset, int Year, long VintageId, string Slug, bool IsDemonstration);

    private sealed record CountRow : ForceCounts
    {
        public required string Measure { get; init; }

        public required int Year { get; init; }

        public required string Territory { get; init; }
    }

    private sealed record DemographyRow : Demography
    {
        public required int Year { get; init; }

        public long? Persons(GroupFeature feature) => feature switch
        {
            { Kind: GroupFeatureKind.Density } => Population,
            { Kind: GroupFeatureKind.Women } => Women,
            { AgeFrom: 0 } => Age0To19,
            { AgeFrom: 20 } => Age20To39,
            { AgeFrom: 40 } => Age40To59,
            { AgeFrom: 60 } => Age60To74,
            _ => Age75Up,
        };
    }

    private static async Task<GroupData> DepartmentsAsync(DbConnection connection, GroupChoice choice, List<ServedYear> served, CancellationToken cancellationToken)
    {
        var features = choice.Features.Select(f => GroupFeature.TryParse(f)!).ToList();
        var years = served.Where(s => s.Dataset == Etat4001).Select(s => s.Year).ToList();
        var buildId = served[0].BuildId;
        var departments = (await connection.QueryAsync<(string Code, string Name, int? AreaKm2)>(new CommandDefinition(DepartmentsSql, new { buildId }, cancellationToken: cancellationToken))).AsList();
        var measures = features.Where(f => f.Measure is not null).Select(f => f.Measure!.Slug).Append(Nomenclature.AllOffencesSlug).Distinct(StringComparer.Ordinal);
        var counts = await connection.QueryAsync<CountRow>(new CommandDefinition(CountsSql, new { buildId, measures }, cancellationToken: cancellationToken));
        var cells = new GroupCells(features);
        years.ForEach(cells.AddYear);
        AddCounts(cells, features, [.. counts]);
        if (features.Exists(f => f.Measure is null))
        {
            var rows = await connection.QueryAsync<DemographyRow>(new CommandDefinition(
                DemographySql, new { buildId, first = years.Min(), last = years.Max() }, cancellationToken: cancellationToken));
            AddDemography(cells, features, rows.Where(r => years.Contains(r.Year)), departments.ToDictionary(d => d.Code, d => d.AreaKm2, StringComparer.Ordinal));
        }

        return Data(choice, features, served, cells.Build(choice, [.. departments.Select(d => d.Code)]), departments.ToDictionary(d => d.Code, d => d.Name, StringComparer.Ordinal));
    }

    private static void AddCounts(GroupCells cells, List<GroupFeature> features, List<CountRow> counts)
    {
        var all = counts.Where(c => c.Measure == Nomenclature.AllOffencesSlug).ToDictionary(c => (c.Year, c.Territory), c => c.Count(Force.All));
        var places = features.Select((f, i) => (f, i)).Where(f => f.f.Measure is not null).ToLookup(f => f.f.Measure!.Slug, StringComparer.Ordinal);
        foreach (var row in counts)
        {
            cells.List(row.Year, row.Territory);
            foreach (var (feature, place) in places[row.Measure])
            {
                var (numerator, denominator) = feature.Kind == GroupFeatureKind.Rate
                    ? (row.Covered(Force.All), row.Population)
                    : (row.Count(Force.All), all.GetValueOrDefault((row.Year, row.Territory)));
                cells.Set(row.Year, row.Territory, place, numerator ?? 0, numerator is null ? 0 : denominator ?? 0);
            }
        }
    }

    private static void AddDemography(GroupCells cells, List<GroupFeature> features, IEnumerable<DemographyRow> rows, Dictionary<string, int?> areas)
    {
        foreach (var row in rows)
        {
            cells.List(row.Year, row.Territory);
            foreach (var (place, feature) in features.Index().Where(f => f.Item.Measure is null))
            {
                var persons = row.Persons(feature);
                double denominator = feature.Kind == GroupFeatureKind.Density ? areas.GetValueOrDefault(row.Territory) ?? 0 : row.Population;
                cells.Set(row.Year, row.Territory, place, persons ?? 0, persons is null ? 0 : denominator);
            }
        }
    }

    private static GroupData Data(
        GroupChoice choice, List<GroupFeature> features, List<ServedYear> served, IReadOnlyList<GroupYearData> years, IReadOnlyDictionary<string, string> names)
    {
        var crime = features.Exists(f => f.Measure is not null);
        var people = features.Exists(f => f.Kind != GroupFeatureKind.Share);
        var from = served.Where(s => s.Dataset == Etat4001 ? crime : people && years.Any(y => y.Year - s.Year >= 0 && y.Year - s.Year < choice.YearsAveraged)).ToList();
        var newest = from.Where(s => !crime || s.Dataset == Etat4001).MaxBy(s => s.VintageId);
        var shown = years.SelectMany(y => y.Table.Ids.Concat(y.LeftOut.Select(c => c.Id))).ToHashSet(StringComparer.Ordinal);
        return new GroupData(
            choice, served[0].BuildId, newest?.Slug ?? "", from.Exists(s => s.IsDemonstration), years,
            names.Where(n => shown.Contains(n.Key)).ToDictionary(StringComparer.Ordinal));
    }
}
