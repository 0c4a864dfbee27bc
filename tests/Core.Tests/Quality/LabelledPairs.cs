using System.Globalization;
using CsvHelper;
using Octoplus.Core.Quality;

namespace Octoplus.Core.Tests.Quality;

/// <summary>Pairs of services of the published workbook, labelled by hand, with all its services; see README.md beside the files.</summary>
internal static class LabelledPairs
{
    private static readonly Lazy<IReadOnlyList<ServiceHistory>> _services = new(ReadServices);

    public static IReadOnlyList<ServiceHistory> Services => _services.Value;

    public static IReadOnlyList<LabelledPair> Pairs { get; } =
    [
        .. Rows("labelled-pairs.csv").Select(r => new LabelledPair(
            Key(r[0], r[1], r[2], r[3]), Key(r[0], r[1], r[5], r[6]), r[8] == "yes", r[10] == "holdout", $"{r[1]} {r[3]} => {r[6]}")),
    ];

    public static string Key(ServiceHistory s) => Key(s.Force, s.Department, s.Direction, s.Name);

    private static string Key(string force, string department, string direction, string name) => $"{force}|{department}|{direction}|{name}";

    private static List<ServiceHistory> ReadServices()
        => [.. Rows("services.csv").Select((r, i) => new ServiceHistory(
            i + 1,
            r[0],
            r[1],
            r[2],
            r[3],
            [.. r[4].Split(' ').Select(t => t.Split(':')).Select(t => new YearTotal(int.Parse(t[0], CultureInfo.InvariantCulture), long.Parse(t[1], CultureInfo.InvariantCulture)))],
            [.. r[5].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => long.Parse(n, CultureInfo.InvariantCulture))]))];

    private static List<string[]> Rows(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Quality", file));
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        var rows = new List<string[]>();
        while (csv.Read())
        {
            rows.Add(csv.Current.ToArray());
        }

        return rows[1..];
    }
}

/// <summary>Two services by key, and whether they are one.</summary>
internal sealed record LabelledPair(string Earlier, string Later, bool IsSame, bool IsHoldout, string Text);
