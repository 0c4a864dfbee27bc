using System.Text.RegularExpressions;
using System.Xml.Linq;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Dashboard.Tests.Pages.GroupFiles;

public sealed partial class GroupFileTextsTests
{
    [Theory]
    [InlineData("GroupFileTexts", "GroupFiles")]
    [InlineData("ChartTexts", "Charts")]
    public void Texts_AskedFor_ExistInBothLanguages(string resource, string folder)
    {
        var known = Keys(resource + ".resx");
        Assert.Equal(known, Keys(resource + ".en.resx"));
        // The forecast's chart has the texts of its page.
        var asked = Directory.GetFiles(Path.Combine(Repository.Root, "Dashboard", folder == "Charts" ? folder : Path.Combine("Pages", folder))).Where(f => !Path.GetFileName(f).StartsWith("Forecast", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("TerritoryMap", StringComparison.Ordinal))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups["key"].Captures.Select(c => c.Value))).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(asked);
        Assert.Equal([], asked.Where(key => !known.Contains(key) && !known.Any(k => key.EndsWith('.') && k.StartsWith(key, StringComparison.Ordinal))));
    }

    [Fact]
    public void Texts_OfEveryDefectReasonAndRefusal_Exist()
    {
        var known = Keys("GroupFileTexts.resx");
        var reader = File.ReadAllText(Path.Combine(Repository.Root, "Ingest", "Readers", "GroupFiles", "ClusterFileReading.cs")) + File.ReadAllText(Path.Combine(Repository.Root, "Ingest", "Readers", "GroupFiles", "ClusterFile.cs"));
        var codes = Code().Matches(reader).Select(m => "Problem." + m.Groups["code"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Problem.mixed-decimals", codes);
        Assert.Equal([], codes.Except(known, StringComparer.Ordinal));
        Assert.Equal([], Enum.GetNames<ClusterProblem>().Select(p => "Refused." + p).Except(known, StringComparer.Ordinal));
        Assert.Equal([], Enum.GetNames<ClusterSuggestionReason>().Select(r => "Suggestion." + r).Except(known, StringComparer.Ordinal));
    }

    private static List<string> Keys(string file)
        => [.. XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value)];

    [GeneratedRegex(@"\b(T|texts)\[([^\]""]*\? )?""(?<key>[A-Z][A-Za-z0-9.-]*)""( : ""(?<key>[A-Z][A-Za-z0-9.-]*)"")?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"(Refuse|Problem)\(""(?<code>[a-z-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
