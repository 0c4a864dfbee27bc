using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Charts;

/// <summary>The charts say what the records say: in the picture, in the labels of its marks, and in the table.</summary>
public sealed class ClusterChartTests : BunitContext
{
    private static readonly string[] _attributes = ["x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy"];

    public ClusterChartTests()
    {
        MapSample.Speak("fr-FR");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddOctoplusLocalization();
    }

    [Fact]
    public void Silhouette_Members_AreSortedWithinTheNumbersOfTheirGroups()
    {
        var chart = Render<SilhouetteChart>(p => p.Add(c => c.Analysis, ClusterSample.Analysis).Add(c => c.Names, ClusterSample.Names).Add(c => c.Highlighted, "b"));

        Assert.Equal(["1", "2", "3"], chart.FindAll(".group-mark").Select(m => m.TextContent));
        Assert.Equal(
            [["Nom de d", "1", "0,66", "3"], ["Nom de c", "1", "0,55", "2"], ["Nom de a", "2", "0,71", "1"], ["Nom de b", "2", "−0,12", "1"], ["Nom de <e>", "3", "0,50", "1"]],
            Table(chart.Find("table")));
        Assert.Equal("Nom de b : silhouette −0,12, groupe 2 ; groupe le plus proche ensuite : 1", Label(chart.FindAll("[data-mark]")[3]));
        Assert.Equal("Nom de b : silhouette −0,12, groupe 2 ; groupe le plus proche ensuite : 1", Label(Assert.Single(chart.FindAll("rect.highlighted"))));
        Assert.Contains("(silhouette négative) : 1 sur 5", Plain(chart.Find(".chart-summary")), StringComparison.Ordinal);
        Assert.Contains("0,46", Plain(chart.Find(".chart-summary")), StringComparison.Ordinal);
        AssertSound(chart);
    }

    [Fact]
    public void Silhouette_ManyMembers_ThinsTheBarsAndSaysSo()
    {
        var members = Enumerable.Range(0, 700).Select(i => new ClusterMember($"m{i}", 0, 1, i < 650 ? 0.5 : null, 1, null, i, i)).ToList();
        var analysis = ClusterSample.Analysis with { Members = members, SilhouetteSample = 650 };

        var chart = Render<SilhouetteChart>(p => p.Add(c => c.Analysis, analysis).Add(c => c.Names, ClusterSample.Names));

        Assert.Equal(217, chart.FindAll("rect.bar").Count);
        Assert.Equal(650, chart.FindAll("tbody tr").Count);
        Assert.Contains("Calculée sur un échantillon de 650 membres sur 700.", chart.FindAll(".chart-note").Select(Plain));
        Assert.Contains("Une barre sur 3 est dessinée.", chart.FindAll(".chart-note").Select(Plain));
    }

    [Fact]
    public void Count_Scores_AreDrawnWithSuggestedAndChosenMarked()
    {
        var analysis = ClusterSample.Analysis;
        var chart = Render<ClusterCountChart>(p => p.Add(c => c.Counts, analysis.Counts).Add(c => c.Suggestion, analysis.Suggestion).Add(c => c.Chosen, 3));

        Assert.Equal(["Count.Inertia", "Count.Silhouette", "Count.Gap"], chart.FindAll("[data-panel]").Select(p => p.GetAttribute("data-panel")));
        Assert.Equal([3, 3, 2], chart.FindAll("[data-panel]").Select(p => p.QuerySelectorAll("circle").Length));
        Assert.Equal(3, chart.FindAll("circle.suggested").Count);
        Assert.All(chart.FindAll("circle.chosen"), c => Assert.StartsWith("3 groupes", Label(c), StringComparison.Ordinal));
        Assert.Equal("3 groupes : Écart au hasard (gap) 0,350 ± 0,0600", Label(chart.FindAll("[data-panel='Count.Gap'] circle")[1]));
        Assert.Equal(
            [["2", "30,0", "0,410", "8,10", "0,200", "0,0500"], ["3", "12,5", "0,460", "9,90", "0,350", "0,0600"], ["4", "9,00", "0,300", "7,00", "—", "—"]],
            Table(chart.Find("table")));
        Assert.Equal("2 groupes suggérés, 3 montrés ; comparés de 2 à 4 groupes.", Plain(chart.Find(".chart-summary")));
        AssertSound(chart);
    }

