using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>
/// Reads what is to be forecast, as served: monthly, weekly and quarterly series of every dataset, and the yearly counts of the État 4001 by
/// indicator and force. French départements are summed to régions and the country.
/// </summary>
public sealed class ForecastSetQueries(Database database, SeriesQueries series)
{
    /// <summary>Most series of a dataset that are forecast.</summary>
    public const int MaxSeries = 20_000;

    // Provisional periods at the end are not over: at most so many of them are left out.
    private const int MaxOpenPeriods = 4;

    private const string VintagesSql = $"""
        select w.period, w.vintage_id, v.slug, v.is_demonstration, coalesce(q.is_provisional, 0) as is_provisional, w.build_id
        from view_vintage w
        join vintage v on v.id = w.vintage_id
        left join vintage_period q on q.vintage_id = w.vintage_id and q.period = w.period
        where w.build_id = {ServedBuild.Id} and w.dataset = @dataset
        order by w.period
        """;

    private const string TerritoriesSql = "select code, level, parent from view_territory where build_id = @buildId";

    // The points of a series lie together: one range a series.
    private const string PointsSql = """
        select s.territory, t.period, t.value
        from series s
        join series_point t on t.vintage_id = @vintageId and t.series_id = s.id
        where s.dataset = @dataset and s.measure = @measure
        """;

    private const string CountsSql = """
        select c.territory, c.year, c.police, c.gendarmerie
        from view_count c
        where c.build_id = @buildId and c.measure = @measure and c.level = 'department'
        """;

    private const string SeriesCountsSql = "select dataset, count(*) as count from series group by dataset";

    private sealed record ServedPeriod(int Period, long VintageId, string Slug, bool IsDemonstration, bool IsProvisional, long BuildId);

    /// <summary>The measures that are to be forecast, by dataset and key.</summary>
    public async Task<IReadOnlyList<ForecastMeasure>> MeasuresAsync(CancellationToken cancellationToken)
    {
        var measures = (await series.MeasuresAsync(cancellationToken))
            .Where(m => m.Grain is PeriodGrain.Week or PeriodGrain.Month or PeriodGrain.Quarter)
            .Select(m => new ForecastMeasure(m.Dataset, m.Measure, m.Label, m.Unit, m.Grain, m.Kind));
        var isServed = (await database.QueryAsync<ServedPeriod>(VintagesSql, new { dataset = Datasets.Etat4001 }, cancellationToken)).Count > 0;
        var indicators = isServed
            ? Nomenclature.Indicators.Select(i => new ForecastMeasure(Datasets.Etat4001, i.Slug, i.LabelFr, "fait", PeriodGrain.Year, MeasureKind.Count))
            : [];
        return [.. measures.Concat(indicators).OrderBy(m => m.Dataset, StringComparer.Ordinal).ThenBy(m => m.Measure, StringComparer.Ordinal)];
    }

    /// <summary>Datasets with more series than are forecast, with how many they have.</summary>
    public async Task<IReadOnlyDictionary<string, long>> TooLargeAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(string Dataset, long Count)>(SeriesCountsSql, null, cancellationToken))
            .Where(d => d.Count > MaxSeries).ToDictionary(d => d.Dataset, d => d.Count, StringComparer.Ordinal);

    /// <summary>All series of a measure with their sums; null where nothing is served of it.</summary>
    /// <param name="only">A territory: only it, or what it sums, is read; null: all.</param>
    /// <param name="measure">One of <see cref="MeasuresAsync"/>.</param>
    /// <remarks>Cost: a range of the key per series and vintage; 26,000 points take some 20 ms.</remarks>
    public async Task<ForecastSet?> ReadAsync(ForecastMeasure measure, CancellationToken cancellationToken, string? only = null)
    {
        ArgumentNullException.ThrowIfNull(measure);
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        var served = await RowsAsync<ServedPeriod>(connection, VintagesSql, new { dataset = measure.Dataset }, cancellationToken);
        if (served.Count == 0)
        {
            return null;
        }

        var open = measure.Grain == PeriodGrain.Year ? 0 : Enumerable.Reverse(served).Take(MaxOpenPeriods).TakeWhile(p => p.IsProvisional).Count();
        served.RemoveRange(served.Count - open, open);
        var places = await PlacesAsync(connection, served.Count > 0 ? served[0].BuildId : 0, cancellationToken);
        var points = new PointTable(measure.Grain);
        if (measure.Dataset == Datasets.Etat4001)
        {
            await ReadCountsAsync(connection, measure, served, places.Named(only), points, cancellationToken);
        }
        else
        {
            await ReadPointsAsync(connection, measure, served, places.Named(only), points, cancellationToken);
        }

        if (points.IsEmpty)
        {
            return null;
        }

        var axis = points.Axis();
        var builder = new ForecastSetBuilder(measure, axis, served.ToDictionary(p => p.Period, p => p.Slug), served.Exists(p => p.IsDemonstration));
        return builder.Build(points.ToSeries(axis, places.SumsOf(measure, points.Territories), key => KnownBreaks.Of(measure, key.ForceCode)));
    }

    private static async Task ReadPointsAsync(
        DbConnection connection, ForecastMeasure measure, List<ServedPeriod> served, IReadOnlyList<string>? only, PointTable points, CancellationToken cancellationToken)
    {
        var vintageOf = served.ToDictionary(p => p.Period, p => p.VintageId);
        foreach (var vintageId in served.Select(p => p.VintageId).Distinct())
        {
            var sql = only is null ? PointsSql : $"{PointsSql} and s.territory in @only";
            await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
                sql, new { vintageId, dataset = measure.Dataset, measure = measure.Measure, only }, commandTimeout: 600, cancellationToken: cancellationToken));
            while (await reader.ReadAsync(cancellationToken))
            {
                var period = reader.GetInt32(1);
                if (vintageOf.GetValueOrDefault(period) == vintageId)
                {
                    points.Add(new ForecastTerritory(reader.GetString(0), ""), period, reader.IsDBNull(2) ? null : reader.GetDouble(2));
                }
            }
        }
    }

    private static async Task ReadCountsAsync(
        DbConnection connection, ForecastMeasure measure, List<ServedPeriod> served, IReadOnlyList<string>? only, PointTable points, CancellationToken cancellationToken)
    {
        var sql = only is null ? CountsSql : $"{CountsSql} and c.territory in @only";
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            sql, new { buildId = served[0].BuildId, measure = measure.Measure, only }, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            // Null: the force lists no service there in that year, or left all cells blank.
            foreach (var (column, force) in new[] { (2, Force.Police), (3, Force.Gendarmerie) })
            {
                if (!reader.IsDBNull(column))
                {
                    points.Add(new ForecastTerritory(reader.GetString(0), force.Code()), reader.GetInt32(1), reader.GetInt64(column));
                }
            }
        }
    }

    private static async Task<FrenchPlaces> PlacesAsync(DbConnection connection, long buildId, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync<(string Code, TerritoryLevel Level, string? Parent)>(connection, TerritoriesSql, new { buildId }, cancellationToken);
        var departments = rows.Where(r => r.Level == TerritoryLevel.Department).ToDictionary(r => r.Code, r => r.Parent, StringComparer.Ordinal);
        return new FrenchPlaces(departments.Count > 0
            ? departments
            : ReferenceTerritories.Departments.ToDictionary(d => d.Code, d => (string?)Territory.RegionCode(d.RegionCode), StringComparer.Ordinal));
    }

    private static async Task<List<T>> RowsAsync<T>(DbConnection connection, string sql, object parameters, CancellationToken cancellationToken)
        => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
}
