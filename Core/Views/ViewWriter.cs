using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>Writes the view tables of one build from a <see cref="CountCube"/>, a measure or year a transaction.</summary>
internal sealed class ViewWriter(Database database, long buildId, IProgress<long>? progress)
{
    private static readonly string[] _countColumns =
    [
        "build_id", "measure", "level", "year", "territory", "police", "gendarmerie", "police_covered", "gendarmerie_covered", "population",
    ];

    private static readonly string[] _compositionColumns = ["build_id", "territory", "year", "offence", "police", "gendarmerie"];

    private static readonly string[] _demographyColumns =
    [
        "build_id", "level", "year", "territory", "population", "women", "age_0_19", "age_20_39", "age_40_59", "age_60_74", "age_75_up",
    ];

    private long _rows;

    public async Task WriteAsync(CountCube cube, CancellationToken cancellationToken)
    {
        var groups = Group(cube);
        await InsertAsync(
            "view_territory",
            ["build_id", "code", "level", "name", "parent", "area_km2"],
            bulk => groups.ForEach(g => AddTerritory(bulk, g.Territory)),
            cancellationToken);
        await InsertAsync("view_demography", _demographyColumns, bulk => AddDemography(bulk, cube, groups), cancellationToken);

        var sums = groups.ConvertAll(g => new TerritorySums(cube, g.Leaves));
        foreach (var chunk in Nomenclature.Measures.OrderBy(m => m.Slug, StringComparer.Ordinal).Chunk(30))
        {
            await InsertAsync("view_count", _countColumns, bulk => AddCounts(bulk, chunk, cube, groups, sums), cancellationToken);
        }

        foreach (var chunk in groups.Select((_, i) => i).Chunk(30))
        {
            await InsertAsync("view_composition", _compositionColumns, bulk => AddComposition(bulk, chunk, cube, groups, sums), cancellationToken);
        }
    }

    /// <summary>A territory of the views with the leaves of the cube that it sums.</summary>
    private sealed record TerritoryGroup(Territory Territory, int[] Leaves);

