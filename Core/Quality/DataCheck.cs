using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Quality;

/// <summary>Looks through the active data of the database for duplicates, impossible values, jumps and datasets that are late. Reads only.</summary>
public sealed class DataCheck(Database database, StoredCountQueries counts, QualityQueries queries, TimeProvider time)
{
    private const string LinksSql = "select service_id, series_id from service_link";

    private const string SameFileSql = """
        select a.dataset, a.slug as first, b.slug as second, b.file_name
        from vintage a
        join vintage b on b.sha256 = a.sha256 and b.id > a.id and b.dataset = a.dataset
        where a.state = 'accepted' and b.state = 'accepted'
        order by a.id, b.id
        limit 500
        """;

    /// <summary>Everything found, the same for the same data on the same day.</summary>
    public async Task<IReadOnlyList<QualityFinding>> RunAsync(Action<int, int?>? progress, CancellationToken cancellationToken)
    {
        var services = (await counts.ServicesAsync(cancellationToken)).ToDictionary(s => s.Id);
        var series = (await database.QueryAsync<(long ServiceId, long SeriesId)>(LinksSql, null, cancellationToken)).ToDictionary(l => l.ServiceId, l => l.SeriesId);
        var checks = new ServiceYearChecks(services);
        var jumps = new JumpCheck(services, series);
        var done = 0;
        await foreach (var listed in counts.YearsAsync(cancellationToken))
        {
            // A service that an import brought since: what it brought is checked by the run that follows it.
            var year = listed.Where(r => services.ContainsKey(r.ServiceId)).ToList();
            if (year.Count > 0)
            {
                checks.Add(year);
                jumps.Add(year);
            }

            progress?.Invoke(++done, null);
        }

        return
        [
            .. checks.Findings,
            .. await SameFilesAsync(cancellationToken),
            .. await new StoredValueChecks(database).RunAsync(cancellationToken),
            .. jumps.Findings(),
            .. Late(await queries.FreshnessAsync(cancellationToken)),
        ];
    }

    private async Task<IEnumerable<QualityFinding>> SameFilesAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(string Dataset, string First, string Second, string FileName)>(SameFileSql, null, cancellationToken)).Select(f => new QualityFinding(
            $"same-file|{f.First}|{f.Second}", QualityKind.Duplicate, IsGrave: false, Message.Of("quality.same-file", f.FileName, f.First, f.Second), f.Dataset, 0, 1));

    private IEnumerable<QualityFinding> Late(IReadOnlyList<DatasetFreshness> datasets)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return datasets.Where(d => d.DaysLate(today) > 0).Select(d => new QualityFinding(
            string.Create(CultureInfo.InvariantCulture, $"stale|{d.Dataset}|{d.LastPeriod}"), QualityKind.Stale, IsGrave: true,
            Message.Of("quality.stale", d.Dataset, Period.Label(d.LastPeriod), d.DueOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), d.Dataset, d.LastPeriod, d.DaysLate(today)));
    }
}

/// <summary>Gathers yearly totals of services, those of a series together, and finds their jumps.</summary>
internal sealed class JumpCheck(IReadOnlyDictionary<long, StoredService> services, IReadOnlyDictionary<long, long> series)
{
    private readonly Dictionary<(long Id, int Year), long> _counts = [];
    private readonly Dictionary<(string Force, int Year), long> _forces = [];
    private readonly Dictionary<long, StoredService> _last = [];

    public void Add(IReadOnlyList<ServiceYear> year)
    {
        foreach (var row in year)
        {
            var service = services[row.ServiceId];
            var id = series.GetValueOrDefault(row.ServiceId, row.ServiceId);
            _counts[(id, row.Year)] = _counts.GetValueOrDefault((id, row.Year)) + row.Total;
            _forces[(service.ForceCode, row.Year)] = _forces.GetValueOrDefault((service.ForceCode, row.Year)) + row.Total;
            _last[id] = service;
        }
    }

    public IEnumerable<QualityFinding> Findings()
        => ServiceJumps.Find(_counts.GroupBy(c => c.Key.Id).OrderBy(g => g.Key).Select(g => new JumpSeries(
                g.Key,
                [.. g.Where(c => !IsBroken(_last[g.Key].ForceCode, c.Key.Year)).OrderBy(c => c.Key.Year)
                    .Select(c => (c.Key.Year, Math.Max(0, c.Value), (double)_forces[(_last[g.Key].ForceCode, c.Key.Year)]))])))
            .Select(j => Finding(j, services.GetValueOrDefault(j.Id) ?? _last[j.Id]));

    // Of all offences: a break of one index hardly moves the sum of them all.
    private static bool IsBroken(string force, int year)
        => SeriesBreak.All.Any(b => b.Offences.Count == 0 && (b.Force is null || b.Force.Value.Code() == force) && b.From.Year <= year && year <= b.To.Year);

    private static QualityFinding Finding(ServiceJump jump, StoredService service)
        => new(
            string.Create(CultureInfo.InvariantCulture, $"jump|{jump.Id}|{jump.Year}"),
            QualityKind.Jump,
            IsGrave: false,
            jump.Count > jump.Expected
                ? Message.Of("quality.jump-up", service.Name, jump.Year, jump.Count, Math.Round(jump.Expected), Math.Round(100 * ((jump.Count / jump.Expected) - 1)))
                : Message.Of("quality.jump-down", service.Name, jump.Year, jump.Count, Math.Round(jump.Expected), Math.Round(100 * (1 - (jump.Count / jump.Expected)))),
            Datasets.Etat4001,
            jump.Year,
            Math.Abs(Math.Log((jump.Count + 0.5) / (jump.Expected + 0.5))))
        {
            ForceCode = service.ForceCode,
            Department = service.Department,
            ServiceId = jump.Id,
        };
}
