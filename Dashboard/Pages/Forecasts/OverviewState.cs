using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>What the page of all départements shows, as it stands in the address.</summary>
/// <param name="Measure"><c>dataset/measure</c>; null: the first one.</param>
/// <param name="Region">Code of a région as a territory, <c>R76</c>; null: all.</param>
/// <param name="Order">How the tiles are sorted.</param>
public sealed record OverviewState(string? Measure = null, string? Region = null, OverviewOrder Order = OverviewOrder.Rising)
{
    public const string Address = "/previsions/departements";

    private static readonly (OverviewOrder Order, string Word)[] _orders =
        [(OverviewOrder.Rising, "hausse"), (OverviewOrder.Falling, "baisse"), (OverviewOrder.Code, "code"), (OverviewOrder.Name, "nom")];

    /// <summary>In the order of their choice.</summary>
    public static IReadOnlyList<OverviewOrder> Orders { get; } = [.. _orders.Select(o => o.Order)];

    /// <summary>Never fails.</summary>
    public static OverviewState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string Word(string key) => values.TryGetValue(key, out var found) ? found.FirstOrDefault()?.Trim() ?? "" : "";
        return new OverviewState(
            ForecastPageState.Parse(query).Measure,
            TerritoryNames.Regions.Any(r => r.Code == Word("region")) ? Word("region") : null,
            Array.Find(_orders, o => o.Word == Word("tri")).Order);
    }

    /// <summary>With its question mark.</summary>
    public string ToQuery()
        => AddressQuery.Write(("mesure", Measure), ("region", Region), ("tri", Order == OverviewOrder.Rising ? null : Array.Find(_orders, o => o.Order == Order).Word));
}

/// <summary>How small multiples are sorted.</summary>
public enum OverviewOrder
{
    /// <summary>Largest expected rise first.</summary>
    Rising,

    /// <summary>Largest expected fall first.</summary>
    Falling,

    /// <summary>By code.</summary>
    Code,

    /// <summary>By name.</summary>
    Name,
}
