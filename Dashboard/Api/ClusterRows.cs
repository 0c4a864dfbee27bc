using System.ComponentModel;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Api;

/// <summary>The query of <c>/api/v1/clusters</c>.</summary>
internal sealed record ClusterRequest(
    [property: Description("Number of groups, 2 to 12; without it as suggested for the last year")] int? K,
    [property: Description("Year; without it the last")] int? Year,
    [property: Description("departments (as without it), policeservices, gendarmerieservices or arrondissements (of Paris)")] string? Territories,
    [property: Description("Codes with commas between, 1 to 30: rate:SLUG, share:SLUG, density, women, age:0-19, age:20-39, age:40-59, age:60-74, age:75; without it rates (of services and arrondissements: shares) of the twelve indicators")] string? Features,
    [property: Description("none (as without it, of départements), log (as without it, of the others) or squareroot")] string? Transformation,
    [property: Description("none, zscore (as without it) or robust")] string? Scaling,
    [property: Description("Years taken together up to the one shown, 1 to 5; 1 without it")] string? Years);

/// <summary>Groups of one year.</summary>
/// <param name="Transformation">Of each value, before scaling: none, log (of 1 + x) or squareroot.</param>
/// <param name="Scaling">none, zscore or robust.</param>
/// <param name="YearsTogether">1, or how many years up to this one are taken together.</param>
/// <param name="Inertia">Sum of squared distances to the centres, of the transformed and scaled values.</param>
/// <param name="Silhouette">Mean over the members; null where it is not known.</param>
/// <param name="Suggestion">For this year.</param>
/// <param name="Counts">How well each number of groups fits this year.</param>
/// <param name="Members">By group, the closest to its centre first.</param>
/// <param name="Likeness">Of each year to the one before.</param>
/// <param name="LeftOut">Territories without a value, or (feature events) services with too few events.</param>
internal sealed record ClusterAnswer(
    string Territories, IReadOnlyList<ClusterFeatureRow> Features, IReadOnlyList<string> DroppedFeatures, string Transformation, string Scaling, int YearsTogether,
    int K, int Year, IReadOnlyList<int> Years, string Vintage, bool IsDemonstration, double Inertia, double? Silhouette, ClusterSuggestionRow Suggestion,
    IReadOnlyList<ClusterCountRow> Counts, IReadOnlyList<ClusterGroupRow> Groups, IReadOnlyList<ClusterMemberRow> Members, IReadOnlyList<ClusterYearRow> Likeness,
    IReadOnlyList<ClusterGapRow> LeftOut, string Caveat)
{
    public static ClusterAnswer Of(GroupPanel panel)
    {
        var analysis = panel.Analysis;
        return new ClusterAnswer(
            EnumCode.Of(panel.Choice.Territories),
            [.. analysis.Features.Select(f => new ClusterFeatureRow(f, Unit(f)))],
            analysis.DroppedFeatures,
            EnumCode.Of(panel.Choice.Transformation),
            EnumCode.Of(panel.Choice.Scaling),
            panel.Choice.YearsAveraged,
            panel.Clusters,
            panel.Year,
            panel.Years,
            panel.Vintage,
            panel.IsDemonstration,
            analysis.Inertia,
            analysis.Counts.FirstOrDefault(c => c.Clusters == panel.Clusters)?.Silhouette,
            new ClusterSuggestionRow(analysis.Suggestion.Clusters, EnumCode.Of(analysis.Suggestion.Reason)),
            [.. analysis.Counts.Select(c => new ClusterCountRow(c.Clusters, c.Inertia, c.Silhouette, c.CalinskiHarabasz, c.Gap, c.GapError))],
            [.. analysis.Groups.Select(g => ClusterGroupRow.Of(panel, g)).OrderBy(g => g.Number)],
            [.. analysis.Members.OrderBy(m => panel.Numbers[m.Label]).ThenBy(m => m.Distance).Select(m => ClusterMemberRow.Of(panel, m))],
            [.. panel.Paths.Select(p => new ClusterYearRow(p.Year, p.AdjustedRand))],
            [.. panel.LeftOut.Select(c => new ClusterGapRow(c.Id, panel.TerritoryNames.GetValueOrDefault(c.Id, c.Id), c.Feature))],
            (panel.IsDemonstration ? "Fictional figures. " : "")
                + "Recorded crime is not crime: what is filed depends on complaints and on police activity. Groups sort territories by likeness; they are no ranking, and borders between them are often not sharp: see silhouettes and stability.");
    }

    private static string Unit(string code) => GroupFeature.TryParse(code)?.Kind switch
    {
        GroupFeatureKind.Rate => "per 1,000 inhabitants",
        GroupFeatureKind.Share => "per cent of all recorded events",
        GroupFeatureKind.Density => "inhabitants per km²",
        _ => "per cent of inhabitants",
    };
}

