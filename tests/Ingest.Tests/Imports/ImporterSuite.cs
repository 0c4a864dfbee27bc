using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>
/// Importing and what is served afterwards, the same on every engine; each test has an empty database with the reference figures.
/// Burglary (indices 27 and 28) in a workbook of <see cref="WorkbookBuilder.Valid"/>, 2019: police 15 in 01, 30 in 2A, 45 in 971;
/// gendarmerie 60 in 01, 75 in 971. 2020: two more everywhere.
/// </summary>
public abstract partial class ImporterSuite : IAsyncLifetime
{
    private const string Burglary = "cambriolages-de-logement";

    private TemporaryFolder? _folder;
    private TestDatabase? _test;

    // Made when wanted: a test that is skipped is not disposed of.
    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private TestDatabase Test => _test!;

    private Database Database => Test.Database;

    private VintageQueries Vintages => new(Database);

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
        await Importer.EnsureReferenceAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private OriginalFiles Files => new(Test.Folder);

    private Importer Importer => new TestImports(Database, Test.Folder).Importer;

    private Task<ImportOutcome> ImportFileAsync(string path)
        => Importer.ImportAsync(path, "test", "tester", null, CancellationToken.None);

    private Task RebuildAsync() => new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);

    /// <summary>Imports without rebuilding the views, as if the process had died then.</summary>
    private Task<ImportOutcome> ImportOnlyAsync(WorkbookBuilder workbook)
        => ImportFileAsync(workbook.Save(Folder.File($"{Guid.NewGuid():N}.xlsx")));

    private async Task<ImportOutcome> ImportAsync(WorkbookBuilder workbook)
    {
        var outcome = await ImportOnlyAsync(workbook);
        await RebuildAsync();
        return outcome;
    }

    /// <summary>Accepts figures that no small file can be made of, such as a population.</summary>
    private async Task AcceptAsync(IVintageContent content)
    {
        var store = new VintageStore(Database);
        var vintage = new NewVintage(content.Dataset, "made", Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), 1, "test", IsDemonstration: false);
        var id = await store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(Database, id, null, CancellationToken.None);
        await store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(Database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        await RebuildAsync();
    }

    private async Task<IReadOnlyList<TerritoryCount>> RowsAsync(string measure, TerritoryLevel level, int? year = null, string? territory = null)
        => await new CountQueries(Database).ByTerritoryAsync(
            Nomenclature.FindMeasure(measure)!, level, year, territory, CancellationToken.None);

    /// <summary>Counts by year and territory as (police, gendarmerie).</summary>
    private async Task<IEnumerable<(int Year, string Territory, long? Police, long? Gendarmerie)>> CountsAsync(
        string measure, TerritoryLevel level, int? year = null)
        => (await RowsAsync(measure, level, year)).Select(r => (r.Year, r.Territory, r.Police, r.Gendarmerie));

    private Task<IEnumerable<(int Year, string Territory, long? Police, long? Gendarmerie)>> CountryAsync()
        => CountsAsync(Burglary, TerritoryLevel.Country);

    private async Task<MapPanel?> PanelAsync(TerritoryLevel level, int? year, params string[] selected)
        => await new MapPanelQueries(Database, new OffenceUnitQueries(Database)).LoadAsync(
            new MapPanelRequest(Nomenclature.FindMeasure(Burglary)!, level, year, selected), CancellationToken.None);

    private ViewBuilder Views => new(Database);
}

public sealed class SqliteImporterTests : ImporterSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbImporterTests : ImporterSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
