using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Offences;

namespace Octoplus.Core.Clusters;

/// <content>Services: from the facts, since the views have none. One that is one with others by confirmed pairs counts under the key and name of the last of them.</content>
public sealed partial class GroupDataQueries
{
    // Every listed service of every year, with all it recorded.
    internal const string ServicesSql = """
        select n.id as Id, n.name as Name, n.department as Department, l.year as Year, coalesce(sum(f.recorded), 0) as Recorded
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id and s.force_code = @force
        left join service_link k on k.service_id = s.id
        join service n on n.id = coalesce(k.series_id, s.id)
        left join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id
        where a.build_id = @buildId and a.dataset = 'etat4001'
        group by n.id, n.name, n.department, l.year
        order by n.id, l.year
        """;

    // blanks: published cells without a number, of which nobody knows how many events they stand for.
    internal const string FactsSql = """
        select coalesce(k.series_id, s.id) as Id, l.year as Year, f.offence as Offence, coalesce(sum(f.recorded), 0) as Recorded, count(*) - count(f.recorded) as Blanks
        from view_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id and s.force_code = @force
        left join service_link k on k.service_id = s.id
        join fact f on f.vintage_id = l.vintage_id and f.year = l.year and f.service_id = l.service_id and f.offence in @offences
        where a.build_id = @buildId and a.dataset = 'etat4001'
        group by coalesce(k.series_id, s.id), l.year, f.offence
        """;

    private sealed record ServiceRow
    {
        public required long Id { get; init; }

        public required string Name { get; init; }

        public required string Department { get; init; }

        public required int Year { get; init; }

        public required decimal Recorded { get; init; }
    }

    private sealed record FactRow
    {
        public required long Id { get; init; }

        public required int Year { get; init; }

        public required int Offence { get; init; }

        public required decimal Recorded { get; init; }

        public required long Blanks { get; init; }
    }

    private static async Task<GroupData> ServicesAsync(DbConnection connection, GroupChoice choice, List<ServedRow> served, CancellationToken cancellationToken)
    {
        var features = choice.Features.Select(f => GroupFeature.TryParse(f)!).ToList();
        var force = (choice.Territories == GroupTerritories.PoliceServices ? Force.Police : Force.Gendarmerie).Code();
        var buildId = served[0].BuildId;
        var offences = features.SelectMany(f => f.Measure!.Offences).Distinct();
        var services = (await connection.QueryAsync<ServiceRow>(new CommandDefinition(ServicesSql, new { buildId, force }, cancellationToken: cancellationToken))).AsList();
        var facts = await connection.QueryAsync<FactRow>(new CommandDefinition(FactsSql, new { buildId, force, offences }, cancellationToken: cancellationToken));
        var cells = Cells(features, services, facts);
        foreach (var year in served.Where(s => s.Dataset == Etat4001))
        {
            cells.AddYear(year.Year);
        }

        var names = services.GroupBy(s => s.Id).ToDictionary(s => Id(s.Key), s => Name(s.First()), StringComparer.Ordinal);
        return Data(choice, features, served, cells.Build(choice, [.. services.Select(s => s.Id).Distinct().Select(Id)]), names);
    }

    private static GroupCells Cells(List<GroupFeature> features, List<ServiceRow> services, IEnumerable<FactRow> facts)
    {
        var found = facts.ToDictionary(f => (f.Id, f.Year, f.Offence));
        var cells = new GroupCells(features);
        foreach (var service in services)
        {
            var id = Id(service.Id);
            cells.List(service.Year, id);
            cells.SetEvents(service.Year, id, (double)service.Recorded);
            for (var f = 0; f < features.Count; f++)
            {
                var rows = features[f].Measure!.Offences.Select(o => found.GetValueOrDefault((service.Id, service.Year, o))).OfType<FactRow>().ToList();

                // A listed service without a fact recorded none.
                var isKnown = rows.TrueForAll(r => r.Blanks == 0);
                cells.Set(service.Year, id, f, (double)rows.Sum(r => r.Recorded), isKnown ? (double)service.Recorded : 0);
            }
        }

        return cells;
    }

    // Some are published with their département.
    private static string Name(ServiceRow service)
        => service.Name.EndsWith($"({service.Department})", StringComparison.Ordinal) ? service.Name : $"{service.Name} ({service.Department})";

    private static string Id(long service) => service.ToString(CultureInfo.InvariantCulture);
}
