using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

/// <summary>Everything that a job may say, and every step it may be at, has a text in both languages with the same places.</summary>
public sealed partial class MessageTextsTests
{
    [Fact]
    public void Codes_UsedInTheProgram_HaveTextsInBothLanguages()
    {
        var used = Used();
        Assert.Contains("views.rebuilt", used); // or nothing is found at all
        Assert.Contains("Step.views", used);
        var missing = from file in new[] { "MessageTexts.resx", "MessageTexts.en.resx" }
                      let known = Read(file)
                      from code in used
                      where !known.TryGetValue(code, out var text) || string.IsNullOrWhiteSpace(text)
                      select $"{file}: {code}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Texts_InBothLanguages_HaveTheSamePlacesAndAreUsed()
    {
        var french = Read("MessageTexts.resx");
        var english = Read("MessageTexts.en.resx");
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(french, text => Assert.Equal(Places(text.Value), Places(english[text.Key])));
        Assert.Empty(french.Keys.Except(Used(), StringComparer.Ordinal));
    }

    [Fact]
    public void Codes_UsedInTheProgram_HaveTheArgumentsThatTheirTextAsksFor()
    {
        var french = Read("MessageTexts.resx");
        var uses = Sources().SelectMany(text => Codes().Matches(text).Select(use => (
            Codes: use.Groups["code"].Captures.Select(c => c.Value),
            Arguments: ArgumentCount(text, use.Index + use.Value.IndexOf('(', StringComparison.Ordinal) + 1)))).ToList();
        Assert.Contains(uses, u => u.Arguments > 2); // or they are not counted at all
        Assert.Empty(
            from use in uses
            from code in use.Codes
            where french.TryGetValue(code, out var text) && Places(text).Any(place => place >= use.Arguments)
            select $"{code}: {use.Arguments} arguments for: {french[code]}");
    }

    [Theory]
    [InlineData("""Message.Of("a")""", 0)]
    [InlineData("""Message.Of("a", string.Join(", ", names), list[0, 1])""", 2)]
    [InlineData("""Message.Of(is ? "a" : "b", $"{x}, \", )", ')', new[] { 1, 2 })""", 3)]
    public void ArgumentCount_OfAUse_CountsWhatFollowsTheCode(string use, int expected)
        => Assert.Equal(expected, ArgumentCount(use, "Message.Of(".Length));

    private static HashSet<string> Used()
        => [.. Sources()
            .SelectMany(text => Codes().Matches(text).SelectMany(m => m.Groups["code"].Captures.Select(c => c.Value))
                .Concat(Steps().Matches(text).SelectMany(m => m.Groups["code"].Captures.Select(c => "Step." + c.Value))))];

    private static IEnumerable<string> Sources()
        => new[] { "Core", "Ingest", "Dashboard" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    /// <summary>Commas outside of brackets, texts and characters, from behind the opening bracket to its closing one.</summary>
    private static int ArgumentCount(string text, int start)
    {
        var commas = 0;
        foreach (Match part in Parts().Matches(Nested().Replace(Texts().Replace(text[start..Math.Min(text.Length, start + 2000)], "_"), "_")))
        {
            if (part.Value == ")")
            {
                break;
            }

            commas++;
        }

        return commas;
    }

    private static IEnumerable<int> Places(string text)
        => PlaceNumbers().Matches(text).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order();

    private static Dictionary<string, string> Read(string file)
        => XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    // Message.Of("…", …), Message.Of(a ? "…" : "…", …)
    [GeneratedRegex(@"\bMessage\.Of\((?:[^""()]*\?)?\s*""(?<code>[a-z0-9.-]+)""(?:\s*:\s*""(?<code>[a-z0-9.-]+)"")?", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Codes();

    // context.Report("…", …)
    [GeneratedRegex(@"\bcontext\.Report\(\s*""(?<code>[a-z0-9.-]+)""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Steps();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'
        """, RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Texts();

    // Brackets with all that is in them, in pairs.
    [GeneratedRegex(@"[(\[{](?:[^()\[\]{}]|(?<open>[(\[{])|(?<-open>[)\]}]))*(?(open)(?!))[)\]}]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Nested();

    [GeneratedRegex(@"[,)]", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\{([0-9]+)[^}]*\}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PlaceNumbers();
}
