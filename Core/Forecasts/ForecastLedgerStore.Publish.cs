using System.Data.Common;
using System.Text.Json;
using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <content>Staging and publishing.</content>
public sealed partial class ForecastLedgerStore
{
    private const string DropMeasureSql = "delete from view_forecast_measure where dataset = @Dataset and measure = @Measure";

    private const string InsertMeasureSql = """
        insert into view_forecast_measure (dataset, measure, label, unit, grain, kind)
        values (@Dataset, @Measure, @Label, @Unit, @grain, @kind)
        """;

    private const string DropViewSql = """
        delete from view_forecast
        where dataset = @Dataset and measure = @Measure and territory = @Territory and force_code = @ForceCode
        """;

    private const string WithdrawSql = "delete from view_forecast where dataset = @dataset and measure = @measure";

    /// <summary>Publishes forecasts of a measure: all of them from one moment on, or, killed, none.</summary>
    /// <param name="lease">Of the run; nothing is published once it is lost.</param>
    /// <param name="withdrawn">Series that are no longer served: their panels go, their ledger stays.</param>
    /// <exception cref="InvalidOperationException">The lease is lost.</exception>
    public async Task PublishAsync(
        JobLease lease, ForecastMeasure measure, IReadOnlyList<NewForecast> forecasts, IReadOnlyList<ForecastKey> withdrawn, CancellationToken cancellationToken)
    {
        var series = await EnsureSeriesAsync(measure.Dataset, measure.Measure, [.. forecasts.Select(f => f.Node.Key)], cancellationToken);
        var first = forecasts.Count == 0 ? 0 : await database.WriteAsync(
            (connection, transaction) => IdCounter.ReserveAsync(connection, transaction, "forecast", forecasts.Count, cancellationToken), cancellationToken);
        foreach (var chunk in forecasts.Select((f, i) => (Id: first + i, Forecast: f)).Chunk(Batch))
        {
            await database.WriteAsync(
                async (connection, transaction) =>
                {
                    await StagePointsAsync(connection, transaction, chunk, cancellationToken);
                    await StageBacktestsAsync(connection, transaction, chunk, cancellationToken);
                    await StageDetailsAsync(connection, transaction, measure.Grain, chunk, cancellationToken);
                },
                cancellationToken);
        }

        await database.WriteAsync(
            async (connection, transaction) =>
            {
                await LeaseStore.RequireAsync(connection, transaction, lease.Lease);
                await EnterAsync(connection, transaction, lease.RunId, series, first, forecasts, cancellationToken);
                await connection.ExecuteAsync(DropViewSql, forecasts.Select(f => f.Node.Key).Concat(withdrawn), transaction);
                await PointAsync(connection, transaction, series, first, forecasts, cancellationToken);
                await connection.ExecuteAsync(DropMeasureSql, measure, transaction);
                await connection.ExecuteAsync(
                    InsertMeasureSql,
                    new { measure.Dataset, measure.Measure, measure.Label, measure.Unit, grain = measure.Grain.Code(), kind = measure.Kind.Code() },
                    transaction);
            },
            cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await DropDetailsAsync(connection, cancellationToken);
    }

    /// <summary>Takes a measure that is no longer served off the pages; its ledger stays.</summary>
    public Task WithdrawAsync(string dataset, string measure, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(WithdrawSql, new { dataset, measure }, transaction);
                await connection.ExecuteAsync(DropMeasureSql, new { Dataset = dataset, Measure = measure }, transaction);
            },
            cancellationToken);

