namespace Octoplus.Core.Forecasts;

/// <content>The ledger: every forecast published, and what became of it.</content>
public sealed partial class ForecastQueries
{
    // Refused series are in the table for the sake of their hash: nothing was forecast.
    private const string LedgerSql = """
        select s.dataset, s.measure, s.territory, s.force_code, f.id as forecast_id, f.made_at, f.cause, f.origin, f.vintage, f.is_demonstration, f.model, f.points,
               c.scored, c.abs_error, c.naive_error, c.smape, c.error, c.within80, c.within95
        from forecast f
        join forecast_series s on s.id = f.series_id
        left join forecast_scored c on c.forecast_id = f.id
        """;

    private const string LedgerCountSql = "select count(*) from forecast f join forecast_series s on s.id = f.series_id";

    private const string RecordsSql = """
        sum(r.forecasts) as forecasts, sum(r.scored) as scored, sum(r.abs_error) as abs_error, sum(r.naive_error) as naive_error,
               sum(r.smape) as smape, sum(r.error) as error, sum(r.within80) as within80, sum(r.within95) as within95
        from view_forecast_record r
        join forecast_series s on s.id = r.series_id
        """;

    private const string PointsSql = """
        select p.period, p.step, p.mean, p.low80, p.high80, p.low95, p.high95, p.naive, c.value, c.scored_at
        from forecast f
        join forecast_point p on p.forecast_id = f.id
        left join forecast_score c on c.forecast_id = p.forecast_id and c.period = p.period
        where f.id = @forecastId
        order by p.period
        """;

    private sealed record Sums(int Scored, double AbsError, double NaiveError, double Smape, double Error, double Within80, double Within95)
    {
        public double? MaseOfNaive => NaiveError > 0 ? AbsError / NaiveError : null;

        public double Mean(double sum) => sum / Scored;
    }

    private sealed record LedgerRow(
        long ForecastId, DateTimeOffset MadeAt, string Cause, int Origin, string Vintage, bool IsDemonstration, string Model, int Points)
    {
        public LedgerEntry ToEntry(ForecastKey key, Sums? sums)
        {
            var known = sums is { Scored: > 0 } ? sums : null;
            return new LedgerEntry(
                ForecastId, key, MadeAt, Cause, Origin, Vintage, IsDemonstration, Model, Points, known?.Scored ?? 0, known?.Mean(known.AbsError), known?.MaseOfNaive,
                known?.Mean(known.Smape), known?.Mean(known.Error), known?.Mean(known.Within80), known?.Mean(known.Within95));
        }
    }

    /// <summary>Forecasts ever published, newest first, with the scores of their periods that are known.</summary>
    public Task<IReadOnlyList<LedgerEntry>> LedgerAsync(LedgerFilter filter, int limit, int offset, CancellationToken cancellationToken)
        => EntriesAsync(
            $"{LedgerSql} where f.refusal = 'none'{Where(filter, "f")} order by f.id desc limit @limit offset @offset", Parameters(filter, limit, offset), cancellationToken);

    /// <summary>A forecast with the scores of its periods that are known; null where there is none of that id.</summary>
    public async Task<LedgerEntry?> LedgerEntryAsync(long forecastId, CancellationToken cancellationToken)
        => (await EntriesAsync($"{LedgerSql} where f.refusal = 'none' and f.id = @forecastId", new { forecastId }, cancellationToken)).SingleOrDefault();

    /// <summary>How many there are.</summary>
    public async Task<int> LedgerCountAsync(LedgerFilter filter, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>($"{LedgerCountSql} where f.refusal = 'none'{Where(filter, "f")}", Parameters(filter), cancellationToken))[0];

    /// <summary>The record of all forecasts with at least one known period, by name. Cost: a few rows a series, however many forecasts there are.</summary>
    public async Task<IReadOnlyList<LedgerRecord>> LedgerRecordsAsync(LedgerFilter filter, LedgerGrouping grouping, CancellationToken cancellationToken)
    {
        // The engines join texts by different signs: two columns are read, and joined here.
        var (columns, name) = grouping switch
        {
            LedgerGrouping.Measure => ("s.dataset, s.measure", "s.dataset, s.measure as name"),
            LedgerGrouping.Territory => ("s.territory", "'' as dataset, s.territory as name"), _ => ("r.model", "'' as dataset, r.model as name"),
        };
        return await database.QueryAsync<(string Dataset, string Name, int Forecasts), Sums, LedgerRecord>(
            $"select {name}, {RecordsSql} where r.scored > 0{Where(filter, "r")} group by {columns} order by {columns}",
            (group, sums) => new LedgerRecord(
                group.Dataset.Length > 0 ? $"{group.Dataset}/{group.Name}" : group.Name, group.Forecasts, sums.Scored, sums.Mean(sums.AbsError), sums.MaseOfNaive,
                sums.Mean(sums.Smape), sums.Mean(sums.Error), sums.Mean(sums.Within80), sums.Mean(sums.Within95)),
            "scored", Parameters(filter), cancellationToken);
    }

    /// <summary>The periods of one forecast, in order; none where there is no such forecast.</summary>
    public Task<IReadOnlyList<LedgerPoint>> LedgerPointsAsync(long forecastId, CancellationToken cancellationToken)
        => database.QueryAsync<LedgerPoint>(PointsSql, new { forecastId }, cancellationToken);

    private Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string sql, object parameters, CancellationToken cancellationToken)
        => database.QueryAsync<ForecastKey, LedgerRow, Sums?, LedgerEntry>(
            sql, (key, row, sums) => row.ToEntry(key, sums), "forecast_id,scored", parameters, cancellationToken);

    // Only what is asked for is a condition: an index can then serve it.
    private static string Where(LedgerFilter filter, string modelTable)
        => string.Concat(
            filter.Dataset is null ? "" : " and s.dataset = @Dataset",
            filter.Measure is null ? "" : " and s.measure = @Measure",
            filter.Territory is null ? "" : " and s.territory = @Territory",
            filter.Model is null ? "" : $" and {modelTable}.model = @Model");

    private static object Parameters(LedgerFilter filter, int limit = 0, int offset = 0)
        => new { filter.Dataset, filter.Measure, filter.Territory, filter.Model, limit, offset };
}
