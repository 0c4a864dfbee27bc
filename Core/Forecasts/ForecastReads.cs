using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>The reads of the pages of forecasts.</summary>
public sealed class ForecastReads(ForecastQueries queries) : IMeasuredReads
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
    {
        if ((await queries.MeasuresAsync(cancellationToken)) is not [var measure, ..]
            || (await queries.TerritoriesAsync(measure.Dataset, measure.Measure, cancellationToken)) is not [var territory, ..])
        {
            return [];
        }

        var key = new ForecastKey(measure.Dataset, measure.Measure, territory.Territory, territory.ForceCode);
        return
        [
            new("forecasts/panel", async token => await queries.PanelAsync(key, token) is null ? 0 : 1, [(ForecastQueries.PanelSql, key)]),
            new(
                "forecasts/overview",
                async token => (await queries.OverviewAsync(measure.Dataset, measure.Measure, token)).Count,
                [(ForecastQueries.OverviewSql, new { dataset = measure.Dataset, measure = measure.Measure })]),
            new("forecasts/ledger", async token => (await queries.LedgerAsync(new LedgerFilter(), 50, 0, token)).Count, []),
            new("forecasts/records", async token => (await queries.LedgerRecordsAsync(new LedgerFilter(), LedgerGrouping.Measure, token)).Count, []),
        ];
    }
}
