using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Quality;

/// <summary>The counts of a service in a year, as stored.</summary>
/// <param name="Counts">By index − 1; 0 where nothing is stored, null where the published cell is blank.</param>
public sealed record ServiceYear(long ServiceId, int Year, long VintageId, IReadOnlyList<long?> Counts)
{
    /// <summary>Sum of all indices, blanks left out.</summary>
    public long Total { get; } = Counts.Sum(c => c ?? 0);
}

/// <summary>A service with the force and place it belongs to.</summary>
public sealed record StoredService
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary><c>police</c> or <c>gendarmerie</c>.</summary>
    public required string ForceCode { get; init; }

    /// <summary>Code of the département.</summary>
    public required string Department { get; init; }

    /// <summary>As published; empty for the gendarmerie.</summary>
    public required string Direction { get; init; }

    /// <summary>As published.</summary>
    public required string Name { get; init; }
}

/// <summary>Reads the active counts of the État 4001 a year at a time; memory for one year's services × 107.</summary>
public sealed class StoredCountQueries(Database database)
{
    private const string YearsSql = "select period as year, vintage_id from active_vintage where dataset = 'etat4001' order by period";

    private const string ListedSql = "select service_id from vintage_service where vintage_id = @VintageId and year = @Year order by service_id";

    private const string FactsSql = """
        select service_id, offence, recorded from fact where vintage_id = @VintageId and year = @Year order by service_id, offence
        """;

    private const string ServicesSql = """
        select distinct s.id, s.force_code, s.department, s.direction, s.name
        from active_vintage a
        join vintage_service l on l.vintage_id = a.vintage_id and l.year = a.period
        join service s on s.id = l.service_id
        where a.dataset = 'etat4001'
        order by s.id
        """;

    /// <summary>Services listed in any active year.</summary>
    public Task<IReadOnlyList<StoredService>> ServicesAsync(CancellationToken cancellationToken) => database.QueryAsync<StoredService>(ServicesSql, null, cancellationToken);

    /// <summary>Every active year with its services, ascending.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ServiceYear>> YearsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var year in await database.QueryAsync<ActiveYear>(YearsSql, null, cancellationToken))
        {
            yield return await YearAsync(year, cancellationToken);
        }
    }

    /// <summary>Services with their yearly totals and their mix, as <see cref="ServiceMatcher"/> takes them.</summary>
    public async Task<IReadOnlyList<ServiceHistory>> HistoriesAsync(CancellationToken cancellationToken)
    {
        var totals = new Dictionary<long, List<YearTotal>>();
        var mixes = new Dictionary<long, long[]>();
        await foreach (var services in YearsAsync(cancellationToken))
        {
            foreach (var service in services)
            {
                if (!totals.TryGetValue(service.ServiceId, out var years))
                {
                    totals[service.ServiceId] = years = [];
                    mixes[service.ServiceId] = new long[OffenceFamilies.Count];
                }

                years.Add(new YearTotal(service.Year, service.Total));
                for (var i = 0; i < service.Counts.Count; i++)
                {
                    mixes[service.ServiceId][OffenceFamilies.Of(i + 1)] += service.Counts[i] ?? 0;
                }
            }
        }

        return [.. (await ServicesAsync(cancellationToken))
            .Where(s => totals.ContainsKey(s.Id))
            .Select(s => new ServiceHistory(s.Id, s.ForceCode, s.Department, s.Direction, s.Name, totals[s.Id], mixes[s.Id]))];
    }

    private async Task<IReadOnlyList<ServiceYear>> YearAsync(ActiveYear year, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var counts = (await connection.QueryAsync<long>(new CommandDefinition(ListedSql, year, cancellationToken: cancellationToken)))
            .ToDictionary(id => id, _ => NoCounts());
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(FactsSql, year, commandTimeout: 600, cancellationToken: cancellationToken));
        await ReadAsync(reader, counts, cancellationToken);
        return [.. counts.OrderBy(c => c.Key).Select(c => new ServiceYear(c.Key, year.Year, year.VintageId, c.Value))];
    }

    private static async Task ReadAsync(DbDataReader reader, Dictionary<long, long?[]> counts, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            if (counts.TryGetValue(reader.GetInt64(0), out var row) && reader.GetInt32(1) is >= 1 and <= Nomenclature.OffenceCount and var offence)
            {
                row[offence - 1] = reader.IsDBNull(2) ? null : reader.GetInt64(2);
            }
        }
    }

    // A listed service without a stored fact counted zero.
    private static long?[] NoCounts()
    {
        var counts = new long?[Nomenclature.OffenceCount];
        Array.Fill(counts, 0);
        return counts;
    }

    private sealed record ActiveYear(int Year, long VintageId);
}
