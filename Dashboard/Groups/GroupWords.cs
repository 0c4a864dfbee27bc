using Octoplus.Core.Clusters;
using Octoplus.Dashboard.Map;

namespace Octoplus.Dashboard.Groups;

/// <summary>The words of the address, French as the page is.</summary>
public static class GroupWords
{
    public static MapWordList<GroupTerritories> Territories { get; } = new(
    [
        ("departements", GroupTerritories.Departments), ("police", GroupTerritories.PoliceServices), ("gendarmerie", GroupTerritories.GendarmerieServices),
        ("arrondissements", GroupTerritories.Arrondissements),
    ]);

    public static MapWordList<FeatureTransformation> Transformations { get; } =
        new([("aucune", FeatureTransformation.None), ("log", FeatureTransformation.Log), ("racine", FeatureTransformation.SquareRoot)]);

    public static MapWordList<FeatureScaling> Scalings { get; } =
        new([("centree", FeatureScaling.ZScore), ("robuste", FeatureScaling.Robust), ("aucune", FeatureScaling.None)]);
}
