using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Groups;

/// <content>
/// Services: from the facts, since the views have none. One that is one with others by confirmed pairs counts under the key and name of the last of them.
/// Arrondissements are the services that answer for them, under codes of their own.
/// </content>
public sealed partial class GroupDataQueries
{
    // Every listed service of every year, with all it recorded. Blanks: published cells without a number, of which nobody knows how many events they stand for.
    internal const string ServicesSql = """
        select n.id, n.name, n.department, l.year, coalesce(sum(f.recorded), 0) as recorded, count(f.offence) - count(f.recorded) as blanks
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id and s.force_code = @force
        left join service_link k on k.service_id = s.id
        join service n on n.id = coalesce(k.series_id, s.id) and n.department = coalesce(@department, n.department)
        left join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id
        where a.build_id = @buildId and a.dataset = 'etat4001'
        group by n.id, n.name, n.department, l.year
        order by n.id, l.year
        """;

    internal const string FactsSql = """
        select n.id, l.year, f.offence, coalesce(sum(f.recorded), 0) as recorded
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id and s.force_code = @force
        left join service_link k on k.service_id = s.id
        join service n on n.id = coalesce(k.series_id, s.id) and n.department = coalesce(@department, n.department)
        join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id and f.offence in @offences
        where a.build_id = @buildId and a.dataset = 'etat4001'
        group by n.id, l.year, f.offence
        """;

    private sealed record ServiceRow(long Id, string Name, string Department, int Year, long Recorded, long Blanks);

    /// <param name="Code">Of the territory in the table of features.</param>
    private sealed record ServicePlace(ServiceRow Row, string Code, string Name);

    private static async Task<GroupData> ServicesAsync(DbConnection connection, GroupChoice choice, List<ServedYear> served, CancellationToken cancellationToken)
    {
        var features = choice.Features.Select(f => GroupFeature.TryParse(f)!).ToList();
        var force = (choice.Territories == GroupTerritories.GendarmerieServices ? Force.Gendarmerie : Force.Police).Code();
        var department = choice.Territories == GroupTerritories.Arrondissements ? ParisDistrict.Department : null;
        var buildId = served[0].BuildId;
        var offences = features.SelectMany(f => f.Measure!.Offences).Distinct();
        var services = (await connection.QueryAsync<ServiceRow>(new CommandDefinition(ServicesSql, new { buildId, force, department }, cancellationToken: cancellationToken)))
            .Select(s => Place(choice.Territories, s)).OfType<ServicePlace>().ToList();
        var facts = await connection.QueryAsync<(long Id, int Year, int Offence, long Recorded)>(new CommandDefinition(FactsSql, new { buildId, force, department, offences }, cancellationToken: cancellationToken));
        var cells = Cells(features, services, facts);
        foreach (var year in served.Where(s => s.Dataset == Etat4001))
        {
            cells.AddYear(year.Year);
        }

        var names = services.DistinctBy(s => s.Code, StringComparer.Ordinal).ToDictionary(s => s.Code, s => s.Name, StringComparer.Ordinal);
        return Data(choice, features, served, cells.Build(choice, [.. names.Keys]), names);
    }

    private static GroupCells Cells(List<GroupFeature> features, List<ServicePlace> services, IEnumerable<(long Id, int Year, int Offence, long Recorded)> facts)
    {
        var found = facts.ToDictionary(f => (f.Id, f.Year, f.Offence), f => f.Recorded);
        var cells = new GroupCells(features);
        foreach (var place in services.GroupBy(s => (s.Code, s.Row.Year)))
        {
            var (code, year) = place.Key;
            var recorded = (double)place.Sum(s => s.Row.Recorded);
            cells.List(year, code);
            cells.SetEvents(year, code, recorded);
            for (var f = 0; f < features.Count; f++)
            {
                // A listed service without a fact recorded none; of one with a blank nobody knows how many it recorded in all.
                var events = place.Sum(s => features[f].Measure!.Offences.Sum(o => found.GetValueOrDefault((s.Row.Id, year, o))));
                cells.Set(year, code, f, (double)events, place.All(s => s.Row.Blanks == 0) ? recorded : 0);
            }
        }

        return cells;
    }

    /// <summary>The territory that a service stands for: itself, or its arrondissements; null for one of Paris that has none.</summary>
    private static ServicePlace? Place(GroupTerritories territories, ServiceRow service)
        => territories == GroupTerritories.Arrondissements
            ? ParisDistrict.OfService(service.Department, service.Name) is { } district ? new ServicePlace(service, district.Code, district.Name) : null
            : new ServicePlace(service, service.Id.ToString(CultureInfo.InvariantCulture), Name(service));

    // Some are published with their département.
    private static string Name(ServiceRow service)
        => service.Name.EndsWith($"({service.Department})", StringComparison.Ordinal) ? service.Name : $"{service.Name} ({service.Department})";
}
