using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.Groups;
using Octoplus.Dashboard.Tests.Pages.Map;
using static Octoplus.Dashboard.Tests.Pages.Map.MapNarrationTests;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

/// <summary>What the page of groups says: title, names, profiles, stability, moves, export.</summary>
public sealed partial class GroupWordsTests
{
    public GroupWordsTests() => MapSample.Speak("fr-FR");

    [Fact]
    public void Title_SaysHowManyTheLargestAndWhoIsAlone()
        => Assert.Equal(
            "Trois groupes de départements, 2020 : 5 sur 9 dans le groupe 1, « Presque tout un peu sous la moyenne » ; un groupe à part : Seine-Saint-Denis",
            Plain(GroupSample.Narration(GroupSample.Screen()).Title));

    [Fact]
    public void Title_OfYearsTakenTogether_NamesThem()
        => Assert.Contains("départements, 2018–2020 :", Plain(GroupSample.Narration(GroupSample.Screen(GroupSample.Panel(choice: GroupChoice.Default with { YearsAveraged = 3 }))).Title), StringComparison.Ordinal);

    [Fact]
    public void Title_English_SpeaksIt()
    {
        MapSample.Speak("en-GB");
        Assert.StartsWith("Three groups of départements, 2020: 5 of 9 in group 1", GroupSample.Narration(GroupSample.Screen()).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_SaysWhatWasComparedHowAndHowWellTheyStandApart()
        => Assert.Equal(
            "Comparés par les taux des 12 indicateurs, sans transformation, centrés et réduits. Silhouette moyenne 0,38 : contour faible.",
            Plain(GroupSample.Narration(GroupSample.Screen()).Answer));

    [Fact]
    public void Caveat_OnlyWithoutStructure_SaysThatGroupsAreAWayToSort()
    {
        var panel = GroupSample.Panel();
        Assert.Null(GroupSample.Narration(GroupSample.Screen(panel)).Caveat);
        var analysis = panel.Analysis with { Suggestion = new ClusterSuggestion(3, ClusterSuggestionReason.NoStructure) };
        var strewn = GroupSample.Narration(GroupSample.Screen(panel with { Analysis = analysis })).Caveat!;
        Assert.StartsWith("Ces groupes sont une façon de trier, pas un fait", strewn, StringComparison.Ordinal);
        Assert.Contains("semés au hasard", strewn, StringComparison.Ordinal);
        var flat = analysis with { Counts = [.. analysis.Counts.Select(c => c with { Silhouette = 0.2 })] };
        Assert.Contains("meilleure silhouette moyenne 0,20, sous 0,25", Plain(GroupSample.Narration(GroupSample.Screen(panel with { Analysis = flat })).Caveat!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Presque tout au-dessus de la moyenne, surtout vols avec armes", "1 3 1 1 1 1 1 1")]
    [InlineData("Presque tout sous la moyenne, surtout homicides", "-2 -1 -1 -1 -1 -1 -1 -1")]
    [InlineData("Vols avec armes et homicides au-dessus, vols violents sans arme en dessous", "0.8 1.2 -0.6")]
    [InlineData("Vols avec armes et homicides en dessous, vols violents sans arme au-dessus", "-0.8 -1.2 1 1 1 1 1 1 1")]
    [InlineData("Homicides au-dessus de la moyenne", "0.8 0.4")]
    [InlineData("Vols avec armes et homicides sous la moyenne", "-0.6 -0.8")]
    [InlineData("Presque tout un peu au-dessus de la moyenne", "0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3 0.3")]
    [InlineData("Proche de la moyenne", "0.1 -0.1")]
    public void Name_Suggested_TellsWhatIsMostAboveAndBelow(string expected, string standardised)
        => Assert.Equal(
            expected,
            GroupNames.Suggest(GroupSample.Texts, GroupSample.Group(0, 5, null, [.. standardised.Split(' ').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))])));

    [Fact]
    public void Name_GivenByAnAnalyst_ComesFirst()
    {
        var screen = GroupSample.Screen(GroupSample.Panel() with { Names = new Dictionary<int, string> { [1] = "Campagnes" } });
        Assert.Equal("Campagnes", GroupSample.Narration(screen).Name(screen.Group(1)));
        Assert.Contains("« Campagnes »", Plain(GroupSample.Narration(screen).Title), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.75, "stable")]
    [InlineData(0.7476, "stable")] // written 75 %
    [InlineData(0.74, "douteux")]
    [InlineData(0.6, "douteux")]
    [InlineData(0.59, "instable")]
    [InlineData(null, "inconnue")]
    public void Stability_InWordsOfHennig(double? stability, string expected)
        => Assert.Equal(expected, GroupSample.Narration(GroupSample.Screen()).StabilityWord(stability));

    [Theory]
    [InlineData(0.71, "contour net")]
    [InlineData(0.5, "contour assez net")]
    [InlineData(0.25, "contour faible")]
    [InlineData(-0.1, "pas de contour net")]
    public void Silhouette_InWordsOfKaufmanAndRousseeuw(double silhouette, string expected)
        => Assert.Equal(expected, GroupSample.Narration(GroupSample.Screen()).SilhouetteWord(silhouette));

    [Fact]
    public void Groups_StandByNumberNotByLabel_MembersClosestFirst()
    {
        var screen = GroupSample.Screen();
        Assert.Equal([1, 2, 3], screen.Groups.Select(g => g.Number));
        Assert.Equal(["01", "02", "03", "04", "05"], screen.Group(1).Members.Select(m => m.Code));
        Assert.Equal("plus proche du groupe 2", GroupSample.Narration(screen).Flag(screen.Row("02")!));
        Assert.StartsWith("appartenance incertaine", GroupSample.Narration(screen).Flag(screen.Row("69")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Moves_SinceTheYearBefore_SayWhoWentWhere()
    {
        var screen = GroupSample.Screen();
        var move = Assert.Single(screen.Moves);
        Assert.Equal((2, 1, "03"), (move.From, move.To, Assert.Single(move.Members).Code));
        Assert.Equal("Un département a changé de groupe depuis 2019", GroupSample.Narration(screen).MovesTitle);
        Assert.Equal("Les groupes ressemblent à ceux de 2019 (Rand ajusté 0,71).", GroupSample.Narration(screen).Likeness);
        var first = GroupSample.Narration(GroupSample.Screen(GroupSample.Panel(2019)));
        Assert.Null(first.MovesTitle);
        Assert.Null(first.Likeness);
    }

    [Fact]
    public void Marks_TellGroupAndDoubt_OthersMutedWhereOneIsPointedOut()
    {
        var marks = GroupSample.Narration(GroupSample.Screen(query: "?groupe=2")).Marks;
        Assert.Equal("group-2", marks["69"].CssClass);
        Assert.Equal("group-1 muted", marks["01"].CssClass);
        Assert.Equal("none", marks["976"].CssClass);
        Assert.StartsWith("Aisne (02) : groupe 1, « Presque tout", Plain(marks["02"].Label), StringComparison.Ordinal);
        Assert.EndsWith(", plus proche du groupe 2", marks["02"].Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nom", false, "01")]
    [InlineData("nom", true, "93")]
    [InlineData("distance", true, "93")]
    [InlineData("silhouette", false, "02")]
    [InlineData("stabilite", false, "69")]
    public void Members_Sorted_BeginWith(string column, bool isDescending, string expected)
        => Assert.Equal(expected, MemberColumns.Sort(GroupSample.Screen().Members, column, isDescending)[0].Code);

    [Fact]
    public void Export_SaysWhatItIsAndLetsNoNameRunAsAFormula()
    {
        var panel = GroupSample.Panel() with { Names = new Dictionary<int, string> { [2] = "=1+2" } };
        var lines = Encoding.UTF8.GetString(GroupExport.Write(GroupSample.Screen(panel), GroupSample.Texts)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, l => l.Contains("édition etat4001-2020-1a2b3c4d", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("la délinquance enregistrée n’est pas toute la délinquance", StringComparison.Ordinal));
        Assert.Contains(lines, l => Plain(l).Contains("Laissés de côté : Mayotte", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("Code;Territoire;Numéro du groupe;", StringComparison.Ordinal));
        Assert.Equal("69;Rhône;2;\"'=1+2\";1,1;0,4;0,5;1;2", Assert.Single(lines, l => l.StartsWith("69;", StringComparison.Ordinal)));
        Assert.Contains(";-0,05;", Assert.Single(lines, l => l.StartsWith("02;", StringComparison.Ordinal)), StringComparison.Ordinal); // a number, no text
        Assert.Equal(9, lines.Count(l => char.IsAsciiDigit(l[0])));
    }

    [Theory]
    [InlineData(GroupChoiceError.TooFewTerritories, "8 territoires différents ont toutes les valeurs : il en faut au moins 9 pour 9 groupes")]
    [InlineData(GroupChoiceError.QueueFull, "9 au plus")]
    [InlineData(GroupChoiceError.UnknownFeature, "« <b> »")]
    public void Problem_SaysWhatAndHowMany(GroupChoiceError error, string expected)
        => Assert.Contains(expected, Plain(GroupProblemText.Of(GroupSample.Texts, new GroupChoiceProblem(error, "<b>", 8, 9))), StringComparison.Ordinal);

    [Fact]
    public void Problem_EveryOne_HasWords()
        => Assert.DoesNotContain(Enum.GetValues<GroupChoiceError>(), e => GroupSample.Texts["Problem." + e].ResourceNotFound);

    [Fact]
    public void Texts_AskedForByThePage_Exist()
    {
        var known = XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", "GroupTexts.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        var asked = Directory.GetFiles(Path.Combine(Repository.Root, "Dashboard", "Pages", "Groups"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Title.Alone", asked);
        // What ends in a dot, or goes on in braces, goes on with a value.
        Assert.DoesNotContain(asked, key => !known.Contains(key) && !known.Any(k => key.EndsWith('.') && k.StartsWith(key, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?:\bT|\btexts)\[\$?""(?<key>[A-Z][A-Za-z0-9.-]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();
}
