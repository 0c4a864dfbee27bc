using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Storage;

/// <summary>Leases: one holder at a time, lost with a process, whatever the clocks do.</summary>
public abstract class LeaseSuite : IAsyncLifetime
{
    private static readonly TimeSpan _length = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    private TestDatabase _test = null!;

    private LeaseStore Store => new(_test.Database, _time);

    private protected abstract Task<TestDatabase> OpenAsync();

    public async Task InitializeAsync()
    {
        _test = await OpenAsync();
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
    }

    public Task DisposeAsync() => _test is null ? Task.CompletedTask : _test.DisposeAsync().AsTask();

    [SkippableFact]
    public async Task Take_WhileHeld_IsRefusedAndAfterReleaseGiven()
    {
        var lease = await TakeAsync("a");
        Assert.NotNull(lease);
        Assert.Null(await TakeAsync("a"));
        Assert.NotNull(await TakeAsync("b"));
        await Store.ReleaseAsync(lease, CancellationToken.None);
        Assert.NotNull(await TakeAsync("a"));
        Assert.False(await Store.RenewAsync(lease, _length, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Take_ByManyAtOnce_IsGivenToOne()
    {
        for (var round = 0; round < 5; round++)
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => TakeAsync("a"))));
            await Store.ReleaseAsync(Assert.Single(taken.OfType<Lease>()), CancellationToken.None);
        }
    }

    [SkippableFact]
    public async Task Take_AfterItExpired_IsGivenAndTheFormerHolderWritesNothing()
    {
        var lost = await TakeAsync("a");
        _time.Now += TimeSpan.FromSeconds(15);
        Assert.True(await Store.RenewAsync(lost!, _length, CancellationToken.None));
        _time.Now += TimeSpan.FromSeconds(15);
        Assert.Null(await TakeAsync("a"));
        _time.Now += TimeSpan.FromSeconds(6);
        Assert.NotNull(await TakeAsync("a"));

        Assert.False(await Store.RenewAsync(lost!, _length, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Database.WriteAsync(
            (connection, transaction) => LeaseStore.RequireAsync(connection, transaction, lost!), CancellationToken.None));
        Assert.False(await _test.Database.WriteAsync(
            (connection, transaction) => LeaseStore.ReleaseAsync(connection, transaction, lost!), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Take_WhereAClockThatWas400DaysAheadLeftOne_IsGiven()
    {
        _time.Now += TimeSpan.FromDays(400);
        await TakeAsync("a");
        _time.Now -= TimeSpan.FromDays(400);
        Assert.NotNull(await TakeAsync("a"));
    }

    [SkippableFact]
    public async Task Renewer_WhenTheLeaseIsLost_CancelsTheWork()
    {
        var lease = (await TakeAsync("a"))!;
        var renewer = new LeaseRenewer(Store, lease, new LeaseTimes(_length, TimeSpan.FromMilliseconds(20)), _ => { });
        var work = renewer.RunAsync<int>(
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return 1;
            },
            null,
            CancellationToken.None);
        await Store.ReleaseAsync(lease, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(_limit));
        Assert.True(renewer.IsLost);
    }

    [SkippableFact]
    public async Task Renewer_WhileTheWorkGoesOn_KeepsTheLease()
    {
        var lease = (await TakeAsync("a"))!;
        var renewer = new LeaseRenewer(Store, lease, new LeaseTimes(_length, TimeSpan.FromMilliseconds(20)), _ => { });
        var renewed = new SemaphoreSlim(0);
        var result = await renewer.RunAsync(
            async token =>
            {
                _time.Now += TimeSpan.FromSeconds(19);
                await renewed.WaitAsync(token); // one renewal may have begun before the clock moved
                await renewed.WaitAsync(token);
                _time.Now += TimeSpan.FromSeconds(19);
                Assert.Null(await TakeAsync("a"));
                return 7;
            },
            _ =>
            {
                renewed.Release();
                return Task.CompletedTask;
            },
            CancellationToken.None).WaitAsync(_limit);
        Assert.Equal(7, result);
        Assert.False(renewer.IsLost);
        renewed.Dispose();
    }

    private Task<Lease?> TakeAsync(string name) => Store.TakeAsync(name, _length, CancellationToken.None);
}

public sealed class SqliteLeaseTests : LeaseSuite
{
    private protected override Task<TestDatabase> OpenAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbLeaseTests : LeaseSuite
{
    private protected override Task<TestDatabase> OpenAsync() => TestDatabase.OnMariaDbAsync();
}
