using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Views;

/// <summary>
/// Reads series as served: of each period the vintage that the published views show, so that an undo changes series and views at
/// one moment.
/// </summary>
public sealed class SeriesQueries(Database database)
{
    internal const string MeasuresSql = $"""
        select s.dataset, m.measure, m.label, m.unit, m.grain, m.kind, s.first_period, s.last_period
        from (
          select w.dataset, w.vintage_id, min(w.period) as first_period, max(w.period) as last_period
          from view_vintage w
          where w.build_id = {ServedBuild.Id}
          group by w.dataset, w.vintage_id
        ) s
        join series_measure m on m.vintage_id = s.vintage_id
        order by s.dataset, m.measure, s.last_period
        """;

    // One row of view_vintage a period, then the point by its key: the points of one series lie together.
    internal const string PointsSql = $"""
        select t.period, t.value, v.slug as vintage, v.is_demonstration, q.is_provisional
        from series s
        join view_vintage w on w.build_id = {ServedBuild.Id} and w.dataset = s.dataset and w.period between @from and @to
        join series_point t on t.vintage_id = w.vintage_id and t.series_id = s.id and t.period = w.period
        join vintage v on v.id = w.vintage_id
        join vintage_period q on q.vintage_id = w.vintage_id and q.period = w.period
        where s.dataset = @dataset and s.measure = @measure and s.territory = @territory
        order by t.period
        """;

    private const string TerritoriesSql = $"""
        select s.territory
        from series s
        where s.dataset = @dataset and s.measure = @measure
          and exists (
            select 1
            from view_vintage w
            join series_point t on t.vintage_id = w.vintage_id and t.series_id = s.id and t.period = w.period
            where w.build_id = {ServedBuild.Id} and w.dataset = s.dataset)
        order by s.territory
        """;

    /// <summary>The served measures by dataset and key, each as its latest vintage describes it, with the range of its periods.</summary>
    public async Task<IReadOnlyList<ServedMeasure>> MeasuresAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<ServedMeasure>(MeasuresSql, null, cancellationToken))
            .GroupBy(m => (m.Dataset, m.Measure))
            .Select(g => g.Last() with { FirstPeriod = g.Min(m => m.FirstPeriod), LastPeriod = g.Max(m => m.LastPeriod) })];

    /// <summary>The points of one series, ascending; none where there is no such series.</summary>
    /// <param name="from">First key of a period, see <see cref="Period"/>.</param>
    /// <param name="to">Last key, included.</param>
    public Task<IReadOnlyList<ServedPoint>> PointsAsync(
        string dataset, string measure, string territory, int from = int.MinValue, int to = int.MaxValue, CancellationToken cancellationToken = default)
        => database.QueryAsync<ServedPoint>(PointsSql, new { dataset, measure, territory, from, to }, cancellationToken);

    /// <summary>Codes of the territories that have points of a measure, ascending. Cost: a look at each series of the measure.</summary>
    public Task<IReadOnlyList<string>> TerritoriesAsync(string dataset, string measure, CancellationToken cancellationToken)
        => database.QueryAsync<string>(TerritoriesSql, new { dataset, measure }, cancellationToken);
}

/// <summary>A measure of a dataset.</summary>
public sealed record ServedMeasure
{
    /// <summary>One of <see cref="Datasets"/>, or the dataset of a profile.</summary>
    public required string Dataset { get; init; }

    /// <summary>Key within the dataset.</summary>
    public required string Measure { get; init; }

    /// <summary>As published.</summary>
    public required string Label { get; init; }

    /// <summary>What one is; may be empty.</summary>
    public required string Unit { get; init; }

    /// <summary>Length of its periods.</summary>
    public required PeriodGrain Grain { get; init; }

    /// <summary>What may be done with its values.</summary>
    public required MeasureKind Kind { get; init; }

    /// <summary>Key of the first served period.</summary>
    public required int FirstPeriod { get; init; }

    /// <summary>Key of the last served period.</summary>
    public required int LastPeriod { get; init; }
}

/// <summary>One point of a series.</summary>
public sealed record ServedPoint
{
    /// <summary>Key, see <see cref="Core.Vintages.Period"/>.</summary>
    public required int Period { get; init; }

    /// <summary>In the unit of the measure; null where the published cell is blank.</summary>
    public double? Value { get; init; }

    /// <summary>Readable key of the vintage.</summary>
    public required string Vintage { get; init; }

    /// <summary>Fictional.</summary>
    public required bool IsDemonstration { get; init; }

    /// <summary>The publisher, or a rule of the reader, says that it will change.</summary>
    public required bool IsProvisional { get; init; }
}