    [Fact]
    public void Count_OneScoreWithoutGap_DrawsTwoPanels()
    {
        var chart = Render<ClusterCountChart>(p => p.Add(c => c.Counts, [new ClusterCountScore(2, 0, 0, 0, null, null)])
            .Add(c => c.Suggestion, new ClusterSuggestion(2, ClusterSuggestionReason.NoStructure)).Add(c => c.Chosen, 2));

        Assert.Equal(2, chart.FindAll("[data-panel]").Count);
        Assert.Equal("suggéré et montré : 2", Plain(Assert.Single(chart.FindAll(".keys li"))));
        AssertSound(chart);
    }

    [Fact]
    public void Projection_Points_StandWhereTheirScoresAre()
    {
        var chart = Render<ProjectionChart>(p => p.Add(c => c.Analysis, ClusterSample.Analysis).Add(c => c.Names, ClusterSample.Names).Add(c => c.Highlighted, "c"));

        Assert.Contains("88 % de la variation de 2 critères", Plain(chart.Find(".chart-summary")), StringComparison.Ordinal);
        Assert.Contains("Composante 1 (63 % de la variation)", Plain(chart.Find(".across")), StringComparison.Ordinal);
        Assert.Equal(["1", "1", "2", "2", "3"], chart.FindAll("svg text.number").Select(t => t.TextContent).Order(StringComparer.Ordinal));
        Assert.Equal("Nom de <e>, groupe 3 (à part)", Label(chart.Find("[data-member='<e>']")));
        Assert.True(Share(chart, "a", "cx") < Share(chart, "b", "cx") && Share(chart, "b", "cx") < Share(chart, "<e>", "cx"));
        Assert.True(Share(chart, "c", "cy") < Share(chart, "d", "cy")); // up is more
        // one unit across is as long as one upwards: 0.8 is height ÷ width
        Assert.Equal((Share(chart, "<e>", "cx") - Share(chart, "a", "cx")) / 6, 0.8 * (Share(chart, "<e>", "cy") - Share(chart, "a", "cy")) / 2.5, 0.05);
        Assert.Equal("Nom de c", Plain(chart.Find("text.name.strong")));
        Assert.Equal("Vols : poids −0,80 sur la composante 1, 0,10 sur la composante 2", Label(chart.FindAll(".arrow")[0]));
        Assert.Equal([["Vols", "−0,80", "0,10"], ["Violences", "0,20", "0,60"]], Table(chart.FindAll("table")[0]));
        Assert.Equal(["Nom de d", "1", "1,50", "−1,00"], Table(chart.FindAll("table")[1])[3]);
        AssertSound(chart);
    }

    [Fact]
    public void Projection_ManyPoints_DrawsThemSmallWithANumberForEachGroup()
    {
        var members = Enumerable.Range(0, 4000).Select(i => new ClusterMember($"m{i}", i % 3, 1, 0.5, 1, null, i % 77, i % 13)).ToList();
        var chart = Render<ProjectionChart>(p => p.Add(c => c.Analysis, ClusterSample.Analysis with { Members = members }).Add(c => c.Names, ClusterSample.Names).Add(c => c.Highlighted, "m1"));

        Assert.Equal(["1", "2", "3"], chart.FindAll(".badge text").Select(t => t.TextContent).Order(StringComparer.Ordinal));
        Assert.InRange(chart.FindAll("[data-member]").Count, 1300, 1501);
        Assert.Single(chart.FindAll("[data-member='m1']"));
        Assert.Contains("points dessinés sur 4 000", string.Join(' ', chart.FindAll(".chart-note").Select(Plain)), StringComparison.Ordinal);
        AssertSound(chart);
    }

