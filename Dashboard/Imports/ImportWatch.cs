using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Imports;

/// <summary>
/// Has a page look at the database again: at once when this process knows of a change, and every second while something runs,
/// which may be on another node.
/// </summary>
internal sealed class ImportWatch : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly ImportDesk _desk;

    /// <param name="look">Reads and draws on the page's own thread; returns whether something runs.</param>
    public ImportWatch(ImportDesk desk, Func<Task<bool>> look)
    {
        _desk = desk;
        _desk.Wanted += Look;
        _ = RunAsync(look);
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
        _desk.Wanted -= Look;
        _leaving.Cancel();
        _leaving.Dispose();
        _wanted.Dispose();
    }

    private async Task RunAsync(Func<Task<bool>> look)
    {
        var leaving = _leaving.Token;
        try
        {
            var isRunning = true;
            while (true)
            {
                await _wanted.WaitAsync(isRunning ? _interval : Timeout.InfiniteTimeSpan, leaving);
                isRunning = await look();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the page is gone
        }
    }
}
