using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Series;

/// <summary>Compares series with the active points of their periods; memory for both.</summary>
internal sealed class SeriesComparison(ChangeReportBuilder report, SeriesContent content)
{
    private const string LabelsSql = "select measure, label, '' as unit, kind from series_measure where vintage_id = @vintageId";

    private const string PointsSql = """
        select s.measure, s.territory, p.period, p.value
        from series_point p
        join series s on s.id = p.series_id
        where p.vintage_id = @vintageId and p.period between @first and @last
        order by p.series_id, p.period
        """;

    private readonly SeriesTable _before = new();
    private readonly Dictionary<string, SeriesMeasure> _measures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComparedPlace> _places = new(StringComparer.Ordinal);

    public async Task RunAsync(Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        var compared = content.Periods.Select(p => p.Period).Where(active.ContainsKey).ToHashSet();
        foreach (var vintage in compared.GroupBy(p => active[p]))
        {
            await LoadAsync(database, vintage.Key, vintage.ToHashSet(), cancellationToken);
        }

        foreach (var measure in content.Measures.Values)
        {
            _measures[measure.Measure] = measure;
        }

        var (before, after) = (Listed(_before), Listed(content.Points));
        foreach (var key in content.Points.Series.Keys.Union(_before.Series.Keys).OrderBy(k => k.Measure, StringComparer.Ordinal).ThenBy(k => k.Territory, StringComparer.Ordinal))
        {
            Compare(key, compared, before, after);
        }
    }

    // A place is listed in a period by any point there, whatever its measure.
    private static HashSet<(string Territory, int Period)> Listed(SeriesTable table)
        => [.. table.Series.SelectMany(s => s.Value.Periods.Select(p => (s.Key.Territory, p)))];

    private void Compare(
        (string Measure, string Territory) key, HashSet<int> compared, HashSet<(string, int)> before, HashSet<(string, int)> after)
    {
        var measure = _measures[key.Measure];
        var isTotal = measure.IsSummed && !content.Aggregates.Contains(key.Territory);
        var place = PlaceOf(key.Territory);
        foreach (var (period, former, now) in Pairs(_before.Find(key.Measure, key.Territory), content.Points.Find(key.Measure, key.Territory)))
        {
            if (isTotal)
            {
                report.AddTotal(key.Measure, measure.Label, period, former, now);
            }

            if (!compared.Contains(period))
            {
                continue;
            }

            if (!before.Contains((key.Territory, period)))
            {
                report.Added(place, period, measure.Kind == MeasureKind.Count ? now ?? 0 : 0);
            }
            else if (!after.Contains((key.Territory, period)))
            {
                report.Vanished(place, period, measure.Kind == MeasureKind.Count ? former ?? 0 : 0);
            }
            else
            {
                report.Cell(place, key.Measure, measure.Label, period, former, now);
            }
        }
    }

    /// <summary>Both series side by side, in order of their periods.</summary>
    private static IEnumerable<(int Period, double? Before, double? After)> Pairs(SeriesValues? before, SeriesValues? after)
    {
        var (b, a) = (0, 0);
        var (beforeCount, afterCount) = (before?.Periods.Count ?? 0, after?.Periods.Count ?? 0);
        while (b < beforeCount || a < afterCount)
        {
            var nextBefore = b < beforeCount ? before!.Periods[b] : int.MaxValue;
            var nextAfter = a < afterCount ? after!.Periods[a] : int.MaxValue;
            yield return (
                Math.Min(nextBefore, nextAfter),
                nextBefore <= nextAfter ? before!.ValueAt(b++) : null,
                nextAfter <= nextBefore ? after!.ValueAt(a++) : null);
        }
    }

    private async Task LoadAsync(Database database, long vintageId, HashSet<int> periods, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var row in await connection.QueryAsync<SeriesMeasure>(new CommandDefinition(LabelsSql, new { vintageId }, cancellationToken: cancellationToken)))
        {
            _measures[row.Measure] = row;
        }

        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            PointsSql, new { vintageId, first = periods.Min(), last = periods.Max() }, commandTimeout: 600, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            var period = reader.GetInt32(2);
            if (periods.Contains(period))
            {
                _before.TryAdd(reader.GetString(0), reader.GetString(1), period, reader.IsDBNull(3) ? null : reader.GetDouble(3));
            }
        }
    }

    private ComparedPlace PlaceOf(string territory)
    {
        if (!_places.TryGetValue(territory, out var place))
        {
            var name = ReferenceTerritories.Departments.FirstOrDefault(d => d.Code == territory)?.Name
                ?? ReferenceTerritories.Collectivities.GetValueOrDefault(territory, territory);
            _places[territory] = place = new ComparedPlace(territory, name, territory, "");
        }

        return place;
    }
}
