using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Vintages;

namespace Octoplus.EndToEnd;

/// <summary>
/// The server killed (SIGKILL) at any moment between an upload and the rebuild after its acceptance: the former figures are served
/// or the new ones whole, and the server started anew ends what it found half-done.
/// </summary>
public sealed class KilledDeskTests : IDisposable
{
    private readonly KilledEditions _editions = new();
    private readonly KillMoments _moments = new(all: 20, few: 4, seed: 4002);

    public void Dispose() => _editions.Dispose();

    [SkippableFact]
    public async Task Server_KilledOnSqlite_ServesFormerOrNewFigures()
    {
        await using var test = TestDatabase.OnSqlite();
        await RunAsync(test);
    }

    [SkippableFact]
    public async Task Server_KilledOnMariaDb_ServesFormerOrNewFigures()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await RunAsync(test);
    }

    private async Task RunAsync(TestDatabase test)
    {
        var first = await ImportProcess.RunAsync(test, _editions.Path(1));
        Assert.True(first.ExitCode == 0, first.Error);
        var served = 1;
        TimeSpan life;
        await using (var desk = await DeskProcess.StartAsync(test))
        {
            var clock = Stopwatch.StartNew();
            await desk.BringAsync(_editions.Path(2));
            await WaitForAsync(test, 2);
            life = clock.Elapsed;
            served = 2;
        }

        for (var kill = 0; kill < _moments.Count; kill++)
        {
            var edition = 3 + kill;
            await using (var desk = await DeskProcess.StartAsync(test))
            {
                var bringing = desk.BringAsync(_editions.Path(edition));
                await Task.Delay(life * _moments.Of(kill));
                desk.Kill();
                await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    await bringing;
                    throw new OperationCanceledException("It was done before it was killed.");
                });
            }

            var after = await KilledEditions.ServedAsync(test);
            Assert.True(
                after == KilledEditions.Expected(served) || after == KilledEditions.Expected(edition), $"kill {kill}: served\n{after}\nneither edition {served} nor {edition}");

            // Accepted but not rebuilt yet: whoever comes next rebuilds.
            served = await IsActiveAsync(test, edition) ? edition : served;
        }

        await AssertTidiedAsync(test, 3 + _moments.Count);
    }

    /// <summary>A server left alone reads what dead ones left, and brings the last edition.</summary>
    private async Task AssertTidiedAsync(TestDatabase test, int edition)
    {
        await using var desk = await DeskProcess.StartAsync(test);
        await desk.BringAsync(_editions.Path(edition));
        await WaitForAsync(test, edition);
        var imports = new ImportQueries(test.Database);
        var clock = Stopwatch.StartNew();
        while ((await imports.OpenAsync(CancellationToken.None)).Any(i => i.State is ImportState.Queued or ImportState.Reading))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "Files of dead processes are still not read.");
            await Task.Delay(200);
        }

        Assert.Empty(await test.ColumnAsync<string>("select file_name from import_file where state = 'failed'"));
    }

    private static async Task<bool> IsActiveAsync(TestDatabase test, int edition)
        => (await test.ColumnAsync<string>("select distinct v.file_name from active_vintage a join vintage v on v.id = a.vintage_id where a.dataset = @Dataset", new { Dataset = Datasets.Etat4001 }))
            .SequenceEqual([string.Create(CultureInfo.InvariantCulture, $"edition-{edition}.xlsx")]);

    private static async Task WaitForAsync(TestDatabase test, int edition)
    {
        var clock = Stopwatch.StartNew();
        while (await KilledEditions.ServedAsync(test) != KilledEditions.Expected(edition))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"Edition {edition} is not served.");
            await Task.Delay(20);
        }
    }
}
