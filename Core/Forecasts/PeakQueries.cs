using System.Text.Json;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>Reads what the job <c>forecast-peaks</c> wrote: two ranges of primary keys a page.</summary>
public sealed class PeakQueries(Database database)
{
    private const string MeasuresSql = """
        select dataset, measure, label, week, ahead, made_at, vintage, is_demonstration, is_learnt, tested, base_rate, brier,
               brier_of_base_rate, auc, calibration_error, bins
        from peak_measure
        order by dataset, measure
        """;

    private const string SeriesSql = """
        select territory, refusal, probability, threshold, usual, tested, auc, recent, provisional
        from peak_series
        where dataset = @dataset and measure = @measure
        order by territory
        """;

    static PeakQueries()
    {
        ColumnMapping.Read<IReadOnlyList<CalibrationBin>>(json => JsonSerializer.Deserialize<List<CalibrationBin>>(json) ?? []);
        ColumnMapping.Read<IReadOnlyList<double?>>(json => JsonSerializer.Deserialize<List<double?>>(json) ?? []);
    }

    /// <summary>Measures with weekly peaks, by dataset and key.</summary>
    public async Task<IReadOnlyList<PeakMeasure>> MeasuresAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<MeasureRow>(MeasuresSql, null, cancellationToken)).Select(r => r.ToMeasure())];

    /// <summary>All series of a measure, by code of the territory.</summary>
    public Task<IReadOnlyList<PeakSeries>> SeriesAsync(string dataset, string measure, CancellationToken cancellationToken)
        => database.QueryAsync<PeakSeries>(SeriesSql, new { dataset, measure }, cancellationToken);

    private sealed record MeasureRow(
        string Dataset, string Measure, string Label, int Week, int Ahead, DateTimeOffset MadeAt, string Vintage, bool IsDemonstration, bool IsLearnt, int Tested,
        double? BaseRate, double? Brier, double? BrierOfBaseRate, double? Auc, double? CalibrationError, IReadOnlyList<CalibrationBin> Bins)
    {
        public PeakMeasure ToMeasure() => new(
            Dataset, Measure, Label, Week, Ahead, MadeAt, Vintage, IsDemonstration, IsLearnt,
            BaseRate is { } rate && Brier is { } brier && BrierOfBaseRate is { } ofBase && CalibrationError is { } error
                ? new(Tested, rate, brier, ofBase, Auc, error, Bins)
                : null);
    }
}

/// <summary>A measure whose weekly peaks are forecast.</summary>
/// <param name="Week">Key of the week asked for.</param>
/// <param name="Ahead">Weeks from the last settled one to it.</param>
/// <param name="IsLearnt">See <see cref="PeakForecasts.IsLearnt"/>.</param>
/// <param name="Backtest">Over all its series; null where there was too little to test.</param>
public sealed record PeakMeasure(
    string Dataset, string Measure, string Label, int Week, int Ahead, DateTimeOffset MadeAt, string Vintage, bool IsDemonstration, bool IsLearnt, ProbabilityScore? Backtest);

/// <summary>The next week of one territory.</summary>
/// <param name="Probability">Of a peak; 0, as threshold and usual count, where refused.</param>
/// <param name="Tested">Weeks in the backtest of this series.</param>
/// <param name="Auc">Of this series alone; null where not tested.</param>
/// <param name="Recent">The last counts before the week, oldest first; null: unknown.</param>
/// <param name="Provisional">How many of the last of these may change yet.</param>
public sealed record PeakSeries(
    string Territory, PeakRefusal Refusal, double Probability, double Threshold, double Usual, int Tested, double? Auc, IReadOnlyList<double?> Recent, int Provisional);
