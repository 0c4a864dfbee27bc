using System.Text;
using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
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
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
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

    /// <summary>Accepts and rebuilds the views; returns the vintage.</summary>
    private protected async Task<long> ServeAsync(IVintageContent content)
    {
        var vintage = NewVintage(content);
        var id = await Store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(Database, id, null, CancellationToken.None);
        await Store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(Database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        await RebuildAsync();
        return id;
    }

    private protected Task RebuildAsync() => new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);

    /// <summary>Flips a dataset back to an earlier vintage, or to none.</summary>
    private protected async Task UndoAsync(string dataset, long? former)
    {
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync(
                former is null ? "delete from active_vintage where dataset = @dataset" : "update active_vintage set vintage_id = @former where dataset = @dataset",
                new { dataset, former });
            await connection.ExecuteAsync("update publication set active_revision = active_revision + 1");
        }

        await RebuildAsync();
    }

    private protected async Task<ChangeReport> CompareAsync(IVintageContent content)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        var active = (await connection.QueryAsync<(long Period, long Vintage)>("select period, vintage_id from active_vintage where dataset = @Dataset", new { content.Dataset }))
            .ToDictionary(a => (int)a.Period, a => a.Vintage);
        var report = new ChangeReportBuilder(content.Dataset);
        foreach (var (period, isProvisional) in content.Periods)
        {
            report.Period(period, isProvisional, active.TryGetValue(period, out var former) ? former : null);
        }

        await content.CompareAsync(report, Database, active, CancellationToken.None);
        return report.Build();
    }
}
