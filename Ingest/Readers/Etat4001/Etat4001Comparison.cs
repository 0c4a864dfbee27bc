using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>Compares a workbook with the active counts, a year at a time: memory for one year's services × 107.</summary>
internal sealed class Etat4001Comparison(ChangeReportBuilder report, Database database)
{
    private const string ServicesSql = """
        select s.id, s.force_code, s.department, s.direction, s.name, s.direction_key, s.name_key
        from vintage_service v
        join service s on s.id = v.service_id
        where v.vintage_id = @vintageId and v.year = @year
        """;

    private const string FactsSql = "select service_id, offence, recorded from fact where vintage_id = @vintageId and year = @year";

    private const string LinksSql = """
        select k.series_id, s.force_code, s.department, s.direction_key, s.name_key
        from service_link k
        join service s on s.id = k.service_id
        """;

    // As many as the report's totals: the twelve indicators and their whole.
    private static readonly List<Measure> _measures = [.. Nomenclature.Indicators.Select(i => i.Slug).Append(Nomenclature.AllOffencesSlug).Select(s => Nomenclature.FindMeasure(s)!)];

    // Services that are one by confirmed pairs: a name that follows another is no service that comes. Read once.
    private Dictionary<string, long>? _series;
    private HashSet<string> _listed = [];

    public async Task AddYearAsync(int year, IReadOnlyList<ServiceSheet> sheets, long? formerVintage, CancellationToken cancellationToken)
    {
        _series ??= await LoadSeriesAsync(cancellationToken);
        var before = formerVintage is { } vintage ? await LoadAsync(vintage, year, cancellationToken) : null;
        AddTotals(year, before?.Values.Select(s => s.Counts), sheets.SelectMany(s => s.Services.Select((_, i) => s.CountsOf(i).ToArray())));
        if (before is null)
        {
            return;
        }

        _listed = sheets.SelectMany(s => s.Services.Select(c => PlaceOf(s.Force.Code(), c).Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var sheet in sheets)
        {
            for (var i = 0; i < sheet.Services.Count; i++)
            {
                AddService(year, PlaceOf(sheet.Force.Code(), sheet.Services[i]), sheet.CountsOf(i), before);
            }
        }

        foreach (var (place, counts) in before.Values)
        {
            report.Vanished(place, year, Sum(counts));
        }
    }

    // What is found on both sides is taken out, so that what vanished is left.
    private void AddService(int year, ComparedPlace place, ReadOnlySpan<long?> counts, Dictionary<string, (ComparedPlace Place, long?[] Counts)> before)
    {
        if (!before.Remove(place.Key, out var former) && !TryRemoveOtherName(place.Key, before, out former))
        {
            report.Added(place, year, Sum(counts));
            return;
        }

        for (var offence = 1; offence <= counts.Length; offence++)
        {
            if (Nomenclature.Offences[offence - 1].IsUsed)
            {
                report.Cell(place, Nomenclature.OffenceSlug(offence), null, year, former.Counts[offence - 1], counts[offence - 1]);
            }
        }
    }

    // Under another name of the same series, where that name is not in the file for itself.
    private bool TryRemoveOtherName(
        string key, Dictionary<string, (ComparedPlace Place, long?[] Counts)> before, out (ComparedPlace Place, long?[] Counts) former)
    {
        former = default;
        return _series!.TryGetValue(key, out var series)
            && before.Keys.FirstOrDefault(k => !_listed.Contains(k) && _series.TryGetValue(k, out var other) && other == series) is { } name
            && before.Remove(name, out former);
    }

    private async Task<Dictionary<string, long>> LoadSeriesAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(long SeriesId, string ForceCode, string Department, string DirectionKey, string NameKey)>(LinksSql, null, cancellationToken))
            .ToDictionary(l => $"{l.ForceCode}|{l.Department}|{l.DirectionKey}|{l.NameKey}", l => l.SeriesId, StringComparer.Ordinal);

    private async Task<Dictionary<string, (ComparedPlace Place, long?[] Counts)>> LoadAsync(long vintageId, int year, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var services = (await connection.QueryAsync<(long Id, string Force, string Department, string Direction, string Name, string DirectionKey, string NameKey)>(
                new CommandDefinition(ServicesSql, new { vintageId, year }, cancellationToken: cancellationToken)))
            .ToDictionary(s => s.Id, s => (Place: PlaceOf(s.Force, s.Department, s.Direction, s.Name, s.DirectionKey, s.NameKey), Counts: NoCounts()));
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(FactsSql, new { vintageId, year }, commandTimeout: 600, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            services[reader.GetInt64(0)].Counts[reader.GetInt32(1) - 1] = reader.IsDBNull(2) ? null : reader.GetInt64(2);
        }

        return services.Values.ToDictionary(s => s.Place.Key, StringComparer.Ordinal);
    }

    // A listed service without a stored fact counted zero.
    private static long?[] NoCounts()
    {
        var counts = new long?[Nomenclature.OffenceCount];
        Array.Fill(counts, 0);
        return counts;
    }

    private void AddTotals(int year, IEnumerable<long?[]>? before, IEnumerable<long?[]> after)
    {
        var (formerSums, sums) = (before is null ? null : SumByOffence(before), SumByOffence(after));
        foreach (var measure in _measures)
        {
            report.AddTotal(
                measure.Slug, null, year, formerSums is null ? null : measure.Offences.Sum(o => formerSums[o - 1]), measure.Offences.Sum(o => sums[o - 1]));
        }
    }

    private static long[] SumByOffence(IEnumerable<long?[]> services)
    {
        var sums = new long[Nomenclature.OffenceCount];
        foreach (var counts in services)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += counts[i] ?? 0;
            }
        }

        return sums;
    }

    private static double Sum(ReadOnlySpan<long?> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += count ?? 0;
        }

        return sum;
    }

    private static ComparedPlace PlaceOf(string force, ServiceColumn c) => PlaceOf(force, c.Department, c.Direction, c.Name, c.DirectionKey, c.NameKey);

    private static ComparedPlace PlaceOf(string force, string department, string direction, string name, string directionKey, string nameKey)
        => new(
            $"{force}|{department}|{directionKey}|{nameKey}", name, direction.Length == 0 ? $"{force} · {department}" : $"{force} · {department} · {direction}",
            $"{force}|{department}");
}
