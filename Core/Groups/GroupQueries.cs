using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Core.Groups;

/// <summary>Reads the groups that were computed beforehand: one read by key.</summary>
public sealed class GroupQueries(Database database)
{
    internal const string PanelSql = """
        select t.clusters, p.year, s.vintage, s.is_demonstration, p.detail as panel, t.detail as path
        from group_set s
        join group_path t on t.set_id = s.set_id and t.clusters = coalesce(@clusters, s.suggested)
        join group_panel p on p.set_id = t.set_id and p.clusters = t.clusters and p.year = coalesce(@year, t.last_year)
        where s.choice_hash = @hash
        """;

    internal const string NamesSql = """
        select number, name
        from group_name
        where choice_hash = @hash and is_demonstration = @isDemonstration and clusters = @clusters
        order by number
        """;

    private const string YearsSql = $"""
        select min(s.period) as first_year, max(s.period) as last_year,
               (select count(distinct c.territory) from view_count c where c.build_id = s.build_id and c.measure = @all and c.level = 'department') as departments
        from view_vintage s
        where s.build_id = {ServedBuild.Id} and s.dataset = 'etat4001'
        group by s.build_id
        """;

    private const string ServicesSql = $"""
        select s.force_code, count(distinct coalesce(k.series_id, s.id)) as services
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id
        left join service_link k on k.service_id = s.id
        where a.build_id = {ServedBuild.Id} and a.dataset = 'etat4001'
        group by s.force_code
        """;

    private const string PoliceOfParisSql = $"""
        select distinct s.name
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id and s.force_code = 'police' and s.department = @department
        where a.build_id = {ServedBuild.Id} and a.dataset = 'etat4001'
        """;

    private const string PeopleSql = $"""
        select max(d.population) as population, max(d.women) as women, max(d.age_0_19) as age
        from view_demography d
        where d.build_id = {ServedBuild.Id} and d.level = 'department' and d.year between @FirstYear and @LastYear
        """;

    private sealed record PanelRow(int Clusters, int Year, string Vintage, bool IsDemonstration, string Panel, string Path);

    private sealed record ServedYears(int FirstYear, int LastYear, int Departments);

    private sealed record PeopleRow(long? Population, long? Women, long? Age)
    {
        public bool Knows(GroupFeature feature) => feature.Kind switch
        {
            GroupFeatureKind.Share => true,
            GroupFeatureKind.Women => Women > 0,
            GroupFeatureKind.Age => Age > 0,
            _ => Population > 0,
        };
    }

    /// <summary>The groups of a choice; null where they were not computed beforehand (see <c>GroupAnalyses</c>, which computes any choice).</summary>
    /// <param name="clusters">k; null: the number suggested for the last year, in every year, so that the groups stay the same ones as the year changes.</param>
    /// <param name="year">Null: the last.</param>
    public async Task<GroupPanel?> PanelAsync(GroupChoice choice, int? clusters, int? year, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var row = (await database.QueryAsync<PanelRow>(PanelSql, new { hash = choice.Hash, clusters, year }, cancellationToken)).SingleOrDefault();
        if (row is null)
        {
            return null;
        }

        var panel = PanelDetail.Parse(row.Panel);
        var path = PathDetail.Parse(row.Path);
        return new GroupPanel(
            choice with { Features = GroupFeature.Sort(choice.Features) }, row.Clusters, row.Year, [.. path.Years.Select(y => y.Year)], row.Vintage, row.IsDemonstration,
            panel.Analysis, panel.Numbers, await NamesAsync(choice, row.Clusters, row.IsDemonstration, cancellationToken), path.Years, panel.LeftOut)
        {
            TerritoryNames = path.TerritoryNames,
        };
    }

    /// <summary>The names given to the groups of a choice, by number.</summary>
    public async Task<IReadOnlyDictionary<int, string>> NamesAsync(GroupChoice choice, int clusters, bool isDemonstration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return (await database.QueryAsync<(int Number, string Name)>(NamesSql, new { hash = choice.Hash, isDemonstration, clusters }, cancellationToken))
            .ToDictionary(r => r.Number, r => r.Name);
    }

    /// <summary>What can be grouped with the figures served now.</summary>
    public async Task<GroupCatalogue> CatalogueAsync(CancellationToken cancellationToken)
    {
        var years = (await database.QueryAsync<ServedYears>(YearsSql, new { all = Nomenclature.AllOffencesSlug }, cancellationToken)).SingleOrDefault();
        if (years is null)
        {
            return new GroupCatalogue([]);
        }

        var people = (await database.QueryAsync<PeopleRow>(PeopleSql, years, cancellationToken)).Single();
        var services = (await database.QueryAsync<(Force Force, int Services)>(ServicesSql, null, cancellationToken)).ToDictionary(s => s.Force, s => s.Services);
        var arrondissements = (await database.QueryAsync<string>(PoliceOfParisSql, new { department = ParisDistrict.Department }, cancellationToken)).Select(s => ParisDistrict.OfService(ParisDistrict.Department, s)).OfType<ParisDistrict>().Distinct();
        GroupOffer Offer(GroupTerritories territories, int count)
            => new(territories, [.. GroupFeature.All.Where(f => f.IsOf(territories) && people.Knows(f))], years.FirstYear, years.LastYear, count);
        return new GroupCatalogue([.. new[]
        {
            Offer(GroupTerritories.Departments, years.Departments),
            Offer(GroupTerritories.PoliceServices, services.GetValueOrDefault(Force.Police)),
            Offer(GroupTerritories.GendarmerieServices, services.GetValueOrDefault(Force.Gendarmerie)),
            Offer(GroupTerritories.Arrondissements, arrondissements.Count()),
        }.Where(o => o.Count > 0)]);
    }
}
