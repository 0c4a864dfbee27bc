using System.Text.RegularExpressions;
using System.Xml.Linq;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Sources;

/// <summary>Every text that the pages of sources ask for is there, in both languages, and none is there for nobody.</summary>
public sealed partial class SourceTextsTests
{
    [Fact]
    public void Texts_AskedForByThePages_ExistInBothLanguages()
    {
        var asked = Directory.GetFiles(Path.Combine(Repository.Root, "Dashboard", "Pages", "Admin", "Sources"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups["key"].Captures.Select(c => c.Value)))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("Delete.Title", asked);
        string[] made =
        [
            .. Enum.GetNames<SourceKind>().SelectMany(k => new[] { "Kind." + k, "Kind.Hint." + k }),
            .. Enum.GetNames<SourceStatus>().Select(s => "State." + s), "State.Off",
            .. Enum.GetNames<QueryEngine>().Select(e => "Query.Engine." + e),
            .. new[] { "Info", "Warning", "Error" }.Select(l => "Level." + l),
            "Loading", "Failed", "Retry", // of LoadState
            "Form.EditedMeanwhile", "Form.Gone", "Tries.one", "Tries.many", "Run.Rows.one", "Run.Rows.many", "Trial.One", "Trial.Many", "Trial.Table",
        ];
        foreach (var file in new[] { "SourceTexts.resx", "SourceTexts.en.resx" })
        {
            var known = XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
            Assert.Empty(asked.Where(k => !k.EndsWith('.') && k is not ("Tries" or "Run.Rows")).Concat(made).Except(known));
            Assert.DoesNotContain(known.Except(asked).Except(made), k => !k.StartsWith("Field.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Fields_OfTheForm_HaveANameForTheSummary()
    {
        var fields = Directory.GetFiles(Path.Combine(Repository.Root, "Dashboard", "Pages", "Admin", "Sources"), "*.razor")
            .SelectMany(f => Fields().Matches(File.ReadAllText(f)).Select(m => m.Groups["field"].Value))
            .Except(["preset", "kind", "engine"]) // never wrong
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("secretHeader", fields);
        var known = XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", "SourceTexts.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(fields.Select(f => "Field." + f).Except(known));
    }

    // S["…"], Text["…"], texts["…"], S[a ? "…" : "…"], Plural("…")
    [GeneratedRegex(@"(?:\bS\[|\bText\[|\btexts\[|\bPlural\()[^""\]]*""(?<key>[A-Z][A-Za-z0-9.]*)""(?:[^""\]]*""(?<key>[A-Z][A-Za-z0-9.]*)"")*", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?:Field=""|@Field\("")(?<field>[a-zA-Z]+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fields();
}
