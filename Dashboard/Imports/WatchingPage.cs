using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Imports;

/// <summary>A page of administrators that follows the imports: reads again whenever something changed, and every second while something runs.</summary>
public abstract class WatchingPage : ComponentBase, IDisposable
{
    private PageWatch? _watch;

    /// <summary>Why the last reading failed; null if it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Something that the page shows is under way.</summary>
    protected abstract bool IsMoving { get; }

    [Inject]
    protected ImportDesk Desk { get; set; } = default!;

    [Inject]
    protected CurrentActor Current { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<ImportTexts> T { get; set; } = default!;

    public void Dispose()
    {
        _watch?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = new PageWatch(look => Desk.Wanted += look, look => Desk.Wanted -= look, LookAgainAsync);
        }
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Reads now, and goes on looking while something runs.</summary>
    protected Task LookAsync()
    {
        _watch?.Look();
        return LoadAsync();
    }

    protected async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            await ReadAsync();
            Failure = null;
        }
        catch (DbException e)
        {
            Failure = e.Message;
        }
        catch (UnauthorizedAccessException)
        {
            Failure = T["Denied"];
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
