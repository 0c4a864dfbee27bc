using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Series;

/// <summary>Series read from a file: the measures of a dataset by territory and period, all of one grain. A period that has no point stays as it was.</summary>
public sealed class SeriesContent : IVintageContent
{
    // Rows a transaction.
    private const int ChunkPoints = 50_000;
    private const int ChunkSeries = 20_000;

    private const string KnownSql = "select id, measure, territory from series where dataset = @dataset";

    private readonly SeriesTable _points;

    /// <summary>Checks that every measure of the points is described.</summary>
    /// <param name="dataset">Key of the dataset, at most 30 characters.</param>
    /// <param name="measures">Each measure once; those without a point are left out.</param>
    /// <param name="provisional">Keys of periods that are provisional; others may be among them.</param>
    /// <param name="aggregates">Territories that hold others of the file (a country beside its départements): left out of sums.</param>
    /// <exception cref="ArgumentException">A measure has no description or a text is too long: the reader must tell before.</exception>
    public SeriesContent(
        string dataset,
        PeriodGrain grain,
        IReadOnlyList<SeriesMeasure> measures,
        SeriesTable points,
        IReadOnlySet<int>? provisional = null,
        IReadOnlySet<string>? aggregates = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        Dataset = dataset;
        Grain = grain;
        var measured = points.Series.Keys.Select(k => k.Measure).ToHashSet(StringComparer.Ordinal);
        Measures = measures.Where(m => measured.Contains(m.Measure)).ToDictionary(m => m.Measure, StringComparer.Ordinal);
        Aggregates = aggregates ?? new HashSet<string>(StringComparer.Ordinal);
        _points = points;
        Periods = [.. points.Periods().Select(p => (p, provisional?.Contains(p) == true))];
        if (measured.FirstOrDefault(m => !Measures.ContainsKey(m)) is { } missing)
        {
            throw new ArgumentException($"The measure '{missing}' is not described.", nameof(measures));
        }

        if (measures.FirstOrDefault(m => m.Label.Length > SeriesMeasure.MaxLabel || m.Unit.Length > SeriesMeasure.MaxUnit) is { } wordy)
        {
            throw new ArgumentException($"Label or unit of '{wordy.Measure}' is too long.", nameof(measures));
        }
    }

    /// <inheritdoc/>
    public string Dataset { get; }

    /// <summary>Length of every period.</summary>
    public PeriodGrain Grain { get; }

    /// <summary>Descriptions by key.</summary>
    public IReadOnlyDictionary<string, SeriesMeasure> Measures { get; }

    /// <summary>Territories that hold others.</summary>
    public IReadOnlySet<string> Aggregates { get; }

    /// <summary>The points.</summary>
    public SeriesTable Points => _points;

    /// <inheritdoc/>
    public IReadOnlyList<(int Period, bool IsProvisional)> Periods { get; }

    /// <inheritdoc/>
    public bool IsDemonstration => false;

    /// <inheritdoc/>
    /// <remarks>Of the counts, without territories that hold others; rounded.</remarks>
    public long Total => (long)Math.Round(_points.Series
        .Where(s => Measures[s.Key.Measure].Kind == MeasureKind.Count && !Aggregates.Contains(s.Key.Territory))
        .Sum(s => Enumerable.Range(0, s.Value.Periods.Count).Sum(i => s.Value.ValueAt(i) ?? 0)));

    /// <inheritdoc/>
    public async Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await database.WriteAsync((c, t) => StoreMeasuresAsync(database, c, t, vintageId, cancellationToken), cancellationToken);
        var ids = await EnsureSeriesAsync(database, cancellationToken);
        var rows = 0L;
        foreach (var chunk in Chunks(ids))
        {
            rows += await database.WriteAsync((c, t) => StorePointsAsync(database, c, t, vintageId, chunk, cancellationToken), cancellationToken);
            progress?.Report(new ImportProgress(ImportStep.Storing, rows, _points.PointCount));
        }

