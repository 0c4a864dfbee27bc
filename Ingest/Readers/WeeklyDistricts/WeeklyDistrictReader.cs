using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.WeeklyDistricts;

/// <summary>Reads weekly counts by police district: <c>district,week,count</c>, the week by its Monday.</summary>
public static partial class WeeklyDistrictReader
{
    /// <summary>Key of the one measure.</summary>
    public const string Measure = "crimes";

    private const int MaxDistricts = 500;
    private const int FirstYear = 1970;
    private const int LastYear = 2100;
    private const long MaxCount = 1_000_000;

    private static readonly string[][] _columns = [["district"], ["week"], ["count"]];

    private static readonly SeriesMeasure _measure = new(Measure, "Crimes enregistrés", "fait", MeasureKind.Count);

    /// <summary>Told by its three columns: other tables by district and week are for a profile.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.WeeklyDistricts, file => file.Table?.HasColumns("district", "week", "count") == true, Read);

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="UnreadableFileException">It is no readable table.</exception>
    public static SeriesContent Read(FileProbe file, FindingList findings, IProgress<long>? rowsRead)
    {
        var points = new SeriesTable();
        using var csv = new SeriesCsv(file, findings, rowsRead);
        if (csv.Columns(_columns, allowOthers: false) is { } columns)
        {
            while (csv.Read() && AddRow(csv, columns, points))
            {
            }
        }

        IReadOnlyList<int> provisional = [];
        if (!findings.HasErrors)
        {
            provisional = LateWeeks.Find(points, Measure);
            new Completeness(PeriodGrain.Week, findings).Check(points, Measure, excused: provisional[0]);
            LateWeeks.Warn(findings, provisional);
        }

        return new SeriesContent(Datasets.WeeklyDistricts, PeriodGrain.Week, [_measure], points, provisional.ToHashSet());
    }

    /// <returns>False where reading on is of no use.</returns>
    private static bool AddRow(SeriesCsv csv, int[] columns, SeriesTable points)
    {
        var district = csv.Text(columns[0]);
        if (!District().IsMatch(district))
        {
            csv.Error("not-a-district", columns[0], "Expected the code of a district: letters, digits, - and _, at most 20.");
        }
        else if (WeekOf(csv, columns[1]) is { } week)
        {
            if (!points.TryAdd(Measure, district, week, csv.Count(columns[2], MaxCount)))
            {
                csv.Error("duplicate-row", columns[1], $"The district {district} has an earlier row of this week already: keep one of them.");
            }
            else if (points.Series.Count > MaxDistricts)
            {
                csv.Error("too-many-districts", columns[0], string.Create(CultureInfo.InvariantCulture, $"More than {MaxDistricts} districts: is the column the right one?"));
                return false;
            }
        }

        return true;
    }

    private static int? WeekOf(SeriesCsv csv, int column)
    {
        if (!DateOnly.TryParseExact(csv.Text(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < FirstYear or > LastYear)
        {
            csv.Error("not-a-week", column, "Expected the Monday of a week, such as 2019-03-04.");
            return null;
        }

        var week = Period.Key(PeriodGrain.Week, day);
        if (day.DayOfWeek != DayOfWeek.Monday)
        {
            csv.Error("not-a-monday", column, string.Create(
                CultureInfo.InvariantCulture, $"This is a {day.DayOfWeek}: a week is named by its Monday, here {Period.Label(week)}."));
            return null;
        }

        return week;
    }

    [GeneratedRegex("^[0-9A-Za-z][0-9A-Za-z_-]{0,19}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex District();
}
