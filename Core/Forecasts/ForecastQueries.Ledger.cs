namespace Octoplus.Core.Forecasts;

/// <content>The ledger: every forecast published, and what became of it.</content>
public sealed partial class ForecastQueries
{
    // Refused series are in the table for the sake of their hash: nothing was forecast.
    private const string LedgerSql = """
        select f.id as ForecastId, s.dataset as Dataset, s.measure as Measure, s.territory as Territory, s.force_code as ForceCode, f.made_at as MadeAt, f.cause as Cause,
               f.origin as Origin, f.vintage as Vintage, f.is_demonstration as IsDemonstration, f.model as Model, f.points as Points, c.scored as Scored,
               c.abs_error as AbsError, c.naive_error as NaiveError, c.smape as Smape, c.error as Error, c.within80 as Within80, c.within95 as Within95
        from forecast f
        join forecast_series s on s.id = f.series_id
        left join forecast_scored c on c.forecast_id = f.id
        """;

    private const string LedgerCountSql = "select count(*) from forecast f join forecast_series s on s.id = f.series_id";

    private const string RecordsSql = """
        sum(r.forecasts) as Forecasts, sum(r.scored) as Scored, sum(r.abs_error) as AbsError, sum(r.naive_error) as NaiveError,
               sum(r.smape) as Smape, sum(r.error) as Error, sum(r.within80) as Within80, sum(r.within95) as Within95
        from view_forecast_record r
        join forecast_series s on s.id = r.series_id
        """;

    private const string PointsSql = """
        select p.period as Period, p.step as Step, p.mean as Mean, p.low80 as Low80, p.high80 as High80, p.low95 as Low95, p.high95 as High95, p.naive as Naive,
               c.value as Value, c.scored_at as ScoredAt
        from forecast f
        join forecast_point p on p.forecast_id = f.id
        left join forecast_score c on c.forecast_id = p.forecast_id and c.period = p.period
        where f.id = @forecastId
        order by p.period
        """;

    private record Sums
    {
        public int? Scored { get; init; }

        public double? AbsError { get; init; }

        public double? NaiveError { get; init; }

        public double? Smape { get; init; }

        public double? Error { get; init; }

        public double? Within80 { get; init; }

        public double? Within95 { get; init; }

        public double? MaseOfNaive => NaiveError > 0 ? AbsError / NaiveError : null;

        public double? Mean(double? sum) => Scored > 0 ? sum / Scored : null;
    }

    private sealed record LedgerRow : Sums
    {
        public required long ForecastId { get; init; }

        public required string Dataset { get; init; }

        public required string Measure { get; init; }

        public required string Territory { get; init; }

        public required string ForceCode { get; init; }

        public required string MadeAt { get; init; }

        public required string Cause { get; init; }

        public required int Origin { get; init; }

        public required string Vintage { get; init; }

        public required bool IsDemonstration { get; init; }

        public required string Model { get; init; }

        public required int Points { get; init; }

        public LedgerEntry ToEntry()
            => new(
                ForecastId, new ForecastKey(Dataset, Measure, Territory, ForceCode), MadeAt, Cause, Origin, Vintage, IsDemonstration, Model, Points, Scored ?? 0,
                Mean(AbsError), Scored > 0 ? MaseOfNaive : null, Mean(Smape), Mean(Error), Mean(Within80), Mean(Within95));
    }

    private sealed record RecordRow : Sums
    {
        public required string Dataset { get; init; }

        public required string Name { get; init; }

        public required long Forecasts { get; init; }

        public LedgerRecord ToRecord()
            => new(
                Dataset.Length > 0 ? $"{Dataset}/{Name}" : Name, (int)Forecasts, Scored ?? 0, Mean(AbsError) ?? 0, MaseOfNaive, Mean(Smape) ?? 0, Mean(Error) ?? 0, Mean(Within80) ?? 0, Mean(Within95) ?? 0);
    }

    private sealed record PointRow
    {
        public required int Period { get; init; }

        public required int Step { get; init; }

        public required double Mean { get; init; }

        public required double Low80 { get; init; }

        public required double High80 { get; init; }

        public required double Low95 { get; init; }

        public required double High95 { get; init; }

        public required double Naive { get; init; }

        public double? Value { get; init; }

        public string? ScoredAt { get; init; }
    }

    /// <summary>Forecasts ever published, newest first, with the scores of their periods that are known.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync(LedgerFilter filter, int limit, int offset, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<LedgerRow>(
                $"{LedgerSql} where f.refusal = 'none'{Where(filter, "f")} order by f.id desc limit @limit offset @offset", Parameters(filter, limit, offset), cancellationToken))
            .Select(r => r.ToEntry())];

    /// <summary>A forecast with the scores of its periods that are known; null where there is none of that id.</summary>
    public async Task<LedgerEntry?> LedgerEntryAsync(long forecastId, CancellationToken cancellationToken)
        => (await database.QueryAsync<LedgerRow>($"{LedgerSql} where f.refusal = 'none' and f.id = @forecastId", new { forecastId }, cancellationToken))
            .SingleOrDefault()?.ToEntry();

    /// <summary>How many there are.</summary>
    public async Task<int> LedgerCountAsync(LedgerFilter filter, CancellationToken cancellationToken)
        => (int)(await database.QueryAsync<long>($"{LedgerCountSql} where f.refusal = 'none'{Where(filter, "f")}", Parameters(filter), cancellationToken))[0];

    /// <summary>The record of all forecasts with at least one known period, by name. Cost: a few rows a series, however many forecasts there are.</summary>
    public async Task<IReadOnlyList<LedgerRecord>> LedgerRecordsAsync(LedgerFilter filter, LedgerGrouping grouping, CancellationToken cancellationToken)
    {
        // The engines join texts by different signs: two columns are read, and joined here.
        var (columns, name) = grouping switch
        {
            LedgerGrouping.Measure => ("s.dataset, s.measure", "s.dataset as Dataset, s.measure as Name"),
            LedgerGrouping.Territory => ("s.territory", "'' as Dataset, s.territory as Name"),
            _ => ("r.model", "'' as Dataset, r.model as Name"),
        };
        var rows = await database.QueryAsync<RecordRow>(
            $"select {name}, {RecordsSql} where r.scored > 0{Where(filter, "r")} group by {columns} order by {columns}", Parameters(filter), cancellationToken);
        return [.. rows.Select(r => r.ToRecord())];
    }

    /// <summary>The periods of one forecast, in order; none where there is no such forecast.</summary>
    public async Task<IReadOnlyList<LedgerPoint>> LedgerPointsAsync(long forecastId, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<PointRow>(PointsSql, new { forecastId }, cancellationToken)).Select(p => new LedgerPoint(
            p.Period, p.Step, p.Mean, p.Low80, p.High80, p.Low95, p.High95, p.Naive, p.Value, p.ScoredAt))];

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
