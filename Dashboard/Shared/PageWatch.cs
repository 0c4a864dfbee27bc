namespace Octoplus.Dashboard.Shared;

/// <summary>
/// Has a page look at the database again: at once when this process knows of a change, every second while something runs, which may be on
/// another node, and otherwise as often as the page wants.
/// </summary>
internal sealed class PageWatch : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Action<Action> _leave;

    /// <param name="join">Has the process tell of changes from now on.</param>
    /// <param name="leave">Ends that.</param>
    /// <param name="look">Reads and draws on the page's own thread; returns whether something runs.</param>
    /// <param name="idle">How often to look while nothing runs; null: only when told.</param>
    public PageWatch(Action<Action> join, Action<Action> leave, Func<Task<bool>> look, TimeSpan? idle = null)
    {
        _leave = leave;
        join(Look);
        _ = RunAsync(look, idle ?? Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks as soon as may be.</summary>
    public void Look()
    {
        try
        {
            _wanted.Release();
        }
        catch (ObjectDisposedException)
        {
            // told while the page goes
        }
    }

    public void Dispose()
    {
        _leave(Look);
        _leaving.Cancel();
        _leaving.Dispose();
        _wanted.Dispose();
    }

    private async Task RunAsync(Func<Task<bool>> look, TimeSpan idle)
    {
        var leaving = _leaving.Token;
        try
        {
            var isRunning = true;
            while (true)
            {
                await _wanted.WaitAsync(isRunning ? _interval : idle, leaving);
                isRunning = await look();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the page is gone
        }
    }
}
