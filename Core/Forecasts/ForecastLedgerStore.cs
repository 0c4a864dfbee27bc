using System.Data.Common;
using System.Text.Json;
using Dapper;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;

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
        select v.dataset, v.measure, v.territory, v.force_code, v.series_id, v.forecast_id, f.data_hash, f.is_demonstration, f.refusal, f.predictability, f.trained_id,
               t.origin as trained_origin, f.specification, v.scored_hash, v.tracking_signal, v.recent_mase, v.recent_r2
        from view_forecast v
        join forecast f on f.id = v.forecast_id
        join forecast t on t.id = f.trained_id
        where v.dataset = @dataset and v.measure = @measure
        """;

    private const string BacktestsSql = """
        select forecast_id, method, first_step, last_step, points as count, mae, rmse, mase, smape, r2, coverage80, coverage95, bias
        from forecast_backtest
        where forecast_id in @ids
        order by forecast_id, first_step, last_step, mase, method
        """;

    private const string SeriesSql = "select id, territory, force_code from forecast_series where dataset = @dataset and measure = @measure";

    private static readonly string[] _unpublished = ["forecast_point", "forecast_backtest", "forecast_detail"];

    static ForecastLedgerStore() => ForecastJson.ReadSpecifications();

    /// <summary>What the scores of a series rest upon: its values, and how many periods count as recent.</summary>
    public static string ScoredHash(ForecastNode node, ForecastPolicy policy) => ForecastHash.OfScores(node.Hash, policy.RecentPeriods);

    /// <summary>The forecasts in force of a measure, by key.</summary>
    public async Task<IReadOnlyDictionary<ForecastKey, ForecastState>> StateAsync(string dataset, string measure, CancellationToken cancellationToken)
        => (await database.QueryAsync<ForecastKey, ForecastState, ForecastState>(
            StateSql, (key, state) => state with { Key = key }, "series_id", new { dataset, measure }, cancellationToken)).ToDictionary(s => s.Key);

    /// <summary>Backtests by key of the forecast that they were made for.</summary>
    public async Task<ILookup<long, BacktestScore>> BacktestsAsync(IReadOnlyCollection<long> forecastIds, CancellationToken cancellationToken)
    {
        var scores = new List<(long ForecastId, BacktestScore Score)>();
        foreach (var ids in forecastIds.Chunk(500))
        {
            scores.AddRange(await database.QueryAsync<long, BacktestScore, (long, BacktestScore)>(
                BacktestsSql, (id, score) => (id, score), "method", new { ids }, cancellationToken));
        }

        return scores.ToLookup(s => s.ForecastId, s => s.Score);
    }

    /// <summary>Keys of series, made where they are missing.</summary>
    public Task<IReadOnlyDictionary<ForecastKey, long>> EnsureSeriesAsync(
        string dataset, string measure, IReadOnlyCollection<ForecastKey> keys, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var known = (await connection.QueryAsync<(long Id, string Territory, string ForceCode)>(SeriesSql, new { dataset, measure }, transaction))
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
