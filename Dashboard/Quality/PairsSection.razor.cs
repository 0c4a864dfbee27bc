using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Quality;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Map;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Quality;

/// <summary>Pairs of services, to be confirmed or refused.</summary>
public sealed partial class PairsSection : ComponentBase
{
    private const int MaxAtOnce = 200;

    private IReadOnlyList<StoredPair>? _pairs;
    private IReadOnlyList<string> _departments = [];
    private IReadOnlyList<int> _years = [];
    private IReadOnlyList<StoredPair>? _asked;
    private int _total;
    private int _sure;
    private string? _failure;
    private string? _message;
    private bool _isError;
    private bool _takesFocus;
    private (StoredPair Pair, PairState State)? _undo;
    private QualityState? _loaded;
    private ElementReference _told;

    [Parameter, EditorRequired]
    public QualityState State { get; set; } = default!;

    /// <summary>A decision was made: counts elsewhere on the page follow.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private ServicePairQueries Queries { get; set; } = default!;

    [Inject]
    private ServicePairStore Store { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private IStringLocalizer<QualityTexts> T { get; set; } = default!;

    // All at once only what is nearly certain, or what the person has filtered for.
    private int SureScore => Math.Max(90, State.MinScore);

    private bool IsFiltered => State is not { Department: null, Force: null, MinScore: 0 };

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != State)
        {
            (_loaded, _message, _undo) = (State, null, null);
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

    private static string PercentOf(double score) => FigureText.Number(Math.Floor(100 * score)) + "\u00A0%";

    private PairFilter SureFilter => State.PairFilter with { State = PairState.Proposed, MinScore = SureScore / 100.0 };

    private async Task LoadAsync()
    {
        try
        {
            _total = await Queries.CountAsync(State.PairFilter, CancellationToken.None);
            _sure = await Queries.CountAsync(SureFilter, CancellationToken.None);
            _departments = await Queries.DepartmentsAsync(CancellationToken.None);
            _pairs = await Queries.PageAsync(State.PairFilter, QualityPaging.PageSize, (State.Page - 1) * QualityPaging.PageSize, CancellationToken.None);
            var years = _pairs.SelectMany(p => p.Earlier.Totals.Concat(p.Later.Totals)).Select(t => t.Year).ToList();
            _years = years.Count == 0 ? [] : [.. Enumerable.Range(years.Min(), years.Max() - years.Min() + 1)];
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private Task DecideAsync(StoredPair pair, PairState expected, PairDecision decision)
        => TryAsync(async () =>
        {
            var result = await Store.DecideAsync(pair.Earlier.Id, pair.Later.Id, expected, decision, await Current.GetAsync(), null, CancellationToken.None);
            _isError = result.Outcome != PairOutcome.Done;
            _message = result.Outcome switch
            {
                PairOutcome.Done => T[$"Done.{decision}", pair.Earlier.Name, pair.Later.Name],
                PairOutcome.Overlap => T["Overlap", result.First, result.Second, result.Year],
                _ => T["Changed"],
            };
            _undo = _isError || decision == PairDecision.Undo ? null : (pair, decision == PairDecision.Confirm ? PairState.Confirmed : PairState.Refused);
        });

    private async Task AskAllAsync()
    {
        try
        {
            _asked = await Queries.PageAsync(SureFilter, MaxAtOnce, 0, CancellationToken.None);
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private Task ConfirmAllAsync(string? comment)
        => TryAsync(async () =>
        {
            var actor = await Current.GetAsync();
            var results = new List<(StoredPair Pair, PairResult Result)>();
            foreach (var pair in _asked ?? [])
            {
                results.Add((pair, await Store.DecideAsync(pair.Earlier.Id, pair.Later.Id, PairState.Proposed, PairDecision.Confirm, actor, comment, CancellationToken.None)));
            }

            var left = results.Where(r => r.Result.Outcome != PairOutcome.Done).Select(r => $"{r.Pair.Earlier.Name} → {r.Pair.Later.Name}").ToList();
            _isError = left.Count > 0;
            _message = left.Count == 0 ? T["ConfirmAll.Done", results.Count] : T["ConfirmAll.Left", results.Count - left.Count, string.Join(" ; ", left)];
            _undo = null;
        });

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await Current.DemandAsync(Role.Analyst, CancellationToken.None);
            await work();
        }
        catch (DbException e)
        {
            (_message, _isError, _undo) = (e.Message, true, null);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _isError, _undo) = (T["Denied"], true, null);
        }

        _takesFocus = true;
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }
}
