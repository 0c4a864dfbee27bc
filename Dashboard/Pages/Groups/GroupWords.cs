using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>The words of the address, French as the page is.</summary>
public static class GroupWords
{
    public static AddressWords<GroupTerritories> Territories { get; } = new(
    [
        ("departements", GroupTerritories.Departments), ("police", GroupTerritories.PoliceServices), ("gendarmerie", GroupTerritories.GendarmerieServices),
        ("arrondissements", GroupTerritories.Arrondissements),
    ]);

    public static AddressWords<FeatureTransformation> Transformations { get; } =
        new([("aucune", FeatureTransformation.None), ("log", FeatureTransformation.Log), ("racine", FeatureTransformation.SquareRoot)]);

    public static AddressWords<FeatureScaling> Scalings { get; } =
        new([("centree", FeatureScaling.ZScore), ("robuste", FeatureScaling.Robust), ("aucune", FeatureScaling.None)]);
}
