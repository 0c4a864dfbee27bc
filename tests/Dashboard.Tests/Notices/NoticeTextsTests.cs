using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Notices;

public sealed partial class NoticeTextsTests
{
    [Fact]
    public void Texts_InBothLanguages_HaveTheSameKeysAndPlaces()
    {
        var french = Read("NoticeTexts.resx");
        var english = Read("NoticeTexts.en.resx");
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(french, text => Assert.Equal(Places(text.Value), Places(english[text.Key])));
    }

    [Fact]
    public void Texts_AskedFor_ExistAndNoOthers()
    {
        var known = Read("NoticeTexts.resx").Keys;
        var asked = DashboardFiles.Of("Notices", "Layout/NoticeBell.razor", "Layout/NoticeBell.razor.cs", "Shared/NoticeIcon.razor", "Shared/NoticeList.razor", "Shared/OpenFailures.razor", "Commands/NoticesCommand.cs").Concat(DashboardFiles.Of("Pages/Admin/Notices"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups["key"].Captures.Select(c => c.Value)))
            .Concat(["Loading", "Failed", "Retry"]) // of LoadState
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Bell.Mark", asked);
        // What ends in a dot goes on with a value.
        Assert.All(asked, key => Assert.Contains(known, k => Covers(key, k)));
        Assert.All(known, k => Assert.Contains(asked, key => Covers(key, k)));
    }

    private static bool Covers(string asked, string known) => known == asked || (asked.EndsWith('.') && known.StartsWith(asked, StringComparison.Ordinal));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Read(string file)
        => XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    // T["…"], texts["…"], T[a ? "…" : "…"]
    [GeneratedRegex(@"\b(?:T|texts)\[[^""\]]*""(?<key>[A-Z][A-Za-z.]*)""(?:\s*:\s*""(?<key>[A-Z][A-Za-z.]*)"")?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{[0-9]", RegexOptions.None, 5000)]
    private static partial Regex Place();
}
