using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.Ingest.Tests.Readers.Series;

/// <summary>What a format makes of a table built for one test.</summary>
internal sealed record ReadSeries(SeriesContent Content, IReadOnlyList<Finding> Findings)
{
    /// <summary>Detects the format, which must be <paramref name="dataset"/>, and reads.</summary>
    public static ReadSeries Of(string dataset, IEnumerable<string> lines, Encoding? encoding = null)
        => Of(dataset, (encoding ?? new UTF8Encoding(false)).GetBytes(string.Join('\n', lines) + "\n"));

    public static ReadSeries Of(string dataset, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("series.bin");
        File.WriteAllBytes(path, bytes);
        using var probe = FileProbe.Open(path);
        var format = FormatList.Detect(probe);
        Assert.Equal(dataset, format.Key);
        var findings = new FindingList("series.bin");
        var content = Assert.IsType<SeriesContent>(format.Read(probe, findings, null));
        return new ReadSeries(content, findings.ToList());
    }

    /// <summary>The one error, with its place and advice.</summary>
    public void AssertError(string code, int? row, string? column, string? found, string reason)
    {
        var finding = Assert.Single(Findings, f => f.Severity == FindingSeverity.Error);
        Assert.Equal((code, row, column, found), (finding.Code, finding.Row, finding.Column, finding.Found));
        Assert.Contains(reason, finding.Reason, StringComparison.Ordinal);
    }

    public double? Value(string measure, string territory, int period)
        => Content.Points.Find(measure, territory)!.TryGet(period, out var value) ? value : throw new InvalidOperationException("no point");
}
