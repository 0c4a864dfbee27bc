using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Layout;

/// <summary>How many notices an administrator has not seen, with the latest of them. One short query a page, and one every half minute while it is open.</summary>
public sealed partial class NoticeBell : ComponentBase, IDisposable
{
    private const int MaxListed = 8;

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(30);

    private ElementReference _button;
    private ElementReference _title;
    private ITimer? _timer;
    private IReadOnlyList<StoredNotice>? _rows;
    private long _userId;
    private long _lastSeen;
    private int _unseen;
    private bool _isOpen;
    private bool _isToFocus;
    private string? _failure;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NoticeQueries Queries { get; set; } = default!;

    [Inject]
    private NoticeReads Reads { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NoticeTexts> T { get; set; } = default!;

    private string Label => _unseen switch
    {
        0 => T["Bell.None"],
        1 => T["Bell.One"],
        < NoticeQueries.MaxUnseen => T["Bell.Many", _unseen],
        _ => T["Bell.Many", T["Bell.Over", NoticeQueries.MaxUnseen - 1]],
    };

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _timer?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _userId = Authentication is null ? 0 : (await Authentication).User.UserId() ?? 0;
        // The circuit that is to come counts: once is enough.
        if (RendererInfo.IsInteractive || AssignedRenderMode is null)
        {
            await CountAsync();
        }

        if (RendererInfo.IsInteractive)
        {
            Navigation.LocationChanged += OnLocationChanged;
            _timer = Time.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, _look, _look);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isToFocus)
        {
            _isToFocus = false;
            await _title.FocusAsync();
        }
    }

    private async Task LookAsync()
    {
        await CountAsync();
        StateHasChanged();
    }

    private async Task CountAsync()
    {
        try
        {
            _unseen = await Queries.UnseenAsync(_userId, CancellationToken.None);
        }
        catch (DbException)
        {
            // The page tells what is wrong with the database; the next look tries again.
        }
    }

    private async Task ToggleAsync()
    {
        if (_isOpen)
        {
            Dismiss();
            return;
        }

        (_isOpen, _isToFocus, _rows, _failure) = (true, true, null, null);
        await TryAsync(async () =>
        {
            _lastSeen = await Queries.LastSeenAsync(_userId, CancellationToken.None);
            (_rows, _) = await Queries.PageAsync(null, 1, MaxListed, CancellationToken.None);
        });
    }

    private async Task MarkAsync()
    {
        if (_rows is [var latest, ..])
        {
            await TryAsync(async () =>
            {
                await Reads.MarkAsync(_userId, latest.Id, CancellationToken.None);
                _lastSeen = latest.Id;
                await CountAsync();
            });
            // The button that had the focus is gone.
            _isToFocus = true;
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            await work();
        }
        catch (Exception e) when (e is DbException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }
    }

    private Task OnKeyDownAsync(KeyboardEventArgs key) => key.Key == "Escape" && _isOpen ? CloseAsync() : Task.CompletedTask;

    private async Task CloseAsync()
    {
        Dismiss();
        await _button.FocusAsync();
    }

    private void Dismiss() => _isOpen = false;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
        => _ = InvokeAsync(() =>
        {
            Dismiss();
            StateHasChanged();
        });
}
