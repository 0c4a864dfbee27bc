using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Quality;

/// <summary>
/// Looks through the counts of services, a year at a time: values that cannot be, and rows or years that come twice. Keeps a check sum of each row,
/// not the rows. Not safe for concurrent use.
/// </summary>
internal sealed class ServiceYearChecks(IReadOnlyDictionary<long, StoredService> services)
{
    // Fewer events are alike by chance.
    private const long MinTotal = 30;
    private const int MinIndices = 5;

    private readonly List<QualityFinding> _findings = [];
    private readonly Dictionary<long, (int Year, long Sum)> _lastRows = [];
    private readonly Dictionary<string, (int Year, long Sum)> _lastForces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int First, int Last, StoredService A, StoredService B)> _twice = new(StringComparer.Ordinal);

    public IReadOnlyList<QualityFinding> Findings =>
    [
        .. _findings,
        .. _twice.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => About(
            t.Value.B, $"twice|{t.Key}", Message.Of("quality.listed-twice", t.Value.A.Name, t.Value.B.Name, t.Value.First, t.Value.Last), t.Value.Last,
            t.Value.Last - t.Value.First + 1)),
    ];

    public void Add(IReadOnlyList<ServiceYear> year)
    {
        foreach (var row in year)
        {
            Values(row);
        }

        ListedTwice(year);
        SameRows(year);
        SameAsLastYear(year);
    }

    private void Values(ServiceYear row)
    {
        for (var i = 0; i < row.Counts.Count; i++)
        {
            var (count, offence) = (row.Counts[i], i + 1);
            if (count is < 0)
            {
                _findings.Add(Impossible(row, "negative", offence, Message.Of("quality.negative", Name(row), row.Year, offence, count.Value), -count.Value));
            }
            else if (count is > 0 && !Nomenclature.Offences[i].IsUsed)
            {
                _findings.Add(Impossible(row, "unused", offence, Message.Of("quality.unused-index", Name(row), row.Year, offence, count.Value), count.Value));
            }
        }
    }

    // Of one force, département and direction, the same words in any spelling.
    private void ListedTwice(IReadOnlyList<ServiceYear> year)
    {
        var names = year.Select(r => services[r.ServiceId]).GroupBy(s =>
        {
            var name = ServiceName.Parse(s.Name, s.Department, s.Direction);
            return $"{s.ForceCode}|{s.Department}|{NameKey.Of(s.Direction)}|{name.KindWords}|{string.Join(' ', name.Words)}|{string.Join(' ', name.Numbers)}";
        }, StringComparer.Ordinal);
        foreach (var pair in names.Where(g => g.Count() > 1).Select(g => g.OrderBy(s => s.Id).Take(2).ToList()))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{pair[0].Id}|{pair[1].Id}");
            var first = _twice.TryGetValue(key, out var known) ? known.First : year[0].Year;
            _twice[key] = (first, year[0].Year, pair[0], pair[1]);
        }
    }

    private void SameRows(IReadOnlyList<ServiceYear> year)
    {
        foreach (var same in year.Where(IsTelling).GroupBy(Sum).Where(g => g.Count() > 1))
        {
            var rows = same.OrderBy(r => r.ServiceId).ToList();
            if (rows[0].Counts.SequenceEqual(rows[1].Counts))
            {
                _findings.Add(About(
                    services[rows[1].ServiceId],
                    string.Create(CultureInfo.InvariantCulture, $"same-row|{rows[0].Year}|{rows[0].ServiceId}|{rows[1].ServiceId}"),
                    Message.Of("quality.same-row", Name(rows[0]), Name(rows[1]), rows[0].Year, rows[0].Total),
                    rows[0].Year,
                    rows[0].Total));
            }
        }
    }

    private void SameAsLastYear(IReadOnlyList<ServiceYear> year)
    {
        foreach (var row in year.Where(IsTelling))
        {
            var sum = Sum(row);
            if (_lastRows.TryGetValue(row.ServiceId, out var last) && last.Sum == sum)
            {
                _findings.Add(About(
                    services[row.ServiceId],
                    string.Create(CultureInfo.InvariantCulture, $"same-year|{row.ServiceId}|{row.Year}"),
                    Message.Of("quality.same-year", Name(row), last.Year, row.Year, row.Total),
                    row.Year,
                    row.Total));
            }

            _lastRows[row.ServiceId] = (row.Year, sum);
        }

        foreach (var force in year.GroupBy(r => services[r.ServiceId].ForceCode, StringComparer.Ordinal))
        {
            var sum = force.OrderBy(r => r.ServiceId).Aggregate(17L, (hash, r) => Mix(Mix(hash, r.ServiceId), Sum(r)));
            if (_lastForces.TryGetValue(force.Key, out var last) && last.Sum == sum && force.Sum(r => r.Total) > 0)
            {
                _findings.Add(new QualityFinding(
                    string.Create(CultureInfo.InvariantCulture, $"same-force-year|{force.Key}|{force.First().Year}"), QualityKind.Duplicate, IsGrave: true,
                    Message.Of("quality.same-force-year", last.Year, force.First().Year, force.Sum(r => r.Total)), Datasets.Etat4001, force.First().Year, force.Sum(r => r.Total))
                {
                    ForceCode = force.Key,
                });
            }

            _lastForces[force.Key] = (force.First().Year, sum);
        }
    }

    private static bool IsTelling(ServiceYear row) => row.Total >= MinTotal && row.Counts.Count(c => c > 0) >= MinIndices;

    private string Name(ServiceYear row) => services[row.ServiceId].Name;

    private QualityFinding Impossible(ServiceYear row, string code, int offence, Message reason, double size)
        => About(services[row.ServiceId], string.Create(CultureInfo.InvariantCulture, $"{code}|{row.ServiceId}|{row.Year}|{offence}"), reason, row.Year, size) with
        {
            Kind = QualityKind.Impossible,
            IsGrave = true,
        };

    private static QualityFinding About(StoredService service, string key, Message reason, int year, double size)
        => new(key, QualityKind.Duplicate, IsGrave: false, reason, Datasets.Etat4001, year, size)
        {
            ForceCode = service.ForceCode,
            Department = service.Department,
            ServiceId = service.Id,
        };

    // FNV-1a (Fowler, Noll, Vo), 64 bits, over the counts.
    private static long Sum(ServiceYear row) => row.Counts.Aggregate(unchecked((long)14695981039346656037), (hash, count) => Mix(hash, count ?? -1));

    private static long Mix(long hash, long value) => unchecked((hash ^ value) * 1099511628211);
}
