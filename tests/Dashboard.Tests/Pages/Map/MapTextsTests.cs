using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Map;

/// <summary>Every text is there in both languages, with the same places for figures, and nothing asks for a text that is missing.</summary>
public sealed partial class MapTextsTests
{
    private static readonly string _resources = Path.Combine(Repository.Root, "Dashboard", "Resources");

    public static TheoryData<string> Files => [.. Directory.GetFiles(_resources, "*.resx").Select(f => Path.GetFileName(f)).Where(f => !f.Contains(".en.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_AreInBothLanguages(string file)
    {
        var french = Read(file);
        var english = Read(file.Replace(".resx", ".en.resx", StringComparison.Ordinal));
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(french, text => Assert.Equal(Places(text.Value), Places(english[text.Key])));
    }

    [Fact]
    public void Texts_AskedForByTheMap_Exist()
    {
        var known = Read("MapTexts.resx").Keys.ToHashSet(StringComparer.Ordinal);
        var asked = DashboardFiles.Of("Pages/Map", "Charts/Atlas.cs", "Charts/AtlasSet.cs", "Charts/MapSheet.cs", "Charts/SvgPath.cs", "Charts/TerritoryMap.razor", "Charts/TerritoryMap.razor.cs", "Shared/Text/FigureText.cs", "Shared/Segmented.razor", "Shared/YearSlider.razor", "Shared/YearSlider.razor.cs", "Shared/FirstDataCard.razor")
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, key => Assert.Contains(known, k => key.EndsWith('.') ? k.StartsWith(key, StringComparison.Ordinal) : k == key));
    }

    private static Dictionary<string, string> Read(string file)
        => XDocument.Load(Path.Combine(_resources, file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string[] Places(string text) => [.. Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(T|texts)\[""(?<key>[^""]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
