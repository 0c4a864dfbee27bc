using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>The reads of maps, counts and series, of the figures that are served now.</summary>
public sealed class FigureReads(Database database, MapPanelQueries maps, CountQueries counts, SeriesQueries series) : IMeasuredReads
{
    private static readonly string[] _measures = ["tous", "cambriolages-de-logement", "homicides"];

    private sealed record ServedYear
    {
        public required long BuildId { get; init; }

        public required long Year { get; init; }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
    {
        var served = await database.QueryAsync<ServedYear>(MapPanelQueries.ServedSql, null, cancellationToken);
        if (served.Count == 0)
        {
            return [];
        }

        var last = (int)served[^1].Year;
        var panels = from slug in _measures
                     from level in new[] { TerritoryLevel.Department, TerritoryLevel.Region }
                     from year in new[] { (int)served[0].Year, last }.Distinct()
                     select Map(served[0].BuildId, Nomenclature.FindMeasure(slug)!, level, year);
        return [.. panels, .. Counts(last), .. await SeriesAsync(cancellationToken)];
    }

    private MeasuredRead Map(long buildId, Measure measure, TerritoryLevel level, int year)
    {
        var parameters = new { buildId, measure = measure.Slug, level = level.Code(), territories = new[] { "FR" }, year };
        return new MeasuredRead(
            string.Create(CultureInfo.InvariantCulture, $"map/{measure.Slug}/{level.Code()}/{year}"),
            async cancellationToken => (await maps.LoadAsync(new MapPanelRequest(measure, level, year, []), cancellationToken))?.Territories.Count ?? 0,
            [
                (MapPanelQueries.CountsSql, parameters), (MapPanelQueries.CompositionSql, parameters), (MapPanelQueries.DemographySql, parameters),
                (MapPanelQueries.SourcesSql, parameters),
            ]);
    }

    private IEnumerable<MeasuredRead> Counts(int year)
    {
        var measure = Nomenclature.FindMeasure("cambriolages-de-logement")!;
        var territory = new { measures = new[] { measure.Slug }, level = TerritoryLevel.Department.Code(), year = (int?)null, territory = (string?)null };
        yield return new MeasuredRead(
            "counts/department",
            async cancellationToken => (await counts.ByTerritoryAsync(measure, TerritoryLevel.Department, null, null, cancellationToken)).Count,
            [(CountQueries.TerritorySql, territory)]);
        var service = new { offences = measure.Offences, year, department = (string?)null, serviceId = (long?)null, force = Force.All.Code() };
        yield return new MeasuredRead(
            "counts/service",
            async cancellationToken => (await counts.ByServiceAsync(measure, year, null, null, Force.All, cancellationToken)).Count,
            [(CountQueries.ServiceSql, service)]);
        yield return new MeasuredRead(
            "services",
            async cancellationToken => (await counts.ServicesAsync(null, cancellationToken)).Count,
            [(CountQueries.ServicesSql, new { department = (string?)null })]);
    }

    private async Task<IEnumerable<MeasuredRead>> SeriesAsync(CancellationToken cancellationToken)
    {
        var reads = new List<MeasuredRead>
        {
            new("series/measures", async token => (await series.MeasuresAsync(token)).Count, [(SeriesQueries.MeasuresSql, null)]),
        };
        foreach (var first in (await series.MeasuresAsync(cancellationToken)).DistinctBy(m => m.Dataset, StringComparer.Ordinal))
        {
            if ((await series.TerritoriesAsync(first.Dataset, first.Measure, cancellationToken)) is [var territory, ..])
            {
                var parameters = new { dataset = first.Dataset, measure = first.Measure, territory, from = int.MinValue, to = int.MaxValue };
                reads.Add(new MeasuredRead(
                    $"series/{first.Dataset}",
                    async token => (await series.PointsAsync(first.Dataset, first.Measure, territory, cancellationToken: token)).Count,
                    [(SeriesQueries.PointsSql, parameters)]));
            }
        }

        return reads;
    }
}
