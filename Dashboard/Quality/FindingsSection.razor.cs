using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Quality;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Jobs;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Quality;

/// <summary>Findings of one kind, to be read and explained.</summary>
public sealed partial class FindingsSection : ComponentBase
{
    private IReadOnlyList<StoredFinding>? _findings;
    private IReadOnlyList<string> _departments = [];
    private IReadOnlyList<int> _periods = [];
    private StoredFinding? _asked;
    private int _total;
    private string? _failure;
    private string? _message;
    private bool _isError;
    private bool _takesFocus;
    private QualityState? _loaded;
    private ElementReference _told;

    [Parameter, EditorRequired]
    public QualityState State { get; set; } = default!;

    /// <summary>A decision was made: counts elsewhere on the page follow.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private QualityQueries Queries { get; set; } = default!;

    [Inject]
    private QualityFindingStore Store { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private MessageText Texts { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    [Inject]
    private IStringLocalizer<QualityTexts> T { get; set; } = default!;

    private bool IsFiltered => State is not { Department: null, Force: null, Year: null };

    private FindingFilter Filter => State.FindingFilter(State.Kind!.Value);

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != State)
        {
            (_loaded, _message, _findings) = (State, null, null);
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus)
        {
            _takesFocus = false;
            await _told.FocusAsync();
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            (_departments, _periods) = await Queries.PlacesAsync(Filter.Kind, CancellationToken.None);
            _total = await Queries.CountAsync(Filter, CancellationToken.None);
            _findings = await Queries.PageAsync(Filter, QualityPaging.PageSize, (State.Page - 1) * QualityPaging.PageSize, CancellationToken.None);
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private async Task ExplainAsync(StoredFinding stored, bool isExplained, string? comment)
    {
        try
        {
            await Current.DemandAsync(Role.Analyst, CancellationToken.None);
            var isDone = await Store.ExplainAsync(stored.Finding.Key, isExplained, await Current.GetAsync(), comment, CancellationToken.None);
            (_message, _isError) = (isDone ? isExplained ? T["Done.Explained"] : T["Done.Reopened"] : T["Changed"], !isDone);
        }
        catch (DbException e)
        {
            (_message, _isError) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _isError) = (T["Denied"], true);
        }

        _takesFocus = true;
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }
}