    [Fact]
    public void Projection_AllInOnePlace_IsStillDrawn()
        => AssertSound(Render<ProjectionChart>(p => p.Add(c => c.Names, ClusterSample.Names).Add(c => c.Analysis, ClusterSample.Analysis with
        {
            Members = [.. ClusterSample.Analysis.Members.Select(m => m with { X = 0, Y = 0 })],
            Projection = new ClusterProjection([0, 0], [new("vols", 0, 0)]),
        })));

    [Fact]
    public void Alluvial_Moves_AreRibbonsWithWhoAndHowMany()
    {
        var chart = Render<AlluvialChart>(p => p.Add(c => c.Paths, ClusterSample.Paths).Add(c => c.Names, ClusterSample.Names).Add(c => c.Year, 2019).Add(c => c.Highlighted, "c"));

        Assert.Equal(
            ["De 2018 à 2019, du groupe 1 au groupe 2 (1) : Nom de b", "De 2019 à 2020, du groupe 2 au groupe 1 (1) : Nom de d"],
            chart.FindAll("path.move").Select(Label));
        Assert.Contains("De 2018 à 2019, reste dans le groupe 2 (2) : Nom de c, Nom de d", chart.FindAll("path.stay").Select(Label));
        Assert.Equal("2019", Plain(chart.Find("text.now")));
        Assert.Equal([["2018", "2", "2", ""], ["2019", "1", "3", "0,52"], ["2020", "2", "1", "0,31"]], Table(chart.FindAll("table")[0]));
        Assert.Equal([["2019", "1", "2", "1", "Nom de b"], ["2020", "2", "1", "1", "Nom de d"]], Table(chart.FindAll("table")[1]));
        Assert.Equal("Changements de groupe entre 2018 et 2020 : 2, dont 1 en 2019, où il y en eut le plus.", Plain(chart.Find(".chart-summary")));
        Assert.Equal(2, chart.Find("polyline.way").GetAttribute("points")!.Split(' ').Length); // c is not there in the last year
        AssertSound(chart);
    }

    [Fact]
    public void Alluvial_Blocks_KeepTheOrderOfTheirNumbersAndTheirSizes()
    {
        var drawing = AlluvialDrawing.Of(ClusterSample.Paths);

        Assert.All(drawing.Blocks.GroupBy(b => b.Year), year => Assert.Equal(year.OrderBy(b => b.Top).Select(b => b.Number), year.Select(b => b.Number).Order()));
        Assert.All(drawing.Blocks, b => Assert.Equal(drawing.Blocks[0].Height / 2 * b.Members.Count, b.Height, 6));
        Assert.All(drawing.Blocks, b => Assert.True(b.Top + b.Height <= AlluvialDrawing.Height + 1e-9));
        Assert.All(drawing.Ribbons, r =>
        {
            var (from, to) = (drawing.Blocks.Single(b => b.Column == r.Column && b.Number == r.From), drawing.Blocks.Single(b => b.Column == r.Column + 1 && b.Number == r.To));
            Assert.InRange(r.Top, from.Top, from.Top + from.Height - r.Height + 1e-9);
            Assert.InRange(r.TopAfter, to.Top, to.Top + to.Height - r.Height + 1e-9);
        });
    }

    [Fact]
    public void Alluvial_OneYear_SaysSo()
    {
        var chart = Render<AlluvialChart>(p => p.Add(c => c.Paths, [.. ClusterSample.Paths.Take(1)]).Add(c => c.Names, ClusterSample.Names));
        Assert.Equal("2018 : une seule année.", Plain(chart.Find(".chart-summary")));
        AssertSound(chart);
    }

