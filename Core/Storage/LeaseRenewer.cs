using System.Diagnostics;

namespace Octoplus.Core.Storage;

/// <summary>How long a lease lasts, and how often it is renewed.</summary>
public sealed record LeaseTimes(TimeSpan Length, TimeSpan Renewal);

/// <summary>
/// Renews a lease while work goes on, and cancels the work when the lease is lost, or could not be renewed for as long as it lasts: then another
/// process may hold it.
/// </summary>
/// <param name="lease">Taken just now, for <see cref="LeaseTimes.Length"/>.</param>
/// <param name="failed">Told of each attempt that failed, such as while the database is away; the next one is made a renewal later.</param>
public sealed class LeaseRenewer(LeaseStore store, Lease lease, LeaseTimes times, Action<Exception> failed)
{
    private long _renewedAt = Stopwatch.GetTimestamp();

    /// <summary>The lease is lost, or may be: what was done under it is not to be written down.</summary>
    public bool IsLost { get; private set; }

    private TimeSpan Remaining => times.Length - Stopwatch.GetElapsedTime(_renewedAt);

    /// <summary>Does the work; its token is cancelled when the lease is lost. Whatever the work throws is thrown.</summary>
    /// <param name="afterRenewal">Done after each renewal and before the next; must end by its token.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, Func<CancellationToken, Task>? afterRenewal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(afterRenewal, lost, over.Token);
        try
        {
            return await work(lost.Token);
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Writes something down, tried again each time a renewal would be due, for as long as the lease lasts; then the last failure is thrown.</summary>
    public async Task InsistAsync(Func<Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception e) when (Remaining > times.Renewal)
            {
                failed(e);
                await Task.Delay(times.Renewal);
            }
        }
    }

    private async Task RenewAsync(Func<CancellationToken, Task>? afterRenewal, CancellationTokenSource lost, CancellationToken over)
    {
        using var timer = new PeriodicTimer(times.Renewal);
        while (await IsTickAsync(timer, over))
        {
            if (!await TryRenewAsync(afterRenewal))
            {
                IsLost = true;
                await lost.CancelAsync();
                return;
            }
        }
    }

    private static async Task<bool> IsTickAsync(PeriodicTimer timer, CancellationToken over)
    {
        try
        {
            return await timer.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false; // the work has ended
        }
    }

    /// <returns>False when the lease is lost, or may be.</returns>
    private async Task<bool> TryRenewAsync(Func<CancellationToken, Task>? afterRenewal)
    {
        using var limit = new CancellationTokenSource(Remaining > TimeSpan.Zero ? Remaining : TimeSpan.Zero);
        try
        {
            // Counted from before the asking: the answer may take its time.
            var asked = Stopwatch.GetTimestamp();
            var renewal = store.RenewAsync(lease, times.Length, limit.Token);
            await WithinAsync(renewal, limit.Token);
            if (!await renewal)
            {
                return false;
            }

            _renewedAt = asked;
            if (afterRenewal is not null)
            {
                await WithinAsync(afterRenewal(limit.Token), limit.Token);
            }

            return true;
        }
#pragma warning disable CA1031 // a database that is away comes back: the lease is good until it expires
        catch (Exception e)
#pragma warning restore CA1031
        {
            failed(e);
            return Remaining > TimeSpan.Zero;
        }
    }

    // A driver may not heed the token: then its answer is waited for no longer.
    private static async Task WithinAsync(Task task, CancellationToken limit)
    {
        try
        {
            await task.WaitAsync(limit);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            _ = task.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
