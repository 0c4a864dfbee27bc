using System.Data.Common;
using System.Text.Json;
using Dapper;
using Octoplus.Core.Series;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>
/// Writes forecasts. Points, backtests and details are stored first, a few series a transaction, and seen by nobody; then one transaction of small rows
/// enters all forecasts of a measure into the ledger and points its panels to them, so that no reader sees sums that do not add up. A run that was
/// killed leaves rows that nobody sees, which the next one drops.
/// </summary>
public sealed partial class ForecastLedgerStore(Database database)
{
    /// <summary>Series staged a transaction.</summary>
    public const int Batch = 100;

    private const string StateSql = """
        select v.territory as Territory, v.force_code as ForceCode, v.series_id as SeriesId, v.forecast_id as ForecastId, f.data_hash as DataHash,
               f.is_demonstration as IsDemonstration, f.refusal as Refusal, f.predictability as Predictability, f.trained_id as TrainedId, t.origin as TrainedOrigin,
               f.specification as Specification, v.scored_hash as ScoredHash, v.tracking_signal as TrackingSignal, v.recent_mase as RecentMase, v.recent_r2 as RecentR2
        from view_forecast v
        join forecast f on f.id = v.forecast_id
        join forecast t on t.id = f.trained_id
        where v.dataset = @dataset and v.measure = @measure
        """;

    private const string BacktestsSql = """
        select forecast_id as ForecastId, method as Method, first_step as FirstStep, last_step as LastStep, points as Points, mae as Mae, rmse as Rmse, mase as Mase,
               smape as Smape, r2 as R2, coverage80 as Coverage80, coverage95 as Coverage95, bias as Bias
        from forecast_backtest
        where forecast_id in @ids
        order by forecast_id, first_step, last_step, mase, method
        """;

    private const string SeriesSql = "select id as Id, territory as Territory, force_code as ForceCode from forecast_series where dataset = @dataset and measure = @measure";

    private static readonly string[] _unpublished = ["forecast_point", "forecast_backtest", "forecast_detail"];

    private sealed record StateRow
    {
        public required string Territory { get; init; }

        public required string ForceCode { get; init; }

        public required long SeriesId { get; init; }

        public required long ForecastId { get; init; }

        public required string DataHash { get; init; }

        public required bool IsDemonstration { get; init; }

        public required string Refusal { get; init; }

        public required string Predictability { get; init; }

        public required long TrainedId { get; init; }

        public required int TrainedOrigin { get; init; }

        public required string Specification { get; init; }

        public required string ScoredHash { get; init; }

        public double? TrackingSignal { get; init; }

        public double? RecentMase { get; init; }

        public double? RecentR2 { get; init; }
    }

    private sealed record BacktestRow
    {
        public required long ForecastId { get; init; }

        public required string Method { get; init; }

        public required int FirstStep { get; init; }

        public required int LastStep { get; init; }

        public required int Points { get; init; }

        public required double Mae { get; init; }

        public required double Rmse { get; init; }

        public required double Mase { get; init; }

        public required double Smape { get; init; }

        public double? R2 { get; init; }

        public double? Coverage80 { get; init; }

        public double? Coverage95 { get; init; }

        public required double Bias { get; init; }
    }

    private sealed record SeriesRow
    {
        public required long Id { get; init; }

        public required string Territory { get; init; }

        public required string ForceCode { get; init; }
    }

    /// <summary>What the scores of a series rest upon: its values, and how many periods count as recent.</summary>
    public static string ScoredHash(ForecastNode node, ForecastPolicy policy) => ForecastHash.OfScores(node.Hash, policy.RecentPeriods);

