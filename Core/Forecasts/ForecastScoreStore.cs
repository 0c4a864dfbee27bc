using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>A series whose forecasts are to be scored.</summary>
/// <param name="Known">Served values by period; empty: none is served any more.</param>
/// <param name="ScoredHash">What the scores will rest upon.</param>
public sealed record SeriesToScore(long SeriesId, ForecastKey Key, IReadOnlyDictionary<int, double> Known, string ScoredHash);

/// <summary>
/// Scores the ledger: what came true beside what was forecast. A forecast itself is never changed; a score follows the served values, goes with
/// a vintage that is undone, and is written anew where a later one says otherwise. Forecasts of fictional figures are scored with such alone.
/// </summary>
public sealed class ForecastScoreStore(Database database)
{
    /// <summary>Series a transaction.</summary>
    public const int Batch = 25;

    private const string StepsSql = """
        select f.series_id, f.id as forecast_id, f.origin, f.model, f.is_demonstration, p.period,
               p.mean, p.low80, p.high80, p.low95, p.high95, p.naive, c.value, c.vintage, c.scored_at
        from forecast f
        join forecast_point p on p.forecast_id = f.id
        left join forecast_score c on c.forecast_id = p.forecast_id and c.period = p.period
        where f.series_id in @ids
        order by f.series_id, f.id, p.period
        """;

    private const string StateSql = """
        update view_forecast set scored_hash = @ScoredHash, tracking_signal = @TrackingSignal, recent_mase = @Mase, recent_r2 = @R2
        where dataset = @Dataset and measure = @Measure and territory = @Territory and force_code = @ForceCode
        """;

    private sealed record Scored(LedgerStep Step, double Value, string Vintage, DateTimeOffset ScoredAt);

    /// <summary>Scores some series, in one transaction.</summary>
    /// <param name="series">At most <see cref="Batch"/>.</param>
    /// <param name="vintages">Slug of the vintage of each served period.</param>
    /// <param name="recentPeriods">How many known periods count as recent.</param>
    /// <returns>How many points got another score or lost theirs, and the record by key of the series.</returns>
    public async Task<(int Changed, IReadOnlyDictionary<long, RecentRecord> Recent)> ScoreAsync(
        IReadOnlyList<SeriesToScore> series, IReadOnlyDictionary<int, string> vintages, bool isDemonstration, int recentPeriods, CancellationToken cancellationToken)
    {
        var steps = (await database.QueryAsync<LedgerStep>(StepsSql, new { ids = series.Select(s => s.SeriesId) }, cancellationToken))
            .ToLookup(s => s.SeriesId);
        var now = DateTimeOffset.UtcNow;
        var changed = 0;
        var touched = new HashSet<long>();
        var touchedSeries = new HashSet<long>();
        var scores = new List<Scored>();
        var recent = new Dictionary<long, RecentRecord>();
        foreach (var one in series)
        {
            foreach (var step in steps[one.SeriesId])
            {
                double? value = step.IsDemonstration == isDemonstration && one.Known.TryGetValue(step.Period, out var known) ? known : null;
                if (value != step.Value)
                {
                    changed++;
                    touched.Add(step.ForecastId);
                    touchedSeries.Add(one.SeriesId);
                }

                if (value is { } score)
                {
                    scores.Add(value == step.Value
                        ? new Scored(step, score, step.Vintage!, step.ScoredAt!.Value)
                        : new Scored(step, score, vintages.GetValueOrDefault(step.Period, ""), now));
                }
            }

            recent[one.SeriesId] = RecentRecord.Of([.. steps[one.SeriesId]], one.Known, isDemonstration, recentPeriods);
        }

        await database.WriteAsync(
            async (connection, transaction) =>
            {
                if (touched.Count > 0)
                {
                    await WriteScoresAsync(connection, transaction, scores, touched, cancellationToken);
                    await WriteRecordsAsync(connection, transaction, scores, touchedSeries, cancellationToken);
                }

                await connection.ExecuteAsync(StateSql, series.Select(s => State(s, recent[s.SeriesId])), transaction);
            },
            cancellationToken);
        return (changed, recent);
    }

    private static object State(SeriesToScore s, RecentRecord r)
        => new { s.ScoredHash, r.TrackingSignal, r.Mase, r.R2, s.Key.Dataset, s.Key.Measure, s.Key.Territory, s.Key.ForceCode };

    private async Task WriteScoresAsync(
        DbConnection connection, DbTransaction transaction, List<Scored> scores, HashSet<long> touched, CancellationToken cancellationToken)
    {
        foreach (var ids in touched.Chunk(500))
        {
            await connection.ExecuteAsync("delete from forecast_score where forecast_id in @ids", new { ids }, transaction);
            await connection.ExecuteAsync("delete from forecast_scored where forecast_id in @ids", new { ids }, transaction);
        }

        var written = scores.Where(s => touched.Contains(s.Step.ForecastId)).ToList();
        using (var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "forecast_score", "forecast_id", "period", "value", "vintage", "scored_at"))
        {
            foreach (var score in written)
            {
                bulk.Add(score.Step.ForecastId);
                bulk.Add((long)score.Step.Period);
                bulk.Add(score.Value);
                bulk.Add(score.Vintage);
                bulk.Add(Instant.Of(score.ScoredAt));
                bulk.EndRow();
            }

            await bulk.CompleteAsync(cancellationToken);
        }

        using var sums = database.Dialect.BeginBulkInsert(
            connection, transaction, "forecast_scored",
            "forecast_id", "scored", "abs_error", "squared_error", "naive_error", "smape", "error", "within80", "within95");
        foreach (var forecast in written.GroupBy(s => s.Step.ForecastId))
        {
            var sum = Sum(forecast);
            sums.Add(forecast.Key);
            sums.Add((long)sum.Scored);
            sums.Add(sum.AbsError);
            sums.Add(sum.SquaredError);
            sums.Add(sum.NaiveError);
            sums.Add(sum.Smape);
            sums.Add(sum.Error);
            sums.Add((long)sum.Within80);
            sums.Add((long)sum.Within95);
            sums.EndRow();
        }

        await sums.CompleteAsync(cancellationToken);
    }

    private async Task WriteRecordsAsync(
        DbConnection connection, DbTransaction transaction, List<Scored> scores, HashSet<long> touchedSeries, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("delete from view_forecast_record where series_id in @touchedSeries", new { touchedSeries }, transaction);
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "view_forecast_record",
            "series_id", "model", "forecasts", "scored", "abs_error", "naive_error", "smape", "error", "within80", "within95");
        foreach (var record in scores.Where(s => touchedSeries.Contains(s.Step.SeriesId)).GroupBy(s => (s.Step.SeriesId, s.Step.Model)))
        {
            var sum = Sum(record);
            bulk.Add(record.Key.SeriesId);
            bulk.Add(record.Key.Model);
            bulk.Add((long)record.Select(s => s.Step.ForecastId).Distinct().Count());
            bulk.Add((long)sum.Scored);
            bulk.Add(sum.AbsError);
            bulk.Add(sum.NaiveError);
            bulk.Add(sum.Smape);
            bulk.Add(sum.Error);
            bulk.Add((long)sum.Within80);
            bulk.Add((long)sum.Within95);
            bulk.EndRow();
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    private static ErrorSums Sum(IEnumerable<Scored> scores)
    {
        var sums = new ErrorSums();
        foreach (var score in scores)
        {
            sums.Add(score.Step, score.Value);
        }

        return sums;
    }
}
