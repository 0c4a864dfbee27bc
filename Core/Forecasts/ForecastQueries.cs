using System.Text.Json;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>Reads the forecasts in force: each panel is a read by key, the small multiples of a measure are one range.</summary>
public sealed partial class ForecastQueries(Database database)
{
    private const string MeasuresSql = """
        select dataset, measure, label, unit, grain, kind
        from view_forecast_measure
        order by dataset, measure
        """;

    private const string TerritoriesSql = """
        select territory, force_code
        from view_forecast
        where dataset = @dataset and measure = @measure
        order by territory, force_code
        """;

    internal const string PanelSql = """
        select m.dataset, m.measure, m.label, m.unit, m.grain, m.kind, f.id as forecast_id, f.made_at, f.vintage, f.is_demonstration, f.model, f.refusal,
               f.predictability, f.origin, f.specification, v.tracking_signal, v.recent_mase, v.recent_r2, d.detail
        from view_forecast v
        join view_forecast_measure m on m.dataset = v.dataset and m.measure = v.measure
        join forecast f on f.id = v.forecast_id
        join forecast_detail d on d.forecast_id = v.forecast_id
        where v.dataset = @Dataset and v.measure = @Measure and v.territory = @Territory and v.force_code = @ForceCode
        """;

    internal const string OverviewSql = """
        select v.territory, v.force_code, f.vintage, f.is_demonstration, f.refusal, f.predictability, f.origin, d.overview
        from view_forecast v
        join forecast f on f.id = v.forecast_id
        join forecast_detail d on d.forecast_id = v.forecast_id
        where v.dataset = @dataset and v.measure = @measure
        order by v.territory, v.force_code
        """;

    private const string RunsSql = """
        select r.run_id, r.dataset, r.measure, r.made_at, r.series, r.trained, r.updated, r.refused, r.scored, r.mae, r.rmse, r.mase, r.smape, r.r2,
               r.coverage80, r.coverage95
        from (select run_id from forecast_run where dataset = '' and measure = '' order by run_id desc limit @limit) n
        join forecast_run r on r.run_id = n.run_id
        order by r.run_id desc, r.dataset, r.measure
        """;

    private const string PolicySql = """
        select max_mase, min_r2, max_tracking_signal, recent_periods, changed_by, changed_at
        from forecast_policy
        where id = 1
        """;

    static ForecastQueries() => ForecastJson.ReadSpecifications();

    private sealed record PanelRow(
        long ForecastId, DateTimeOffset MadeAt, string Vintage, bool IsDemonstration, string Model, ForecastRefusal Refusal, Predictability Predictability, int Origin,
        ForecastSpecification? Specification, double? TrackingSignal, double? RecentMase, double? RecentR2, string Detail)
    {
        public ForecastPanel ToPanel(ForecastKey key, ForecastMeasure measure)
        {
            var result = ForecastDetail.Parse(Detail, key.Id, measure.Grain) with
            {
                Refusal = Refusal, Origin = Origin, Predictability = Predictability, Specification = Specification,
            };
            return new ForecastPanel(key, measure, ForecastId, MadeAt, Vintage, IsDemonstration, Model, result, TrackingSignal, RecentMase, RecentR2);
        }
    }

    private sealed record OverviewRow(
        string Territory, string ForceCode, string Vintage, bool IsDemonstration, ForecastRefusal Refusal, Predictability Predictability, int Origin, string Overview)
    {
        public ForecastOverview ToOverview()
        {
            var detail = OverviewDetail.Parse(Overview);
            return new ForecastOverview(
                Territory, ForceCode, Vintage, IsDemonstration, Refusal, Predictability, Origin,
                detail.History, detail.Means, detail.Low80, detail.High80, detail.LastTotal, detail.NextTotal, detail.TotalDeviation);
        }
    }

    /// <summary>The measures that are forecast, by dataset and key.</summary>
    public Task<IReadOnlyList<ForecastMeasure>> MeasuresAsync(CancellationToken cancellationToken)
        => database.QueryAsync<ForecastMeasure>(MeasuresSql, null, cancellationToken);

    /// <summary>What a measure is forecast of, by code and force; none where it is not forecast.</summary>
    public Task<IReadOnlyList<ForecastTerritory>> TerritoriesAsync(string dataset, string measure, CancellationToken cancellationToken)
        => database.QueryAsync<ForecastTerritory>(TerritoriesSql, new { dataset, measure }, cancellationToken);

    /// <summary>The forecast in force of one series; null where it is not forecast. One read by keys.</summary>
    public async Task<ForecastPanel?> PanelAsync(ForecastKey key, CancellationToken cancellationToken)
        => (await database.QueryAsync<ForecastMeasure, PanelRow, ForecastPanel>(
            PanelSql, (measure, row) => row.ToPanel(key, measure), "forecast_id", key, cancellationToken)).SingleOrDefault();

    /// <summary>All series of a measure, by code and force. One range read.</summary>
    public async Task<IReadOnlyList<ForecastOverview>> OverviewAsync(string dataset, string measure, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<OverviewRow>(OverviewSql, new { dataset, measure }, cancellationToken)).Select(r => r.ToOverview())];

    /// <summary>What the last runs did that found something to do, newest first; of each the whole (dataset empty), then its measures.</summary>
    /// <param name="limit">Runs.</param>
    public Task<IReadOnlyList<ForecastRun>> RunsAsync(int limit, CancellationToken cancellationToken)
        => database.QueryAsync<ForecastRun>(RunsSql, new { limit }, cancellationToken);

    /// <summary>When to train again.</summary>
    public async Task<ForecastPolicy> PolicyAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<ForecastPolicy>(PolicySql, null, cancellationToken)).SingleOrDefault() ?? ForecastPolicy.Shipped;
}
