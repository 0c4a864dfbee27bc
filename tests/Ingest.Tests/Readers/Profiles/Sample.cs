using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

/// <summary>Tables and profiles of a few lines.</summary>
internal static class Sample
{
    public static ImportProfile Long { get; } = new()
    {
        Slug = "essai",
        Name = "Essai",
        Grain = PeriodGrain.Month,
        Columns = [new("dep", ColumnRole.Territory), new("type", ColumnRole.Measure), new("mois", ColumnRole.Period), new("nb", ColumnRole.Value)],
    };

    public static ImportProfile With(this ImportProfile profile, params (string Header, ColumnRole Role)[] columns)
        => profile with { Columns = [.. columns.Select(c => new ProfileColumn(c.Header, c.Role))] };

    public static T Probe<T>(string text, Func<FileProbe, T> use, Encoding? encoding = null)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("table.csv");
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        using var file = FileProbe.Open(path);
        return use(file);
    }

    public static (SeriesContent Content, IReadOnlyList<Finding> Findings) Read(this ImportProfile profile, string text, Encoding? encoding = null)
        => Probe(
            text,
            file =>
            {
                var findings = new FindingList("table.csv");
                return (ProfileReader.Read(file, profile, findings), findings.ToList());
            },
            encoding);

    /// <summary>measure|territory|period=value, in order.</summary>
    public static IEnumerable<string> Points(this SeriesContent content)
        => content.Points.Series.OrderBy(s => s.Key).SelectMany(s => Enumerable.Range(0, s.Value.Periods.Count).Select(i => FormattableString.Invariant(
            $"{s.Key.Measure}|{s.Key.Territory}|{s.Value.Periods[i]}={s.Value.ValueAt(i)}")));
}