    /// <summary>The forecasts in force of a measure, by key.</summary>
    public async Task<IReadOnlyDictionary<ForecastKey, ForecastState>> StateAsync(string dataset, string measure, CancellationToken cancellationToken)
        => (await database.QueryAsync<StateRow>(StateSql, new { dataset, measure }, cancellationToken))
            .Select(r => new ForecastState(
                new ForecastKey(dataset, measure, r.Territory, r.ForceCode), r.SeriesId, r.ForecastId, r.DataHash, r.IsDemonstration,
                EnumCode.Parse<ForecastRefusal>(r.Refusal), EnumCode.Parse<Predictability>(r.Predictability), r.TrainedId, r.TrainedOrigin,
                r.Specification.Length > 0 ? JsonSerializer.Deserialize(r.Specification, ForecastJson.Default.ForecastSpecification) : null,
                r.ScoredHash, r.TrackingSignal, r.RecentMase, r.RecentR2))
            .ToDictionary(s => s.Key);

    /// <summary>Backtests by key of the forecast that they were made for.</summary>
    public async Task<ILookup<long, BacktestScore>> BacktestsAsync(IReadOnlyCollection<long> forecastIds, CancellationToken cancellationToken)
    {
        var rows = new List<BacktestRow>();
        foreach (var ids in forecastIds.Chunk(500))
        {
            rows.AddRange(await database.QueryAsync<BacktestRow>(BacktestsSql, new { ids }, cancellationToken));
        }

        return rows.ToLookup(r => r.ForecastId, r => new BacktestScore(
            r.Method, r.FirstStep, r.LastStep, r.Points, r.Mae, r.Rmse, r.Mase, r.Smape, r.R2, r.Coverage80, r.Coverage95, r.Bias));
    }

    /// <summary>Keys of series, made where they are missing.</summary>
    public Task<IReadOnlyDictionary<ForecastKey, long>> EnsureSeriesAsync(
        string dataset, string measure, IReadOnlyCollection<ForecastKey> keys, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var known = (await connection.QueryAsync<SeriesRow>(SeriesSql, new { dataset, measure }, transaction))
                    .ToDictionary(s => new ForecastKey(dataset, measure, s.Territory, s.ForceCode), s => s.Id);
                var missing = keys.Where(k => !known.ContainsKey(k)).ToList();
                if (missing.Count > 0)
                {
                    var id = await IdCounter.ReserveAsync(connection, transaction, "forecast_series", missing.Count, cancellationToken);
                    using var bulk = database.Dialect.BeginBulkInsert(
                        connection, transaction, "forecast_series", "id", "dataset", "measure", "territory", "force_code");
                    foreach (var key in missing)
                    {
                        known[key] = id;
                        bulk.Add(id++);
                        bulk.Add(key.Dataset);
                        bulk.Add(key.Measure);
                        bulk.Add(key.Territory);
                        bulk.Add(key.ForceCode);
                        bulk.EndRow();
                    }

                    await bulk.CompleteAsync(cancellationToken);
                }

                return (IReadOnlyDictionary<ForecastKey, long>)known;
            },
            cancellationToken);

    /// <summary>Drops what runs staged that were killed before they published it, and details of forecasts no longer in force. For the run that holds the lease.</summary>
    public async Task DropUnpublishedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // Ids grow: what was published last has the highest of all that were published.
        var last = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select max(id) from forecast", cancellationToken: cancellationToken)) ?? 0;
        foreach (var table in _unpublished)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where forecast_id > @last", new { last }, commandTimeout: 600, cancellationToken: cancellationToken));
        }

        await DropDetailsAsync(connection, cancellationToken);
    }

    private static async Task DropDetailsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var inForce = (await connection.QueryAsync<long>(new CommandDefinition("select forecast_id from view_forecast", cancellationToken: cancellationToken))).ToHashSet();
        var stored = await connection.QueryAsync<long>(new CommandDefinition("select forecast_id from forecast_detail", cancellationToken: cancellationToken));
        foreach (var ids in stored.Where(id => !inForce.Contains(id)).Chunk(Batch))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "delete from forecast_detail where forecast_id in @ids", new { ids }, cancellationToken: cancellationToken));
        }
    }
}
