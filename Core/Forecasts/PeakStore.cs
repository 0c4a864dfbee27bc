using System.Text.Json;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>Keeps the peaks of each measure: those of one calculation, or those of another, never parts of both.</summary>
public sealed class PeakStore(Database database)
{
    private const string HashesSql = "select dataset, measure, data_hash from peak_measure order by dataset, measure";

    private const string DeleteSeriesSql = "delete from peak_series where dataset = @Dataset and measure = @Measure";

    private const string DeleteMeasureSql = "delete from peak_measure where dataset = @Dataset and measure = @Measure";

    private const string InsertMeasureSql = """
        insert into peak_measure (dataset, measure, data_hash, made_at, run_id, vintage, is_demonstration, label, week, ahead, is_learnt, tested, base_rate, brier,
          brier_of_base_rate, auc, calibration_error, bins)
        values (@Dataset, @Measure, @Hash, @MadeAt, @RunId, @Vintage, @IsDemonstration, @Label, @Week, @Ahead, @IsLearnt, @Tested, @BaseRate, @Brier,
          @BrierOfBaseRate, @Auc, @CalibrationError, @Bins)
        """;

    private const string InsertSeriesSql = """
        insert into peak_series (dataset, measure, territory, refusal, probability, threshold, usual, tested, auc, recent, provisional)
        values (@Dataset, @Measure, @Territory, @Refusal, @Probability, @Threshold, @Usual, @Tested, @Auc, @Recent, @Provisional)
        """;

    /// <summary>Hash of the counts that the stored peaks of each measure are of.</summary>
    public async Task<IReadOnlyDictionary<(string Dataset, string Measure), string>> HashesAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(string Dataset, string Measure, string DataHash)>(HashesSql, null, cancellationToken)).ToDictionary(r => (r.Dataset, r.Measure), r => r.DataHash);

    /// <summary>Makes the peaks of a measure these, in one transaction.</summary>
    /// <param name="hash">SHA-256 of what they were worked out of.</param>
    /// <param name="runId">Of the job.</param>
    public Task ReplaceAsync(PeakMeasure measure, IReadOnlyList<PeakSeries> series, string hash, long runId, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(DeleteSeriesSql, measure, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(DeleteMeasureSql, measure, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(InsertMeasureSql, MeasureRow(measure, hash, runId), transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(
                    InsertSeriesSql, series.Select(s => SeriesRow(measure, s)), transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);

    /// <summary>Drops the peaks of a measure that is no longer served.</summary>
    public Task RemoveAsync(string dataset, string measure, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var key = new { Dataset = dataset, Measure = measure };
                await connection.ExecuteAsync(new CommandDefinition(DeleteSeriesSql, key, transaction, cancellationToken: cancellationToken));
                await connection.ExecuteAsync(new CommandDefinition(DeleteMeasureSql, key, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);

    private static object MeasureRow(PeakMeasure m, string hash, long runId) => new
    {
        m.Dataset,
        m.Measure,
        Hash = hash,
        m.MadeAt,
        RunId = runId,
        m.Vintage,
        m.IsDemonstration,
        m.Label,
        m.Week,
        m.Ahead,
        m.IsLearnt,
        Tested = m.Backtest?.Count ?? 0,
        m.Backtest?.BaseRate,
        m.Backtest?.Brier,
        m.Backtest?.BrierOfBaseRate,
        m.Backtest?.Auc,
        m.Backtest?.CalibrationError,
        Bins = JsonSerializer.Serialize(m.Backtest?.Bins ?? []),
    };

    private static object SeriesRow(PeakMeasure m, PeakSeries s) => new
    {
        m.Dataset,
        m.Measure,
        s.Territory,
        Refusal = EnumCode.Of(s.Refusal),
        s.Probability,
        s.Threshold,
        s.Usual,
        s.Tested,
        s.Auc,
        Recent = JsonSerializer.Serialize(s.Recent),
        s.Provisional,
    };
}
