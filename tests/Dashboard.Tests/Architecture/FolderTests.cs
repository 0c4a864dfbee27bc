using Octoplus.Tests.Architecture;

namespace Octoplus.Dashboard.Tests.Architecture;

/// <summary>The layout of the code (docs/architecture.md): arrows between folders only go down.</summary>
public sealed class FolderTests
{
    private static readonly string[] _layers = ["Core", "Ingest", "Dashboard"];

    private static readonly Lazy<FolderGraph> _graph = new(() => FolderGraph.Of(_layers.Select(l => Path.Combine(AppContext.BaseDirectory, $"Octoplus.{l}.dll"))));

    [Fact]
    public void Folders_OfALayer_FormNoCircle()
        => None(_layers.SelectMany(layer => _graph.Value.Circles(f => Layer(f) == layer)).Select(circle => string.Join("\n", circle)));

    [Fact]
    public void Layers_UseOnlyThoseBelow()
        => None(Arrows((from, to) => Array.IndexOf(_layers, Layer(to)) > Array.IndexOf(_layers, Layer(from))));

    [Fact]
    public void Statistics_SeeNoDatabaseAndNoFeature()
        => None(Arrows((from, to) => IsWithin(from, "Core.Statistics") && !IsWithin(to, "Core.Statistics") && to != "Core.Reference"));

    // What composes the program knows all pages.
    [Fact]
    public void Pages_OfOneFeature_AreUsedByNothingElse()
        => None(Arrows((from, to) => IsWithin(to, "Dashboard.Pages") && !IsWithin(to, from) && !IsWithin(from, to) && from is not ("Dashboard" or "Dashboard.Hosting" or "Dashboard.Layout")));

    [Fact]
    public void Readers_AreUsedByNothingThatTheyStandOn()
        => None(Arrows((from, to) => IsWithin(to, "Ingest.Readers") && from is ("Ingest.Contents" or "Ingest.Files" or "Ingest.Workbooks")));

    // A test of the test: the graph sees what it should.
    [Fact]
    public void Graph_OfTheProgram_HasKnownArrows()
    {
        Assert.Contains("Core.Storage", _graph.Value.UsedBy("Core.Vintages").Keys);
        Assert.Contains("Ingest.Contents", _graph.Value.UsedBy("Ingest.Readers.Etat4001").Keys);
        Assert.Contains("Core.Views", _graph.Value.UsedBy("Dashboard.Pages.Map").Keys);
    }

    private static void None(IEnumerable<string> arrows)
    {
        var found = string.Join("\n\n", arrows);
        Assert.True(found.Length == 0, found);
    }

    private static string Layer(string folder) => folder.Split('.')[0];

    private static bool IsWithin(string folder, string parent) => folder == parent || folder.StartsWith(parent + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Arrows(Func<string, string, bool> isWrong)
        => _graph.Value.Folders.SelectMany(from => _graph.Value.UsedBy(from).Where(to => isWrong(from, to.Key)).Select(to => $"{from} → {to.Key} ({to.Value})"));
}
