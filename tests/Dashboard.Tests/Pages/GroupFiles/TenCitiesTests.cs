using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.GroupFiles;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Tests.Pages.GroupFiles;

/// <summary>The example of docs/groups-file.md: ten cities by longitude and latitude into three groups.</summary>
public sealed class TenCitiesTests
{
    // Of all 3⁹ ways to sort ten cities into three groups, tried one by one: the best and the one after it.
    private const double LeastInertia = 40.95008187177501;
    private const double NextInertia = 43.88319601690666;

    private static readonly string[] _expected = ["Bordeaux, Nantes, Toulouse", "Lille, Paris, Strasbourg", "Lyon, Marseille, Montpellier, Nice"];

    [Fact]
    public async Task Cities_IntoThree_AreTheBestGroupsThereAre()
    {
        using var desk = new GroupFileAnalyses(ClusterAnalyser.Analyse);
        await using var file = File.OpenRead(Path.Combine(Repository.Root, "wwwroot", "examples", "dix-villes.csv"));
        var table = ClusterFile.Read(file, GroupFileAnalyses.Limits).Table!;

        var analysis = await desk.RunAsync("someone", table, GroupFileState.TenCities, null, CancellationToken.None);

        Assert.Equal(_expected, analysis.Members.GroupBy(m => m.Label, m => m.Id).Select(g => string.Join(", ", g.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
        Assert.Equal(LeastInertia, analysis.Inertia, 1e-9);
        Assert.True(analysis.Inertia < NextInertia);
    }

    [Fact]
    public void Documentation_OfTheExample_ShowsTheFileAndTheGroups()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "groups-file.md")).ReplaceLineEndings("\n");
        Assert.Contains(File.ReadAllText(Path.Combine(Repository.Root, "wwwroot", "examples", "dix-villes.csv")).ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.All(_expected, group => Assert.Contains(group, text, StringComparison.Ordinal));
    }
}
