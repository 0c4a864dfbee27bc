using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>
/// Counts of the active vintages summed by force, year, index and département, with the territories and populations that go with them.
/// Held in memory during a build: about 12 bytes × 2 forces × years × 107 × 110.
/// </summary>
internal sealed class CountCube
{
    private const string FactsSql =
        "select service_id, offence, recorded from fact where vintage_id = @VintageId and year = @Year";

    private const string ServicesSql = """
        select v.period as year, v.vintage_id, s.service_id
        from view_vintage v
        join vintage_service s on s.vintage_id = v.vintage_id and s.year = v.period
        where v.build_id = @buildId and v.dataset = 'etat4001'
        """;

    private const string ServiceSql = "select id, force_code, department from service";

    private const string PopulationSql = """
        select p.year, p.department, p.sex, p.age_from, p.persons
        from view_vintage v
        join population p on p.vintage_id = v.vintage_id and p.year = v.period
        where v.build_id = @buildId and v.dataset = 'population'
        """;

    private const string DepartmentSql = """
        select d.code, d.name, d.region_code, d.region_name
        from view_vintage v
        join department d on d.vintage_id = v.vintage_id
        where v.build_id = @buildId and v.dataset = 'departements'
        order by d.code
        """;

    private readonly long[] _counts;
    private readonly int[] _blanks;
    private readonly int[] _services;

    private CountCube(IReadOnlyList<Department> departments, IReadOnlyList<string> leaves, IReadOnlyList<int> years)
    {
        Departments = departments;
        Leaves = leaves;
        Years = years;
        _counts = new long[2 * years.Count * leaves.Count * Nomenclature.OffenceCount];
        _blanks = new int[_counts.Length];
        _services = new int[2 * years.Count * leaves.Count];
    }

    /// <summary>Départements of the active list.</summary>
    public IReadOnlyList<Department> Departments { get; }

    /// <summary>Codes of départements and collectivities, the finest territories of the views.</summary>
    public IReadOnlyList<string> Leaves { get; }

    /// <summary>Years with recorded crime, ascending.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>Inhabitants by département and year, by sex and age group where known.</summary>
    public Dictionary<(string Department, int Year), PopulationGroups> Population { get; } = [];

    /// <summary>Counts of the 107 indices, index 1 first.</summary>
    /// <param name="force">0 police, 1 gendarmerie.</param>
    public ReadOnlySpan<long> Counts(int force, int year, int leaf)
        => _counts.AsSpan(Cell(force, year, leaf) * Nomenclature.OffenceCount, Nomenclature.OffenceCount);

    /// <summary>Whether the force lists any service there in that year: if so, no count means zero.</summary>
    public bool IsListed(int force, int year, int leaf) => _services[Cell(force, year, leaf)] > 0;

    /// <summary>Whether any of the services listed there tells the count of an index; false where all left the cell blank.</summary>
    public bool IsKnown(int force, int year, int leaf, int offence)
    {
        var cell = Cell(force, year, leaf);
        return _services[cell] > _blanks[(cell * Nomenclature.OffenceCount) + offence - 1];
    }

    public static async Task<CountCube> LoadAsync(Database database, long buildId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var departments = (await connection.QueryAsync<Department>(DepartmentSql, new { buildId })).AsList();
        var services = (await connection.QueryAsync<(long Id, string ForceCode, string Department)>(ServiceSql)).ToDictionary(s => s.Id);
        var listed = (await connection.QueryAsync<(int Year, long VintageId, long ServiceId)>(ServicesSql, new { buildId })).AsList();
        var leaves = departments.Select(d => d.Code)
            .Union(listed.Select(l => services[l.ServiceId].Department), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        var cube = new CountCube(departments, leaves, [.. listed.Select(l => l.Year).Distinct().Order()]);
        await cube.AddPopulationAsync(connection, buildId);
        await cube.AddCountsAsync(database, services, listed, cancellationToken);
        return cube;
    }

    private async Task AddPopulationAsync(DbConnection connection, long buildId)
    {
        foreach (var row in await connection.QueryAsync<(int Year, string Department, string Sex, int AgeFrom, long Persons)>(PopulationSql, new { buildId }))
        {
            var key = (row.Department, row.Year);
            if (!Population.TryGetValue(key, out var groups))
            {
                Population[key] = groups = new PopulationGroups();
            }

            groups.Add(row.Sex, row.AgeFrom, row.Persons);
        }
    }

    private async Task AddCountsAsync(
        Database database, Dictionary<long, (long Id, string ForceCode, string Department)> services, List<(int Year, long VintageId, long ServiceId)> listed, CancellationToken cancellationToken)
    {
        var leafOf = Leaves.Select((code, i) => (code, i)).ToDictionary(l => l.code, l => l.i, StringComparer.Ordinal);
        var placeOf = services.ToDictionary(s => s.Key, s => (
            Force: s.Value.ForceCode == Force.Police.Code() ? 0 : 1, Leaf: leafOf.GetValueOrDefault(s.Value.Department, -1)));
        var yearOf = Years.Select((year, i) => (year, i)).ToDictionary(y => y.year, y => y.i);
        foreach (var row in listed)
        {
            var (force, leaf) = placeOf[row.ServiceId];
            _services[Cell(force, yearOf[row.Year], leaf)]++;
        }

        // Years fill cells of their own, so that two may be read at once.
        await Parallel.ForEachAsync(
            listed.Select(l => (l.VintageId, l.Year)).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = BatchWork.Threads, CancellationToken = cancellationToken },
            async (source, token) =>
            {
                await using var connection = await database.OpenAsync(token);
                await using var reader = await connection.ExecuteReaderAsync(
                    new CommandDefinition(FactsSql, new { source.VintageId, source.Year }, commandTimeout: 600, cancellationToken: token));
                while (await reader.ReadAsync(token))
                {
                    var (force, leaf) = placeOf[reader.GetInt64(0)];
                    var place = (Cell(force, yearOf[source.Year], leaf) * Nomenclature.OffenceCount) + reader.GetInt32(1) - 1;
                    if (reader.IsDBNull(2))
                    {
                        _blanks[place]++;
                    }
                    else
                    {
                        _counts[place] += reader.GetInt64(2);
                    }
                }
            });
    }

    private int Cell(int force, int year, int leaf) => (((force * Years.Count) + year) * Leaves.Count) + leaf;
}
