using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>The words of the address, French as the page is.</summary>
public static class MapWords
{
    public const string LockedLegend = "fixe";

    public static AddressWords<MapMeasure> Shown { get; } =
        new([("nombre", MapMeasure.Count), ("taux", MapMeasure.Rate), ("evolution", MapMeasure.Change)]);

    public static AddressWords<Force> Forces { get; } =
        new([("toutes", Force.All), ("police", Force.Police), ("gendarmerie", Force.Gendarmerie)]);

    public static AddressWords<TerritoryLevel> Levels { get; } =
        new([("region", TerritoryLevel.Region), ("departement", TerritoryLevel.Department)]);

    public static AddressWords<MapView> Views { get; } =
        new([("france", MapView.France), ("ile-de-france", MapView.IleDeFrance)]);
}