/// <summary>A feature that was used.</summary>
internal sealed record ClusterFeatureRow(string Code, string Unit);

/// <summary>Which number of groups is suggested.</summary>
/// <param name="Reason">gapandsilhouette; silhouette (the gap statistic admits no number whose silhouette is close to the best); nostructure (no number gives groups that stand apart).</param>
internal sealed record ClusterSuggestionRow(int K, string Reason);

/// <summary>How well k groups fit.</summary>
/// <param name="Silhouette">Mean, −1 to 1.</param>
internal sealed record ClusterCountRow(int K, double Inertia, double Silhouette, double CalinskiHarabasz, double? Gap, double? GapError);

/// <summary>A group.</summary>
/// <param name="Number">The same from year to year for the groups that overlap most.</param>
/// <param name="Name">Given by an analyst; null: none.</param>
/// <param name="Stability">Mean Jaccard similarity over bootstrap samples, 0 to 1.</param>
internal sealed record ClusterGroupRow(int Number, string? Name, int Size, double? Silhouette, double? Stability, IReadOnlyList<ClusterProfileRow> Profile)
{
    public static ClusterGroupRow Of(GroupPanel panel, ClusterGroup group)
    {
        var number = panel.Numbers[group.Label];
        return new ClusterGroupRow(
            number, panel.Names.GetValueOrDefault(number), group.Size, group.Silhouette, group.Stability,
            [.. group.Profile.Select(f => new ClusterProfileRow(f.Feature, f.Value, f.Standardised, f.Lowest, f.FirstQuartile, f.Median, f.ThirdQuartile, f.Highest))]);
    }
}

/// <summary>A feature in a group.</summary>
/// <param name="Value">Of the members taken together: sum of events over sum of inhabitants.</param>
/// <param name="Standardised">Standard deviations from the mean of all territories, transformed.</param>
/// <param name="Lowest">Of the members, as those that follow.</param>
internal sealed record ClusterProfileRow(
    string Feature, double Value, double Standardised, double Lowest, double FirstQuartile, double Median, double ThirdQuartile, double Highest);

/// <summary>A territory in its group.</summary>
/// <param name="Distance">To the centre of its group, scaled.</param>
/// <param name="Stability">Share of bootstrap samples in which it stays with its group.</param>
/// <param name="Nearest">Number of the nearest other group.</param>
internal sealed record ClusterMemberRow(string Territory, string Name, int Group, double Distance, double? Silhouette, double? Stability, int Nearest)
{
    public static ClusterMemberRow Of(GroupPanel panel, ClusterMember member)
        => new(
            member.Id, panel.TerritoryNames.GetValueOrDefault(member.Id, member.Id), panel.Numbers[member.Label], member.Distance, member.Silhouette, member.Stability,
            panel.Numbers[member.Nearest]);
}

/// <summary>A year that can be shown.</summary>
/// <param name="AdjustedRand">Likeness of its groups to those of the year before: 1 for the same, about 0 for chance; null in the first.</param>
internal sealed record ClusterYearRow(int Year, double? AdjustedRand);

/// <summary>A value that is missing.</summary>
internal sealed record ClusterGapRow(string Territory, string Name, string Feature);
