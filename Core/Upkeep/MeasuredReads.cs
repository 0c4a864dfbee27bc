using System.Globalization;
using Octoplus.Core.Audit;
using Octoplus.Core.Clusters;
using Octoplus.Core.Counts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Imports;
using Octoplus.Core.Maps;
using Octoplus.Core.Offences;
using Octoplus.Core.Series;
using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Upkeep;

/// <summary>A read that pages or programs make.</summary>
/// <param name="Name">Stable, at most 80 characters: what is compared from one measurement to the next.</param>
/// <param name="RunAsync">Makes it; returns how many rows came.</param>
/// <param name="Statements">The statements whose plans tell something, with parameters.</param>
public sealed record MeasuredRead(string Name, Func<CancellationToken, Task<long>> RunAsync, IReadOnlyList<(string Sql, object? Parameters)> Statements);

/// <summary>The reads of pages and API, of the figures that are served now.</summary>
public sealed class MeasuredReads(Database database)
{
    private static readonly string[] _measures = ["tous", "cambriolages-de-logement", "homicides"];

    /// <summary>The reads; none while no figure is served.</summary>
    public async Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken)
    {
        var served = await database.QueryAsync<(long BuildId, int Year)>(MapPanelQueries.ServedSql, null, cancellationToken);
        if (served.Count == 0)
        {
            return [];
        }

        var last = served[^1].Year;
        var years = new[] { served[0].Year, last }.Distinct().ToList();
        var maps = from slug in _measures
                   from level in new[] { TerritoryLevel.Department, TerritoryLevel.Region }
                   from year in years
                   select Map(served[0].BuildId, Nomenclature.FindMeasure(slug)!, level, year);
        return [.. maps, .. Counts(last), .. await SeriesAsync(cancellationToken), .. await ForecastsAsync(cancellationToken), .. Groups(), .. Lists()];
    }

    private MeasuredRead Map(long buildId, Measure measure, TerritoryLevel level, int year)
    {
        var queries = new MapPanelQueries(database, new OffenceUnitQueries(database));
        var parameters = new { buildId, measure = measure.Slug, level = level.Code(), territories = new[] { "FR" }, year };
        return new MeasuredRead(
            string.Create(CultureInfo.InvariantCulture, $"map/{measure.Slug}/{level.Code()}/{year}"),
            async cancellationToken => (await queries.LoadAsync(new MapPanelRequest(measure, level, year, []), cancellationToken))?.Territories.Count ?? 0,
            [
                (MapPanelQueries.CountsSql, parameters), (MapPanelQueries.CompositionSql, parameters), (MapPanelQueries.DemographySql, parameters),
                (MapPanelQueries.SourcesSql, parameters),
            ]);
    }

    private IEnumerable<MeasuredRead> Counts(int year)
    {
        var queries = new CountQueries(database);
        var measure = Nomenclature.FindMeasure("cambriolages-de-logement")!;
        var territory = new { measures = new[] { measure.Slug }, level = TerritoryLevel.Department.Code(), year = (int?)null, territory = (string?)null };
        yield return new MeasuredRead(
            "counts/department",
            async cancellationToken => (await queries.ByTerritoryAsync(measure, TerritoryLevel.Department, null, null, cancellationToken)).Count,
            [(CountQueries.TerritorySql, territory)]);
        var service = new { offences = measure.Offences, year, department = (string?)null, serviceId = (long?)null, force = Force.All.Code() };
        yield return new MeasuredRead(
            "counts/service",
            async cancellationToken => (await queries.ByServiceAsync(measure, year, null, null, Force.All, cancellationToken)).Count,
            [(CountQueries.ServiceSql, service)]);
        yield return new MeasuredRead(
            "services",
            async cancellationToken => (await queries.ServicesAsync(null, cancellationToken)).Count,
            [(CountQueries.ServicesSql, new { department = (string?)null })]);
    }

    private async Task<IEnumerable<MeasuredRead>> SeriesAsync(CancellationToken cancellationToken)
    {
        var queries = new SeriesQueries(database);
        var measures = await queries.MeasuresAsync(cancellationToken);
        var reads = new List<MeasuredRead>
        {
            new("series/measures", async token => (await queries.MeasuresAsync(token)).Count, [(SeriesQueries.MeasuresSql, null)]),
        };
        foreach (var first in measures.GroupBy(m => m.Dataset, StringComparer.Ordinal).Select(d => d.First()))
        {
            if ((await queries.TerritoriesAsync(first.Dataset, first.Measure, cancellationToken)) is [var territory, ..])
            {
                var parameters = new { dataset = first.Dataset, measure = first.Measure, territory, from = int.MinValue, to = int.MaxValue };
                reads.Add(new MeasuredRead(
                    $"series/{first.Dataset}",
                    async token => (await queries.PointsAsync(first.Dataset, first.Measure, territory, cancellationToken: token)).Count,
                    [(SeriesQueries.PointsSql, parameters)]));
            }
        }

        return reads;
    }

    private async Task<IEnumerable<MeasuredRead>> ForecastsAsync(CancellationToken cancellationToken)
    {
        var queries = new ForecastQueries(database);
        if ((await queries.MeasuresAsync(cancellationToken)) is not [var measure, ..]
            || (await queries.TerritoriesAsync(measure.Dataset, measure.Measure, cancellationToken)) is not [var territory, ..])
        {
            return [];
        }

        var key = new ForecastKey(measure.Dataset, measure.Measure, territory.Territory, territory.ForceCode);
        return
        [
            new("forecasts/panel", async token => await queries.PanelAsync(key, token) is null ? 0 : 1, [(ForecastQueries.PanelSql, key)]),
            new(
                "forecasts/overview",
                async token => (await queries.OverviewAsync(measure.Dataset, measure.Measure, token)).Count,
                [(ForecastQueries.OverviewSql, new { dataset = measure.Dataset, measure = measure.Measure })]),
            new("forecasts/ledger", async token => (await queries.LedgerAsync(new LedgerFilter(), 50, 0, token)).Count, []),
            new("forecasts/records", async token => (await queries.LedgerRecordsAsync(new LedgerFilter(), LedgerGrouping.Measure, token)).Count, []),
        ];
    }

    private IEnumerable<MeasuredRead> Groups()
    {
        var queries = new GroupQueries(database);
        var choice = GroupChoice.Default;
        yield return new MeasuredRead(
            "groups/panel",
            async cancellationToken => (await queries.PanelAsync(choice, null, null, cancellationToken))?.Analysis.Members.Count ?? 0,
            [(GroupQueries.PanelSql, new { hash = choice.Hash, clusters = (int?)null, year = (int?)null })]);
        yield return new MeasuredRead("groups/catalogue", async cancellationToken => (await queries.CatalogueAsync(cancellationToken)).Offers.Count, []);
    }

    private IEnumerable<MeasuredRead> Lists()
    {
        var vintages = new VintageQueries(database);
        var audit = new AuditQueries(database);
        var imports = new ImportQueries(database);
        var flips = new FlipQueries(database);
        yield return new MeasuredRead("datasets", async cancellationToken => (await vintages.AcceptedAsync(cancellationToken)).Count, []);
        yield return new MeasuredRead("audit", async cancellationToken => (await audit.PageAsync(new AuditFilter(), 1, 50, cancellationToken)).Rows.Count, []);
        yield return new MeasuredRead("audit/actions", async cancellationToken => (await audit.ActionsAsync(cancellationToken)).Count, []);
        yield return new MeasuredRead("imports", async cancellationToken => (await imports.OverAsync(20, long.MaxValue, cancellationToken)).Count, []);
        yield return new MeasuredRead("imports/history", async cancellationToken => (await flips.HistoryAsync(50, cancellationToken)).Count, []);
    }
}
