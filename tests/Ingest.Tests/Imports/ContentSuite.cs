using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>A database with the schema, into which contents are accepted, compared and undone.</summary>
public abstract class ContentSuite : IAsyncLifetime
{
    private TestDatabase? _test;

    private protected TestDatabase Test => _test!;

    private protected Database Database => Test.Database;

    private protected VintageStore Store => new(Database);

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private protected static NewVintage NewVintage(IVintageContent content)
        => new(content.Dataset, "made", Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), 1, "test", IsDemonstration: false);

    /// <summary>Stages and accepts, and leaves the views behind; returns the vintage.</summary>
    private protected async Task<long> AcceptAsync(IVintageContent content)
    {
        var vintage = NewVintage(content);
        var id = await Store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(Database, id, null, CancellationToken.None);
        await Store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(Database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        return id;
    }

    /// <summary>Accepts and rebuilds the views; returns the vintage.</summary>
    private protected async Task<long> ServeAsync(IVintageContent content)
    {
        var id = await AcceptAsync(content);
        await RebuildAsync();
        return id;
    }

    private protected Task RebuildAsync() => new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);

    /// <summary>Takes the last change of a dataset back.</summary>
    private protected async Task UndoAsync(string dataset)
    {
        var last = (await new FlipQueries(Database).StepsAsync(CancellationToken.None))[dataset].Undo!.Id;
        Assert.Equal(FlipResult.Done, await new VintageFlips(Database).UndoAsync(dataset, last, "tester", null, CancellationToken.None));
        await RebuildAsync();
    }

    private protected async Task<ChangeReport> CompareAsync(IVintageContent content)
        => (await new TestImports(Database, Test.Folder).Importer.CompareAsync(content, CancellationToken.None)).Report;
}
