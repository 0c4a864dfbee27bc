using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Admin.Notices;

/// <summary>What administrators were told, newest first, what still fails, and how it was sent; kind and page are in the address.</summary>
public sealed partial class NoticesPage : AddressedPage
{
    /// <summary>Of the page.</summary>
    private const string Address = PageAddresses.Notices;

    private const int PageSize = 20;
    private const int MaxOpen = 200;
    private const int MaxDeliveries = 20;

    private NoticesState _state = new(null, 1);
    private IReadOnlyList<StoredNotice>? _rows;
    private IReadOnlyList<OpenFailure> _open = [];
    private IReadOnlyList<NoticeDelivery> _deliveries = [];
    private bool _hasMore;
    private string? _failure;

    [Inject]
    private NoticeQueries Queries { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NoticeTexts> T { get; set; } = default!;

    protected override string Path => Address;

    protected override void Take(string query) => _state = NoticesState.Parse(query);

    protected override async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            _open = await Queries.OpenAsync(MaxOpen, CancellationToken.None);
            _deliveries = await Queries.DeliveriesAsync(MaxDeliveries, CancellationToken.None);
            (_rows, _hasMore) = await Queries.PageAsync(_state.Kind, _state.Page, PageSize, CancellationToken.None);
            _failure = null;
        }
        catch (Exception e) when (e is DbException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }
    }
}
