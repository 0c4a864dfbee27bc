using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>What there is for an address: page and export find the same.</summary>
/// <param name="Measure">Null where nothing is forecast.</param>
/// <param name="Panel">Of the territory asked for, else of the widest one; null where there is none.</param>
public sealed record ForecastLookup(
    IReadOnlyList<ForecastMeasure> Measures, ForecastMeasure? Measure, IReadOnlyList<ForecastTerritory> Territories, ForecastPanel? Panel)
{
    public static async Task<ForecastLookup> FindAsync(ForecastQueries queries, ForecastPageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(state);
        var measures = await queries.MeasuresAsync(cancellationToken);
        if (MeasureNames.Choose(measures, state.Measure) is not { } measure)
        {
            return new ForecastLookup(measures, null, [], null);
        }

        var territories = await queries.TerritoriesAsync(measure.Dataset, measure.Measure, cancellationToken);
        var territory = territories.FirstOrDefault(t => t.Territory == state.Territory && t.ForceCode == state.Force)
            ?? territories.FirstOrDefault(t => t.Territory == state.Territory)
            ?? Widest(territories);
        var panel = territory is null
            ? null
            : await queries.PanelAsync(new ForecastKey(measure.Dataset, measure.Measure, territory.Territory, territory.ForceCode), cancellationToken);
        return new ForecastLookup(measures, measure, territories, panel);
    }

    private static ForecastTerritory? Widest(IReadOnlyList<ForecastTerritory> territories)
        => TerritoryNames.Widest([.. territories.Select(t => t.Territory)]) is { } code ? territories.First(t => t.Territory == code) : null;
}
