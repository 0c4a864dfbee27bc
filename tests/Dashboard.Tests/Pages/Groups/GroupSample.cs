using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.Groups;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

/// <summary>
/// Nine départements in three groups made by hand, in 2019 and 2020: five quiet ones (1), three with burglaries and thefts (2), and Seine-Saint-Denis alone (3).
/// Allier went from 2 to 1; Mayotte is left out. Labels are not numbers: label 0 has number 2.
/// </summary>
internal static class GroupSample
{
    private static readonly string[] _quiet = ["01", "02", "03", "04", "05"];
    private static readonly string[] _busy = ["13", "69", "75"];

    public static IStringLocalizer<GroupTexts> Texts { get; } = new ServiceCollection().AddLogging().AddLocalization()
        .BuildServiceProvider().GetRequiredService<IStringLocalizer<GroupTexts>>();

    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["01"] = "Ain", ["02"] = "Aisne", ["03"] = "Allier", ["04"] = "Alpes-de-Haute-Provence", ["05"] = "Hautes-Alpes", ["13"] = "Bouches-du-Rhône", ["69"] = "Rhône", ["75"] = "Paris",
        ["93"] = "Seine-Saint-Denis", ["976"] = "Mayotte",
    };

    /// <summary>As stored, with the k that is suggested.</summary>
    public static GroupPanel Panel(int year = 2020, GroupChoice? choice = null) => new(
        choice ?? GroupChoice.Default, 3, year, [2019, 2020], "etat4001-2020-1a2b3c4d", IsDemonstration: false, Analysis(year), [2, 1, 3], new Dictionary<int, string>(),
        [new GroupYear(2019, Numbers(2019), null), new GroupYear(2020, Numbers(2020), 0.71)],
        [.. (choice ?? GroupChoice.Default).Features.Select(f => new MissingCell("976", f))])
    {
        TerritoryNames = Names,
    };

    public static GroupScreen Screen(GroupPanel? panel = null, string query = "") => new(panel ?? Panel(), GroupPageState.Parse(query));

    public static GroupNarration Narration(GroupScreen screen) => new(Texts, screen);

    /// <summary>The rows dealt out to the groups one after the other.</summary>
    public static ClusterAnalysis Grouped(FeatureTable table, int clusters)
    {
        var labels = table.Ids.Select((_, i) => i % clusters).ToList();
        return Analysis(2020) with
        {
            Clusters = clusters,
            Members = [.. table.Ids.Select((id, i) => new ClusterMember(id, labels[i], 1, 0.3, (labels[i] + 1) % clusters, 0.8, 0, 0))],
            Groups = [.. Enumerable.Range(0, clusters).Select(label => Group(label, labels.Count(l => l == label), 0.8))],
        };
    }

    /// <summary>A group whose features stand so many standard deviations from the average, in the order of the twelve rates.</summary>
    public static ClusterGroup Group(int label, int size, double? stability, params double[] standardised)
        => new(label, size, 0.4, stability, [.. FeaturePreset.Rates.Features.Select((f, i) => Feature(f, i < standardised.Length ? standardised[i] : 0))]);

    private static ClusterFeature Feature(string code, double standardised) => new(code, standardised, 4 + standardised, 1, 3 + (standardised / 2), 3.5 + standardised, 4.5 + standardised, 8);

    private static ClusterAnalysis Analysis(int year)
    {
        // In 2019 Allier was among the busy ones.
        var labels = Numbers(year).ToDictionary(n => n.Key, n => n.Value == 1 ? 1 : n.Value == 2 ? 0 : 2, StringComparer.Ordinal);
        var members = labels.Select((l, i) => new ClusterMember(
            l.Key, l.Value, 0.5 + (0.1 * i), l.Key == "02" ? -0.05 : l.Value == 2 ? 0 : 0.4, l.Value == 0 ? 1 : 0, l.Key == "69" ? 0.5 : 0.9, i - 4, l.Value - 1)).ToList();
        return new ClusterAnalysis(
            FeaturePreset.Rates.Features, [], 3, 40, 5, Converged: true, 42,
            [.. Enumerable.Range(2, 4).Select(k => new ClusterCountScore(k, 60 - (5 * k), k == 3 ? 0.38 : 0.3, 12, 0.5, 0.1))],
            new ClusterSuggestion(3, ClusterSuggestionReason.GapAndSilhouette),
            members,
            [
                Group(0, members.Count(m => m.Label == 0), 0.7, 0, 0, 0.3, 1.5, 0, 1.2, 0, 0, 0, 0, -0.9),
                Group(1, members.Count(m => m.Label == 1), 0.82, -0.3, -0.3, -0.4, -0.4, -0.3, -0.3, -0.3, -0.3, -0.2, -0.2, 0.1, -0.4),
                Group(2, 1, 0.55, 2, 2, 6.5, 2, 2, 0.6, 2, 2, 2, 2, 0, 1),
            ],
            new ClusterProjection([0.6, 0.2], [.. FeaturePreset.Rates.Features.Select((f, i) => new ClusterLoading(f, 0.3, i % 2 == 0 ? 0.2 : -0.2))]));
    }

    private static Dictionary<string, int> Numbers(int year)
        => _quiet.Select(c => (c, year == 2019 && c == "03" ? 2 : 1)).Concat(_busy.Select(c => (c, 2))).Append(("93", 3)).ToDictionary(n => n.Item1, n => n.Item2, StringComparer.Ordinal);
}
