using System.Text.Json;
using Octoplus.Core.Series;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>Reads the forecasts in force: each panel is a read by key, the small multiples of a measure are one range.</summary>
public sealed partial class ForecastQueries(Database database)
{
    private const string MeasuresSql = """
        select dataset as Dataset, measure as Measure, label as Label, unit as Unit, grain as GrainCode, kind as KindCode
        from view_forecast_measure
        order by dataset, measure
        """;

    private const string TerritoriesSql = """
        select territory as Territory, force_code as ForceCode
        from view_forecast
        where dataset = @dataset and measure = @measure
        order by territory, force_code
        """;

    internal const string PanelSql = """
        select m.label as Label, m.unit as Unit, m.grain as GrainCode, m.kind as KindCode, f.id as ForecastId, f.made_at as MadeAt, f.vintage as Vintage,
               f.is_demonstration as IsDemonstration, f.model as Model, f.refusal as Refusal, f.predictability as Predictability, f.origin as Origin,
               f.specification as Specification, v.tracking_signal as TrackingSignal, v.recent_mase as RecentMase, v.recent_r2 as RecentR2, d.detail as Detail
        from view_forecast v
        join view_forecast_measure m on m.dataset = v.dataset and m.measure = v.measure
        join forecast f on f.id = v.forecast_id
        join forecast_detail d on d.forecast_id = v.forecast_id
        where v.dataset = @Dataset and v.measure = @Measure and v.territory = @Territory and v.force_code = @ForceCode
        """;

    internal const string OverviewSql = """
        select v.territory as Territory, v.force_code as ForceCode, f.vintage as Vintage, f.is_demonstration as IsDemonstration,
               f.refusal as Refusal, f.predictability as Predictability, f.origin as Origin, d.overview as Overview
        from view_forecast v
        join forecast f on f.id = v.forecast_id
        join forecast_detail d on d.forecast_id = v.forecast_id
        where v.dataset = @dataset and v.measure = @measure
        order by v.territory, v.force_code
        """;

    private const string RunsSql = """
        select r.run_id as RunId, r.dataset as Dataset, r.measure as Measure, r.made_at as MadeAt, r.series as Series, r.trained as Trained, r.updated as Updated,
               r.refused as Refused, r.scored as Scored, r.mae as Mae, r.rmse as Rmse, r.mase as Mase, r.smape as Smape, r.r2 as R2,
               r.coverage80 as Coverage80, r.coverage95 as Coverage95
        from (select run_id from forecast_run where dataset = '' and measure = '' order by run_id desc limit @limit) n
        join forecast_run r on r.run_id = n.run_id
        order by r.run_id desc, r.dataset, r.measure
        """;

    private const string PolicySql = """
        select max_mase as MaxMase, min_r2 as MinR2, max_tracking_signal as MaxTrackingSignal, recent_periods as RecentPeriods, changed_by as ChangedBy, changed_at as ChangedAt
        from forecast_policy
        where id = 1
        """;

    private sealed record MeasureRow
    {
        public required string Dataset { get; init; }

        public required string Measure { get; init; }

        public required string Label { get; init; }

        public required string Unit { get; init; }

        public required string GrainCode { get; init; }

        public required string KindCode { get; init; }

        public ForecastMeasure ToMeasure()
            => new(Dataset, Measure, Label, Unit, PeriodGrainCodes.TryParse(GrainCode)!.Value, MeasureKindCodes.TryParse(KindCode)!.Value);
    }

    private sealed record TerritoryRow
    {
        public required string Territory { get; init; }

        public required string ForceCode { get; init; }
    }

    private sealed record PanelRow
    {
        public required string Label { get; init; }

        public required string Unit { get; init; }

        public required string GrainCode { get; init; }

        public required string KindCode { get; init; }

        public required long ForecastId { get; init; }

        public required string MadeAt { get; init; }

        public required string Vintage { get; init; }

        public required bool IsDemonstration { get; init; }

        public required string Model { get; init; }

        public required string Refusal { get; init; }

        public required string Predictability { get; init; }

        public required int Origin { get; init; }

        public required string Specification { get; init; }

        public double? TrackingSignal { get; init; }

        public double? RecentMase { get; init; }