    [Fact]
    public void Profile_Features_AreBarsWithRealValuesAndSpread()
    {
        var chart = Render<ProfileBars>(p => p.Add(c => c.Analysis, ClusterSample.Analysis).Add(c => c.Names, ClusterSample.Names).Add(c => c.Label, 0));

        Assert.Equal("Profil du groupe 2", Plain(chart.Find(".chart-title")));
        Assert.Equal(["10,0 ‰", "3,0 ‰"], chart.FindAll(".value").Select(Plain));
        Assert.Equal(("50%", "50%"), Bar(chart, 0)); // 2.6 stops at +2
        Assert.Equal(("37.5%", "12.5%"), Bar(chart, 1));
        Assert.Equal("2,6", Plain(Assert.Single(chart.FindAll("text.beyond"))));
        Assert.Equal(["Vols", "10,0 ‰", "+2,6", "8,0 ‰", "9,0 ‰", "10,0 ‰", "11,0 ‰", "12,0 ‰"], Table(chart.Find("table"))[0]);
        // on the scale of all groups: 8 to 14
        Assert.Equal(("0%", "66.67%"), (chart.Find(".whole").GetAttribute("x1"), chart.Find(".whole").GetAttribute("x2")));
        Assert.Equal("2 membres ; surtout Vols plus haut que la moyenne (10,0 ‰) et Violences plus bas que la moyenne (3,0 ‰).", Plain(chart.Find(".chart-summary")));
        AssertSound(chart);
    }

    [Theory]
    [InlineData(0.000123, "1,23e-4")]
    [InlineData(0.0123456, "0,0123")]
    [InlineData(0, "0")]
    [InlineData(9.996, "10,00")]
    [InlineData(-12.345, "−12,3")]
    [InlineData(123456.7, "123 457")]
    public void Significant_AnySize_KeepsThreeDigits(double value, string text) => Assert.Equal(text, MapNarrationTests.Plain(ClusterNames.Significant(value)));

    [Fact]
    public void Charts_InEnglish_SpeakIt()
    {
        MapSample.Speak("en-GB");
        var chart = Render<ClusterCountChart>(p => p.Add(c => c.Counts, ClusterSample.Analysis.Counts).Add(c => c.Suggestion, ClusterSample.Analysis.Suggestion).Add(c => c.Chosen, 3));
        Assert.Equal("How many groups?", Plain(chart.Find(".chart-title")));
    }

    /// <summary>One stop for the keyboard, a label on every mark, and no coordinate that is no number.</summary>
    private static void AssertSound<TChart>(IRenderedComponent<TChart> chart)
        where TChart : Microsoft.AspNetCore.Components.IComponent
    {
        var marks = chart.FindAll("[data-mark]");
        Assert.NotEmpty(marks);
        Assert.Single(marks, m => m.GetAttribute("tabindex") == "0");
        Assert.All(marks, m => Assert.False(string.IsNullOrWhiteSpace(m.GetAttribute("aria-label"))));
        Assert.All(chart.FindAll("svg *").SelectMany(e => _attributes.Select(a => e.GetAttribute(a)).OfType<string>()), value => Assert.Matches("^-?[0-9]+([.][0-9]+)?%?$", value));
        Assert.DoesNotContain("style=", chart.Markup, StringComparison.Ordinal);
        Assert.NotNull(chart.Find("details[data-chart-table] table"));
    }

    private static double Share(IRenderedComponent<ProjectionChart> chart, string member, string attribute)
        => double.Parse(chart.FindAll("[data-member]").Single(m => m.GetAttribute("data-member") == member).GetAttribute(attribute)!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);

    private static (string? X, string? Width) Bar(IRenderedComponent<ProfileBars> chart, int index)
        => (chart.FindAll("rect.bar")[index].GetAttribute("x"), chart.FindAll("rect.bar")[index].GetAttribute("width"));

    private static List<List<string>> Table(IElement table)
        => [.. table.QuerySelectorAll("tbody tr").Select(r => r.Children.Select(Plain).ToList())];

    private static string Label(IElement mark) => MapNarrationTests.Plain(mark.GetAttribute("aria-label")!);

    private static string Plain(IElement element) => MapNarrationTests.Plain(element.TextContent).Trim();
}