    private async Task StagePointsAsync(
        DbConnection connection, DbTransaction transaction, (long Id, NewForecast Forecast)[] chunk, CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "forecast_point",
            "forecast_id", "period", "step", "mean", "low80", "high80", "low95", "high95", "total_mean", "total_deviation", "naive");
        foreach (var (id, forecast) in chunk)
        {
            for (var i = 0; i < forecast.Result.Steps.Count; i++)
            {
                var step = forecast.Result.Steps[i];
                bulk.Add(id);
                bulk.Add((long)step.Period);
                bulk.Add((long)i + 1);
                bulk.Add(step.Mean);
                bulk.Add(step.Low80);
                bulk.Add(step.High80);
                bulk.Add(step.Low95);
                bulk.Add(step.High95);
                bulk.Add(forecast.Result.TotalAt(i));
                bulk.Add(step.TotalDeviation);
                bulk.Add(forecast.Naive[i]);
                bulk.EndRow();
            }
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    // Of a forecast that continues another, the backtests stay with that one.
    private async Task StageBacktestsAsync(
        DbConnection connection, DbTransaction transaction, (long Id, NewForecast Forecast)[] chunk, CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "forecast_backtest",
            "forecast_id", "method", "first_step", "last_step", "points", "mae", "rmse", "mase", "smape", "r2", "coverage80", "coverage95", "bias");
        foreach (var (id, forecast) in chunk.Where(c => c.Forecast.TrainedId is null))
        {
            foreach (var score in forecast.Result.Backtest)
            {
                bulk.Add(id);
                bulk.Add(score.Method);
                bulk.Add((long)score.FirstStep);
                bulk.Add((long)score.LastStep);
                bulk.Add((long)score.Count);
                bulk.Add(score.Mae);
                bulk.Add(score.Rmse);
                bulk.Add(score.Mase);
                bulk.Add(score.Smape);
                bulk.Add(score.R2);
                bulk.Add(score.Coverage80);
                bulk.Add(score.Coverage95);
                bulk.Add(score.Bias);
                bulk.EndRow();
            }
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    private async Task StageDetailsAsync(
        DbConnection connection, DbTransaction transaction, PeriodGrain grain, (long Id, NewForecast Forecast)[] chunk, CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(connection, transaction, "forecast_detail", "forecast_id", "overview", "detail");
        foreach (var (id, forecast) in chunk)
        {
            bulk.Add(id);
            bulk.Add(OverviewDetail.Of(forecast.Result, grain).ToJson());
            bulk.Add(ForecastDetail.Of(forecast.Result));
            bulk.EndRow();
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    private async Task EnterAsync(
        DbConnection connection,
        DbTransaction transaction,
        long runId,
        IReadOnlyDictionary<ForecastKey, long> series,
        long first,
        IReadOnlyList<NewForecast> forecasts,
        CancellationToken cancellationToken)
    {
        var now = Instant.Now();
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "forecast",
            "id", "series_id", "made_at", "run_id", "cause", "origin", "vintage", "is_demonstration", "data_hash", "refusal", "predictability", "model", "points",
            "trained_id", "specification");
        for (var i = 0; i < forecasts.Count; i++)
        {
            var (node, result) = (forecasts[i].Node, forecasts[i].Result);
            bulk.Add(first + i);
            bulk.Add(series[node.Key]);
            bulk.Add(now);
            bulk.Add(runId);
            bulk.Add(EnumCode.Of(forecasts[i].Cause));
            bulk.Add((long)(node.Origin ?? 0));
            bulk.Add(node.Vintage);
            bulk.Add(node.IsDemonstration ? 1L : 0);
            bulk.Add(node.Hash);
            bulk.Add(EnumCode.Of(result.Refusal));
            bulk.Add(EnumCode.Of(result.Predictability));
            bulk.Add(result.Model);
            bulk.Add((long)result.Steps.Count);
            bulk.Add(forecasts[i].TrainedId ?? first + i);
            bulk.Add(result.Specification is { } chosen ? JsonSerializer.Serialize(chosen, ForecastJson.Default.ForecastSpecification) : "");
            bulk.EndRow();
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    private async Task PointAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyDictionary<ForecastKey, long> series,
        long first,
        IReadOnlyList<NewForecast> forecasts,
        CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "view_forecast",
            "dataset", "measure", "territory", "force_code", "series_id", "forecast_id", "scored_hash", "tracking_signal", "recent_mase", "recent_r2");
        for (var i = 0; i < forecasts.Count; i++)
        {
            var (key, recent) = (forecasts[i].Node.Key, forecasts[i].Recent);
            bulk.Add(key.Dataset);
            bulk.Add(key.Measure);
            bulk.Add(key.Territory);
            bulk.Add(key.ForceCode);
            bulk.Add(series[key]);
            bulk.Add(first + i);
            bulk.Add(forecasts[i].ScoredHash);
            bulk.Add(recent.TrackingSignal);
            bulk.Add(recent.Mase);
            bulk.Add(recent.R2);
            bulk.EndRow();
        }

        await bulk.CompleteAsync(cancellationToken);
    }
}
