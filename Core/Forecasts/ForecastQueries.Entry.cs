namespace Octoplus.Core.Forecasts;

/// <content>One forecast of the ledger.</content>
public sealed partial class ForecastQueries
{
    private const string EntryMeasureSql = """
        select m.dataset as Dataset, m.measure as Measure, m.label as Label, m.unit as Unit, m.grain as GrainCode, m.kind as KindCode
        from view_forecast_measure m
        where m.dataset = @dataset and m.measure = @measure
        """;

    /// <summary>A forecast with the scores of its periods that are known; null where there is none of that id.</summary>
    public async Task<LedgerEntry?> LedgerEntryAsync(long forecastId, CancellationToken cancellationToken)
        => (await database.QueryAsync<LedgerRow>($"{LedgerSql} where f.refusal = 'none' and f.id = @forecastId", new { forecastId }, cancellationToken))
            .SingleOrDefault()?.ToEntry();

    /// <summary>A measure that is forecast; null where it is not any more.</summary>
    public async Task<ForecastMeasure?> MeasureAsync(string dataset, string measure, CancellationToken cancellationToken)
        => (await database.QueryAsync<MeasureRow>(EntryMeasureSql, new { dataset, measure }, cancellationToken)).SingleOrDefault()?.ToMeasure();
}
