using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Admin.Audit;

/// <summary>Who did what, newest first; filters and page are in the address.</summary>
public sealed partial class AuditPage : AddressedPage
{
    private const string Address = "/admin/audit";
    private const int PageSize = 50;

    private AuditState _state = new(new AuditFilter(), 1);
    private IReadOnlyList<AuditRow>? _rows;
    private IReadOnlyList<string> _actions = [];
    private bool _hasMore;
    private string? _failure;

    [Inject]
    private AuditQueries Queries { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private IStringLocalizer<AuditTexts> T { get; set; } = default!;

    [Inject]
    private IStringLocalizer<JobTexts> Jobs { get; set; } = default!;

    // Also the one in the address: it may be of a feature that wrote nothing yet.
    private IEnumerable<string> Actions => _actions.Concat(_state.Filter.Action is { } asked ? [asked] : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    protected override string Path => Address;

    protected override void Take(string query) => _state = AuditState.Parse(query);

    protected override async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            _actions = await Queries.ActionsAsync(CancellationToken.None);
            (_rows, _hasMore) = await Queries.PageAsync(_state.Filter, _state.Page, PageSize, CancellationToken.None);
            _failure = null;
        }
        catch (Exception e) when (e is DbException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }
    }

    // Jobs are stored by their keys, their runs by number.
    private string Subject(AuditRow row)
        => IsOfJob(row) && Jobs["Name." + row.Subject] is { ResourceNotFound: false } name ? name.Value : row.Subject;

    private string? Detail(AuditRow row)
        => IsOfJob(row) && row.Detail?.Split(' ', 3) is ["run", var number, .. var more] ? string.Join(' ', [T["Run", number].Value, .. more]) : row.Detail;

    private static bool IsOfJob(AuditRow row) => row.Action.StartsWith("job.", StringComparison.Ordinal);

    private string ActionText(string action) => T["Action." + action] is { ResourceNotFound: false } known ? known.Value : action;
}