        public double? RecentR2 { get; init; }

        public required string Detail { get; init; }

        public ForecastPanel ToPanel(ForecastKey key)
        {
            var measure = new ForecastMeasure(
                key.Dataset, key.Measure, Label, Unit, PeriodGrainCodes.TryParse(GrainCode)!.Value, MeasureKindCodes.TryParse(KindCode)!.Value);
            var result = ForecastDetail.Parse(Detail, key.Id, measure.Grain) with
            {
                Refusal = EnumCode.Parse<ForecastRefusal>(Refusal),
                Origin = Origin,
                Predictability = EnumCode.Parse<Predictability>(Predictability),
                Specification = Specification.Length > 0 ? JsonSerializer.Deserialize(Specification, ForecastJson.Default.ForecastSpecification) : null,
            };
            return new ForecastPanel(key, measure, ForecastId, MadeAt, Vintage, IsDemonstration, Model, result, TrackingSignal, RecentMase, RecentR2);
        }
    }

    private sealed record OverviewRow
    {
        public required string Territory { get; init; }

        public required string ForceCode { get; init; }

        public required string Vintage { get; init; }

        public required bool IsDemonstration { get; init; }

        public required string Refusal { get; init; }

        public required string Predictability { get; init; }

        public required int Origin { get; init; }

        public required string Overview { get; init; }

        public ForecastOverview ToOverview()
        {
            var detail = OverviewDetail.Parse(Overview);
            return new ForecastOverview(
                Territory, ForceCode, Vintage, IsDemonstration, EnumCode.Parse<ForecastRefusal>(Refusal), EnumCode.Parse<Predictability>(Predictability), Origin,
                detail.History, detail.Means, detail.Low80, detail.High80, detail.LastTotal, detail.NextTotal, detail.TotalDeviation);
        }
    }

    private sealed record PolicyRow
    {
        public required double MaxMase { get; init; }

        public double? MinR2 { get; init; }

        public required double MaxTrackingSignal { get; init; }

        public required int RecentPeriods { get; init; }

        public string? ChangedBy { get; init; }

        public string? ChangedAt { get; init; }
    }

    /// <summary>The measures that are forecast, by dataset and key.</summary>
    public async Task<IReadOnlyList<ForecastMeasure>> MeasuresAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<MeasureRow>(MeasuresSql, null, cancellationToken)).Select(r => r.ToMeasure())];

    /// <summary>What a measure is forecast of, by code and force; none where it is not forecast.</summary>
    public async Task<IReadOnlyList<ForecastTerritory>> TerritoriesAsync(string dataset, string measure, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<TerritoryRow>(TerritoriesSql, new { dataset, measure }, cancellationToken)).Select(r => new ForecastTerritory(r.Territory, r.ForceCode))];

    /// <summary>The forecast in force of one series; null where it is not forecast. One read by keys.</summary>
    public async Task<ForecastPanel?> PanelAsync(ForecastKey key, CancellationToken cancellationToken)
        => (await database.QueryAsync<PanelRow>(PanelSql, key, cancellationToken)).SingleOrDefault()?.ToPanel(key);

    /// <summary>All series of a measure, by code and force. One range read.</summary>
    public async Task<IReadOnlyList<ForecastOverview>> OverviewAsync(string dataset, string measure, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<OverviewRow>(OverviewSql, new { dataset, measure }, cancellationToken)).Select(r => r.ToOverview())];

    /// <summary>What the last runs did that found something to do, newest first; of each the whole (dataset empty), then its measures.</summary>
    /// <param name="limit">Runs.</param>
    public Task<IReadOnlyList<ForecastRun>> RunsAsync(int limit, CancellationToken cancellationToken)
        => database.QueryAsync<ForecastRun>(RunsSql, new { limit }, cancellationToken);

    /// <summary>When to train again.</summary>
    public async Task<ForecastPolicy> PolicyAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<PolicyRow>(PolicySql, null, cancellationToken)).SingleOrDefault() is { } row
            ? new ForecastPolicy(row.MaxMase, row.MinR2, row.MaxTrackingSignal, row.RecentPeriods, row.ChangedBy, row.ChangedAt)
            : ForecastPolicy.Shipped;
}
