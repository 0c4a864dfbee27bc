using Octoplus.Dashboard.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapExportTests
{
    [Theory]
    [InlineData("Ain", "Ain")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+33", "'+33")]
    [InlineData("-2", "'-2")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=\"x\";1", "\"'=\"\"x\"\";1\"")]
    public void Quote_Text_IsNeverAFormula(string text, string expected) => Assert.Equal(expected, MapExport.Quote(text));

    [Fact]
    public void Write_French_HasSourceHeaderAndDecimalCommas()
    {
        MapSample.Speak("fr-FR");
        var lines = Lines("?colonnes=nombre,taux&tri=nom&filtre=ain");
        var comments = lines.TakeWhile(l => l.StartsWith('#')).ToList();
        Assert.Contains(comments, c => c.Contains("etat4001-2019-1a2b3c4d", StringComparison.Ordinal));
        Assert.Contains(comments, c => c.Contains("provisoire", StringComparison.Ordinal));
        Assert.Contains(comments, c => c.Contains("délinquance", StringComparison.Ordinal));
        Assert.DoesNotContain(comments, c => c.Contains("FICTIVES", StringComparison.Ordinal));
        Assert.Equal("Rang;Code;Territoire;Faits;Pour 1 000 hab.", MapNarrationTests.Plain(lines[comments.Count]));
        Assert.Equal("101;01;Ain;100;1", lines[comments.Count + 1]);
    }

    [Fact]
    public void Write_English_HasDecimalPoints()
    {
        MapSample.Speak("en-GB");
        Assert.Equal("101;01;Ain;0.81364;1.216268", Lines("?colonnes=intervalle&filtre=Ain")[^2]);
    }

    [Fact]
    public void Write_Demonstration_SaysSoFirst()
    {
        MapSample.Speak("fr-FR");
        var screen = new MapScreen(MapSample.Panel(isDemonstration: true), new MapState());
        var file = MapExport.Write(screen, MapSample.Texts);
        Assert.StartsWith("# DONNÉES DE DÉMONSTRATION, FICTIVES", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Ministère", file, StringComparison.Ordinal);
    }

    private static string[] Lines(string query) => MapExport.Write(MapSample.Screen(query), MapSample.Texts).Split("\r\n");
}
