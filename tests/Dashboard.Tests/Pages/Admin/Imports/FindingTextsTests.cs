using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>Everything that a reader may say about a file has a title and an advice in the reader's language.</summary>
public sealed partial class FindingTextsTests
{
    [Fact]
    public void Codes_UsedByTheReaders_HaveTitleAndAdviceInBothLanguages()
    {
        var codes = Directory.GetFiles(Path.Combine(Repository.Root, "Ingest"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            // Files of the commands `forecast` and `cluster` are not imported: they say themselves what is wrong with them.
            .Where(f => !f.Contains("/Readers/ForecastFiles/", StringComparison.Ordinal) && !f.Contains("/Readers/GroupFiles/", StringComparison.Ordinal))
            .SelectMany(f => Codes().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups["code"].Captures).Select(c => c.Value))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("shifted-row", codes); // or nothing is found at all
        Assert.Contains("more-findings", codes);
        var missing = from file in new[] { "FindingTexts.resx", "FindingTexts.en.resx" }
                      let known = Read(file)
                      from code in codes
                      from part in new[] { "Title", "Advice" }
                      where !known.TryGetValue($"{code}.{part}", out var text) || string.IsNullOrWhiteSpace(text)
                      select $"{file}: {code}.{part}";
        Assert.Empty(missing);
    }

    private static Dictionary<string, string> Read(string file)
        => XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    // findings.Error("…"), .Warning(a ? "…" : "…"), .Add(FindingSeverity.Error, "…"), new Finding(…, "…"), new UnreadableFileException("…")
    [GeneratedRegex(@"(?:\b(?:Error|Warning|UnreadableFileException)\((?:[^""()]*\?)?\s*|\bFindingSeverity\.\w+,\s*)""(?<code>[a-z0-9]+(?:-[a-z0-9]+)*)""(?:\s*:\s*""(?<code>[a-z0-9]+(?:-[a-z0-9]+)*)"")?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Codes();
}
