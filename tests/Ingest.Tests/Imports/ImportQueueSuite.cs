using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>
/// Files brought to the import page: taken in, reported on, accepted or refused, undone; the same on every engine. Burglary in a
/// workbook of <see cref="WorkbookBuilder.Valid"/>: 2019 police 90 and gendarmerie 135, 2020 police 96 and gendarmerie 139.
/// </summary>
public abstract partial class ImportQueueSuite : IAsyncLifetime
{
    private const string Burglary = "cambriolages-de-logement";

    private TemporaryFolder? _folder;
    private TestDatabase? _test;

    // Made when wanted: a test that is skipped is not disposed of.
    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private TestDatabase Test => _test!;

    private Database Database => Test.Database;

    private OriginalFiles Files => new(Test.Folder);

    private Importer Importer => new TestImports(Database, Test.Folder).Importer;

    private ImportQueue Queue => new TestImports(Database, Test.Folder).Queue;

    private VintageFlips Flips => new(Database);

    private ImportQueries Imports => new(Database);

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

    private string Save(WorkbookBuilder workbook) => workbook.Save(Folder.File($"{Guid.NewGuid():N}.xlsx"));

    private async Task<ImportFile> ReceiveAsync(string path, string name = "crimes.xlsx")
    {
        await using var content = File.OpenRead(path);
        return await Queue.ReceiveAsync(content, name, "page", "marie", null, CancellationToken.None);
    }

    /// <summary>Takes a file in and reads it.</summary>
    private async Task<ImportFile> BringAsync(string path, string name = "crimes.xlsx")
    {
        var file = await ReceiveAsync(path, name);
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        return await FindAsync(file.Id);
    }

    private Task<ImportFile> BringAsync(WorkbookBuilder workbook) => BringAsync(Save(workbook));

    /// <summary>Takes a file in, reads and accepts it, and rebuilds the views.</summary>
    private async Task<ImportFile> AcceptAsync(WorkbookBuilder workbook)
    {
        var file = await BringAsync(workbook);
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(file.Id, "paul", "vu", CancellationToken.None));
        await RebuildAsync();
        return await FindAsync(file.Id);
    }

    private async Task<ImportFile> FindAsync(long id) => (await Imports.FindAsync(id, CancellationToken.None))!;

    private async Task<ChangeReport> ReportAsync(ImportFile file) => (await Queue.ReportAsync(file.Id, CancellationToken.None))!;

    private Task RebuildAsync() => new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);

    private async Task<IEnumerable<(int Year, long? Police, long? Gendarmerie)>> CountryAsync()
        => (await new CountQueries(Database).ByTerritoryAsync(
            Nomenclature.FindMeasure(Burglary)!, TerritoryLevel.Country, null, null, CancellationToken.None)).Select(r => (r.Year, r.Police, r.Gendarmerie));

    private async Task<(Flip? Undo, Flip? Redo)> StepsAsync(string dataset = Datasets.Etat4001)
        => (await new FlipQueries(Database).StepsAsync(CancellationToken.None)).GetValueOrDefault(dataset);

    private async Task<FlipResult> UndoAsync()
    {
        var result = await Flips.UndoAsync(Datasets.Etat4001, (await StepsAsync()).Undo?.Id ?? 0, "paul", null, CancellationToken.None);
        await RebuildAsync();
        return result;
    }

    private async Task<FlipResult> RedoAsync()
    {
        var result = await Flips.RedoAsync(Datasets.Etat4001, (await StepsAsync()).Redo?.Id ?? 0, "paul", null, CancellationToken.None);
        await RebuildAsync();
        return result;
    }
}

public sealed class SqliteImportQueueTests : ImportQueueSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbImportQueueTests : ImportQueueSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
