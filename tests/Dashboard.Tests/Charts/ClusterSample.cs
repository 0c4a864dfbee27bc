using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Tests.Charts;

/// <summary>An analysis made by hand: five rows, two features, three groups numbered otherwise than their labels, one row that is misplaced.</summary>
internal static class ClusterSample
{
    public static ClusterAnalysis Analysis { get; } = new(
        ["vols", "violences"],
        ["constante"],
        3,
        12.5,
        4,
        Converged: true,
        42,
        [
            new(2, 30, 0.41, 8.1, 0.2, 0.05),
            new(3, 12.5, 0.46, 9.9, 0.35, 0.06),
            new(4, 9, 0.3, 7, null, null),
        ],
        new ClusterSuggestion(2, ClusterSuggestionReason.GapAndSilhouette),
        [
            new("a", 0, 0.5, 0.71, 1, 0.99, -2, 0.5),
            new("b", 0, 0.7, -0.12, 1, 0.4, -1, 0.25),
            new("c", 1, 0.2, 0.55, 0, 0.9, 1, 1),
            new("d", 1, 0.1, 0.66, 2, 0.9, 1.5, -1),
            new("<e>", 2, 0, 0.5, 1, 1, 4, -2),
        ],
        [Group(0, 2, 0.295, 0.9, 2.6, -0.5), Group(1, 2, 0.605, 0.7, -0.3, 0), Group(2, 1, 0.5, null, -2.4, 1.25)],
        new ClusterProjection([0.63, 0.25], [new("vols", -0.8, 0.1), new("violences", 0.2, 0.6)]));

    public static ClusterNames Names { get; } = new([2, 1, 3])
    {
        Group = number => number == 3 ? "à part" : null,
        Member = id => "Nom de " + id,
        Feature = code => code == "vols" ? "Vols" : "Violences",
        Value = (code, value) => FigureText.Number(value, 1) + " ‰",
    };

    /// <summary>Of three years: b goes from 1 to 2, then c is missing and d goes from 2 to 1.</summary>
    public static IReadOnlyList<GroupYear> Paths { get; } =
    [
        new(2018, Numbers(("a", 1), ("b", 1), ("c", 2), ("d", 2)), null),
        new(2019, Numbers(("a", 1), ("b", 2), ("c", 2), ("d", 2)), 0.52),
        new(2020, Numbers(("a", 1), ("b", 2), ("d", 1)), 0.31),
    ];

    private static Dictionary<string, int> Numbers(params (string Id, int Number)[] all) => all.ToDictionary(n => n.Id, n => n.Number, StringComparer.Ordinal);

    private static ClusterGroup Group(int label, int size, double silhouette, double? stability, double first, double second)
        => new(label, size, silhouette, stability, [new("vols", first, 10 + label, 8, 9, 10, 11, 12 + label), new("violences", second, 3, 1, 2, 3, 4, 5)]);
}
