using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>Groups of one year, numbered as in the years around it.</summary>
/// <param name="Clusters">k.</param>
/// <param name="Years">All that can be shown, in order.</param>
/// <param name="Vintage">Slug of the newest file the figures come from.</param>
/// <param name="Analysis">Of the year shown.</param>
/// <param name="Numbers">Number of each label of the analysis, from 1: the same in every year for the groups that overlap most.</param>
/// <param name="Names">Given by analysts, by number; the others are suggested from the profile.</param>
/// <param name="Paths">Of every year, in order.</param>
/// <param name="LeftOut">Territories without a value, in the year shown.</param>
public sealed record GroupPanel(
    GroupChoice Choice,
    int Clusters,
    int Year,
    IReadOnlyList<int> Years,
    string Vintage,
    bool IsDemonstration,
    ClusterAnalysis Analysis,
    IReadOnlyList<int> Numbers,
    IReadOnlyDictionary<int, string> Names,
    IReadOnlyList<GroupYear> Paths,
    IReadOnlyList<MissingCell> LeftOut)
{
    /// <summary>Names of the territories, by code, as published.</summary>
    public required IReadOnlyDictionary<string, string> TerritoryNames { get; init; }
}

/// <summary>Who was in which group.</summary>
/// <param name="Numbers">Number of the group, by code of the territory.</param>
/// <param name="AdjustedRand">Likeness to the year before, 1 for the same groups (Hubert and Arabie 1985), over territories of both; null in the first year.</param>
public sealed record GroupYear(int Year, IReadOnlyDictionary<string, int> Numbers, double? AdjustedRand);