    /// <summary>In order of the primary keys: level, then code.</summary>
    private static List<TerritoryGroup> Group(CountCube cube)
    {
        var departments = cube.Departments.ToDictionary(d => d.Code, StringComparer.Ordinal);
        var index = cube.Leaves.Select((code, i) => (code, i)).ToDictionary(l => l.code, l => l.i, StringComparer.Ordinal);
        var country = new TerritoryGroup(
            new Territory(Territory.CountryCode, TerritoryLevel.Country, "France", null, Area(departments.Keys)),
            [.. index.Values]);
        var leaves = cube.Leaves.Select(code => new TerritoryGroup(
            new Territory(
                code,
                TerritoryLevel.Department,
                departments.TryGetValue(code, out var d) ? d.Name : ReferenceTerritories.Collectivities.GetValueOrDefault(code, code),
                d is null ? null : Territory.RegionCode(d.RegionCode),
                Area([code])),
            [index[code]]));
        var regions = cube.Departments.GroupBy(d => d.RegionCode, StringComparer.Ordinal)
            .OrderBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => new TerritoryGroup(
                new Territory(
                    Territory.RegionCode(r.Key), TerritoryLevel.Region, r.First().RegionName, Territory.CountryCode, Area(r.Select(d => d.Code))),
                [.. r.Select(d => index[d.Code])]));
        return [country, .. leaves, .. regions];
    }

    private static int? Area(IEnumerable<string> departments)
    {
        var areas = departments.Select(d => ReferenceTerritories.AreasKm2.TryGetValue(d, out var area) ? area : (int?)null).ToList();
        return areas.Contains(null) ? null : areas.Sum();
    }

    private void AddTerritory(BulkInsert bulk, Territory territory)
    {
        bulk.Add(buildId);
        bulk.Add(territory.Code);
        bulk.Add(territory.Level.Code());
        bulk.Add(territory.Name);
        bulk.Add(territory.Parent);
        bulk.Add(territory.AreaKm2);
        bulk.EndRow();
    }

    private void AddDemography(BulkInsert bulk, CountCube cube, List<TerritoryGroup> groups)
    {
        foreach (var year in cube.Population.Keys.Select(k => k.Year).Distinct().Order())
        {
            foreach (var group in groups)
            {
                var parts = group.Leaves
                    .Select(l => cube.Population.GetValueOrDefault((cube.Leaves[l], year)))
                    .OfType<PopulationGroups>().ToList();
                if (parts.Count == 0)
                {
                    continue;
                }

                var sum = PopulationGroups.Sum(parts);
                bulk.Add(buildId);
                bulk.Add(group.Territory.Level.Code());
                bulk.Add(year);
                bulk.Add(group.Territory.Code);
                bulk.Add(sum.Total);
                bulk.Add(sum.Women);
                foreach (var persons in sum.ByAge)
                {
                    bulk.Add(persons);
                }

                bulk.EndRow();
            }
        }
    }

    private void AddCounts(
        BulkInsert bulk, IEnumerable<Measure> measures, CountCube cube, List<TerritoryGroup> groups, List<TerritorySums> sums)
    {
        foreach (var measure in measures)
        {
            foreach (var (level, year) in groups.Select(g => g.Territory.Level).Distinct()
                .SelectMany(level => Enumerable.Range(0, cube.Years.Count).Select(year => (level, year))))
            {
                for (var g = 0; g < groups.Count; g++)
                {
                    if (groups[g].Territory.Level == level)
                    {
                        AddCount(bulk, measure, groups[g].Territory, sums[g], cube.Years[year], year);
                    }
                }
            }
        }
    }

    private void AddCount(BulkInsert bulk, Measure measure, Territory territory, TerritorySums sums, int year, int yearIndex)
    {
        if (!sums.IsListed(0, yearIndex) && !sums.IsListed(1, yearIndex))
        {
            return;
        }

        bulk.Add(buildId);
        bulk.Add(measure.Slug);
        bulk.Add(territory.Level.Code());
        bulk.Add(year);
        bulk.Add(territory.Code);
        bulk.Add(sums.Total(measure, 0, yearIndex, covered: false));
        bulk.Add(sums.Total(measure, 1, yearIndex, covered: false));
        bulk.Add(sums.Total(measure, 0, yearIndex, covered: true));
        bulk.Add(sums.Total(measure, 1, yearIndex, covered: true));
        bulk.Add(sums.Population(yearIndex));
        bulk.EndRow();
    }

    private void AddComposition(
        BulkInsert bulk, IEnumerable<int> chunk, CountCube cube, List<TerritoryGroup> groups, List<TerritorySums> sums)
    {
        foreach (var g in chunk)
        {
            for (var year = 0; year < cube.Years.Count; year++)
            {
                for (var offence = 1; offence <= Nomenclature.OffenceCount; offence++)
                {
                    var police = sums[g].Count(offence, 0, year);
                    var gendarmerie = sums[g].Count(offence, 1, year);
                    if (police is > 0 || gendarmerie is > 0)
                    {
                        bulk.Add(buildId);
                        bulk.Add(groups[g].Territory.Code);
                        bulk.Add(cube.Years[year]);
                        bulk.Add(offence);
                        bulk.Add(police);
                        bulk.Add(gendarmerie);
                        bulk.EndRow();
                    }
                }
            }
        }
    }

    private async Task InsertAsync(string table, string[] columns, Action<BulkInsert> fill, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                using var bulk = database.Dialect.BeginBulkInsert(connection, transaction, table, columns);
                fill(bulk);
                await bulk.CompleteAsync(cancellationToken);
                _rows += bulk.Rows;
            },
            cancellationToken);
        progress?.Report(_rows);
    }
}
