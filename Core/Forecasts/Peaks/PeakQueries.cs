using System.Text.Json;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts.Peaks;

/// <summary>Reads what the job <c>forecast-peaks</c> wrote: two ranges of primary keys a page.</summary>
public sealed class PeakQueries(Database database)
{
    private const string MeasuresSql = """
        select dataset as Dataset, measure as Measure, label as Label, week as Week, ahead as Ahead, made_at as MadeAt, vintage as Vintage,
               is_demonstration as IsDemonstration, is_learnt as IsLearnt, tested as Tested, base_rate as BaseRate, brier as Brier,
               brier_of_base_rate as BrierOfBaseRate, auc as Auc, calibration_error as CalibrationError, bins as Bins
        from peak_measure
        order by dataset, measure
        """;

    private const string SeriesSql = """
        select territory as Territory, refusal as Refusal, probability as Probability, threshold as Threshold, usual as Usual, tested as Tested, auc as Auc,
               recent as Recent, provisional as Provisional
        from peak_series
        where dataset = @dataset and measure = @measure
        order by territory
        """;

    /// <summary>Measures with weekly peaks, by dataset and key.</summary>
    public async Task<IReadOnlyList<PeakMeasure>> MeasuresAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<MeasureRow>(MeasuresSql, null, cancellationToken)).Select(r => r.ToMeasure())];

    /// <summary>All series of a measure, by code of the territory.</summary>
    public async Task<IReadOnlyList<PeakSeries>> SeriesAsync(string dataset, string measure, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<SeriesRow>(SeriesSql, new { dataset, measure }, cancellationToken)).Select(r => r.ToSeries())];

    private sealed record MeasureRow
    {
        public string Dataset { get; init; } = "";

        public string Measure { get; init; } = "";

        public string Label { get; init; } = "";

        public long Week { get; init; }

        public long Ahead { get; init; }

        public string MadeAt { get; init; } = "";

        public string Vintage { get; init; } = "";

        public long IsDemonstration { get; init; }

        public long IsLearnt { get; init; }

        public long Tested { get; init; }

        public double? BaseRate { get; init; }

        public double? Brier { get; init; }

        public double? BrierOfBaseRate { get; init; }

        public double? Auc { get; init; }

        public double? CalibrationError { get; init; }

        public string Bins { get; init; } = "[]";

        public PeakMeasure ToMeasure() => new(
            Dataset, Measure, Label, (int)Week, (int)Ahead, MadeAt, Vintage, IsDemonstration != 0, IsLearnt != 0,
            BaseRate is { } rate && Brier is { } brier && BrierOfBaseRate is { } ofBase && CalibrationError is { } error
                ? new((int)Tested, rate, brier, ofBase, Auc, error, JsonSerializer.Deserialize<List<CalibrationBin>>(Bins) ?? [])
                : null);
    }

    private sealed record SeriesRow
    {
        public string Territory { get; init; } = "";

        public string Refusal { get; init; } = "";

        public double Probability { get; init; }

        public double Threshold { get; init; }

        public double Usual { get; init; }

        public long Tested { get; init; }

        public double? Auc { get; init; }

        public string Recent { get; init; } = "[]";

        public long Provisional { get; init; }

        public PeakSeries ToSeries() => new(
            Territory, EnumCode.Parse<PeakRefusal>(Refusal), Probability, Threshold, Usual, (int)Tested, Auc,
            JsonSerializer.Deserialize<List<double?>>(Recent) ?? [], (int)Provisional);
    }
}

/// <summary>A measure whose weekly peaks are forecast.</summary>
/// <param name="Week">Key of the week asked for.</param>
/// <param name="Ahead">Weeks from the last settled one to it.</param>
/// <param name="IsLearnt">See <see cref="PeakForecasts.IsLearnt"/>.</param>
/// <param name="Backtest">Over all its series; null where there was too little to test.</param>
public sealed record PeakMeasure(
    string Dataset, string Measure, string Label, int Week, int Ahead, string MadeAt, string Vintage, bool IsDemonstration, bool IsLearnt, ProbabilityScore? Backtest);

/// <summary>The next week of one territory.</summary>
/// <param name="Probability">Of a peak; 0, as threshold and usual count, where refused.</param>
/// <param name="Tested">Weeks in the backtest of this series.</param>
/// <param name="Auc">Of this series alone; null where not tested.</param>
/// <param name="Recent">The last counts before the week, oldest first; null: unknown.</param>
/// <param name="Provisional">How many of the last of these may change yet.</param>
public sealed record PeakSeries(
    string Territory, PeakRefusal Refusal, double Probability, double Threshold, double Usual, int Tested, double? Auc, IReadOnlyList<double?> Recent, int Provisional);