        return rows;
    }

    /// <inheritdoc/>
    public Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
        => new SeriesComparison(report, this).RunAsync(database, active, cancellationToken);

    private async Task StoreMeasuresAsync(
        Database database, DbConnection connection, DbTransaction transaction, long vintageId, CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "series_measure", "vintage_id", "measure", "label", "unit", "grain", "kind");
        foreach (var measure in Measures.Values.OrderBy(m => m.Measure, StringComparer.Ordinal))
        {
            bulk.Add(vintageId);
            bulk.Add(measure.Measure);
            bulk.Add(measure.Label);
            bulk.Add(measure.Unit);
            bulk.Add(Grain.Code());
            bulk.Add(measure.Kind.Code());
            bulk.EndRow();
        }

        await bulk.CompleteAsync(cancellationToken);
    }

    private static async Task<long> StorePointsAsync(
        Database database, DbConnection connection, DbTransaction transaction, long vintageId, List<(long Id, SeriesValues Values)> series, CancellationToken cancellationToken)
    {
        using var bulk = database.Dialect.BeginBulkInsert(
            connection, transaction, "series_point", "vintage_id", "series_id", "period", "value");
        foreach (var (id, values) in series)
        {
            for (var i = 0; i < values.Periods.Count; i++)
            {
                bulk.Add(vintageId);
                bulk.Add(id);
                bulk.Add(values.Periods[i]);
                bulk.Add(values.ValueAt(i));
                bulk.EndRow();
            }
        }

        await bulk.CompleteAsync(cancellationToken);
        return bulk.Rows;
    }

    /// <summary>Whole series in order of the primary key, so that the table grows at its end.</summary>
    private IEnumerable<List<(long Id, SeriesValues Values)>> Chunks(Dictionary<(string Measure, string Territory), long> ids)
    {
        var chunk = new List<(long, SeriesValues)>();
        var points = 0;
        foreach (var (id, values) in _points.Series.Select(s => (Id: ids[s.Key], s.Value)).OrderBy(s => s.Id))
        {
            chunk.Add((id, values));
            points += values.Periods.Count;
            if (points >= ChunkPoints)
            {
                yield return chunk;
                chunk = [];
                points = 0;
            }
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    /// <summary>Ids of all series of the dataset, those not met before being added by measure and territory.</summary>
    private async Task<Dictionary<(string Measure, string Territory), long>> EnsureSeriesAsync(Database database, CancellationToken cancellationToken)
    {
        var wanted = _points.Series.Keys.OrderBy(k => k.Measure, StringComparer.Ordinal).ThenBy(k => k.Territory, StringComparer.Ordinal).ToList();
        var ids = new Dictionary<(string Measure, string Territory), long>();
        do
        {
            await database.WriteAsync(
                async (connection, transaction) =>
                {
                    // The counter's row is locked first: a second import waits here and then sees the series of the first.
                    await IdCounter.ReserveAsync(connection, transaction, "series", 0, cancellationToken);
                    ids = (await connection.QueryAsync<(long Id, string Measure, string Territory)>(new CommandDefinition(
                            KnownSql, new { dataset = Dataset }, transaction, cancellationToken: cancellationToken)))
                        .ToDictionary(r => (r.Measure, r.Territory), r => r.Id);
                    wanted.RemoveAll(ids.ContainsKey);
                    var added = wanted.Take(ChunkSeries).ToList();
                    wanted.RemoveRange(0, added.Count);
                    var id = await IdCounter.ReserveAsync(connection, transaction, "series", added.Count, cancellationToken);
                    using var bulk = database.Dialect.BeginBulkInsert(connection, transaction, "series", "id", "dataset", "measure", "territory");
                    foreach (var key in added)
                    {
                        ids.Add(key, id);
                        bulk.Add(id++);
                        bulk.Add(Dataset);
                        bulk.Add(key.Measure);
                        bulk.Add(key.Territory);
                        bulk.EndRow();
                    }

                    await bulk.CompleteAsync(cancellationToken);
                },
                cancellationToken);
        }
        while (wanted.Count > 0);
        return ids;
    }
}
