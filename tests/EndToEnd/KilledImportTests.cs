using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// A process killed (SIGKILL) at any moment of an import, or of a rebuild of views, leaves the former figures served or the new
/// ones whole; and a run left alone afterwards succeeds. The moments are spread over the life of a run that was left alone.
/// </summary>
public sealed class KilledImportTests : IDisposable
{
    private readonly KilledEditions _editions = new();
    private readonly KillMoments _moments = new(all: 20, few: 4, seed: 4001);

    public void Dispose() => _editions.Dispose();

    [SkippableFact]
    public async Task Import_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await KillImportsAsync(test);
    }

    [SkippableFact]
    public async Task Import_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await KillImportsAsync(test);
    }

    [SkippableFact]
    public async Task RebuildViews_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await KillRebuildsAsync(test);
    }

    [SkippableFact]
    public async Task RebuildViews_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await KillRebuildsAsync(test);
    }

    private async Task KillImportsAsync(TestDatabase test)
    {
        // The life of an import into a database that has figures already.
        await CompleteAsync(test, 1);
        var life = (await CompleteAsync(test, 2)).TotalMilliseconds;
        var served = 2;
        for (var kill = 0; kill < _moments.Count; kill++)
        {
            var edition = 3 + kill;
            using (var import = ImportProcess.Start(test, _editions.Path(edition)))
            {
                await import.KillAfterAsync(Moment(life, kill));
            }

            served = await AssertServedAsync(test, served, edition, kill);
        }

        await CompleteAsync(test, 3 + _moments.Count);
    }

    private async Task KillRebuildsAsync(TestDatabase test)
    {
        await CompleteAsync(test, 1);
        await AcceptOnlyAsync(test, 2);
        using var whole = ImportProcess.StartRebuild(test);
        var rebuilt = await whole.EndAsync();
        Assert.True(rebuilt.ExitCode == 0, rebuilt.Error);
        Assert.Equal(KilledEditions.Expected(2), await KilledEditions.ServedAsync(test));
        var served = 2;
        for (var kill = 0; kill < _moments.Count; kill++)
        {
            // Accepted by a process that died before the views followed.
            var edition = 3 + kill;
            await AcceptOnlyAsync(test, edition);
            using (var rebuild = ImportProcess.StartRebuild(test))
            {
                await rebuild.KillAfterAsync(Moment(rebuilt.Elapsed.TotalMilliseconds, kill));
            }

            served = await AssertServedAsync(test, served, edition, kill);
        }

        await CompleteAsync(test, 3 + _moments.Count);
    }

    private TimeSpan Moment(double life, int kill) => TimeSpan.FromMilliseconds(life * _moments.Of(kill));

    /// <summary>Edition n counts n everywhere, so that a mixture of two shows in any sum.</summary>
    private async Task<TimeSpan> CompleteAsync(TestDatabase test, int edition)
    {
        var result = await ImportProcess.RunAsync(test, _editions.Path(edition));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(KilledEditions.Expected(edition), await KilledEditions.ServedAsync(test));
        return result.Elapsed;
    }

    private async Task AcceptOnlyAsync(TestDatabase test, int edition)
    {
        var outcome = await new TestImports(test.Database, test.Folder).Importer.ImportAsync(_editions.Path(edition), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
    }

    private static async Task<int> AssertServedAsync(TestDatabase test, int former, int latest, int kill)
    {
        var after = await KilledEditions.ServedAsync(test);
        Assert.True(after == KilledEditions.Expected(former) || after == KilledEditions.Expected(latest), $"kill {kill}: served\n{after}\nneither edition {former} nor {latest}");
        return after == KilledEditions.Expected(latest) ? latest : former;
    }
}
