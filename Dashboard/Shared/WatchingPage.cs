using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Shared;

/// <summary>A page of administrators that follows what goes on: reads again when this process knows of a change, and every second while something runs.</summary>
public abstract class WatchingPage : ComponentBase, IDisposable
{
    private PageWatch? _watch;

    /// <summary>Why the last reading failed; null if it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What came of the last thing that was done here; null: nothing to say.</summary>
    protected string? Message { get; set; }

    /// <summary>It failed.</summary>
    protected bool IsError { get; set; }

    /// <summary>Something is being done.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Something that the page shows is under way.</summary>
    protected abstract bool IsMoving { get; }

    /// <summary>What to say to who may no longer look.</summary>
    protected abstract string Denied { get; }

    /// <summary>How often to look while nothing runs; null: only when told.</summary>
    protected virtual TimeSpan? Idle => null;

    [Inject]
    protected CurrentActor Current { get; set; } = default!;

    public void Dispose()
    {
        _watch?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = new PageWatch(Join, Leave, LookAgainAsync, Idle);
        }
    }

    /// <summary>Has the process tell of changes from now on.</summary>
    protected abstract void Join(Action look);

    /// <summary>Ends that.</summary>
    protected abstract void Leave(Action look);

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>What to say of a failure that the page can bear; null: it cannot.</summary>
    protected virtual string? Reason(Exception e) => e switch
    {
        DbException => e.Message,
        UnauthorizedAccessException => Denied,
        _ => null,
    };

    /// <summary>Reads now, and goes on looking while something runs.</summary>
    protected Task LookAsync()
    {
        _watch?.Look();
        return LoadAsync();
    }

    /// <summary>Does something, if whoever looks still may, says what came of it, and reads again.</summary>
    /// <param name="act">Returns the text to show, or null, and whether it is an error.</param>
    protected async Task DoAsync(Func<AuditActor, Task<(string? Text, bool IsError)>> act)
    {
        IsBusy = true;
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            (Message, IsError) = await act(await Current.GetAsync());
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            (Message, IsError) = (Reason(e), true);
        }
        finally
        {
            IsBusy = false;
        }

        await LookAsync();
    }

    protected async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            await ReadAsync();
            Failure = null;
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            Failure = Reason(e);
        }
    }

    private async Task<bool> LookAgainAsync()
    {
        await InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
        return Failure is not null || IsMoving;
    }
}
