using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Groups;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Territories that live through the same mix: the usual choices are read, any other is computed now.</summary>
public sealed partial class GroupPage : AddressedPage
{
    private GroupPageState _state = new();
    private GroupCatalogue? _catalogue;
    private GroupScreen? _screen;
    private GroupNarration? _narration;
    private GroupChoiceProblem? _problem;
    private Exception? _failure;
    private double? _progress;
    private bool _isCancelled;
    private bool _isStale;
    private bool _wasComputed;
    private CancellationTokenSource? _work;
    private GroupMapCard? _card;

    [Inject]
    private GroupQueries Queries { get; set; } = default!;

    [Inject]
    private GroupAnalyses Analyses { get; set; } = default!;

    [Inject]
    private GroupNameStore Names { get; set; } = default!;

    [Inject]
    private VintageQueries Vintages { get; set; } = default!;

    [Inject]
    private AtlasSource Atlases { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private IStringLocalizer<GroupTexts> T { get; set; } = default!;

    [Inject]
    private ILogger<GroupPage> Log { get; set; } = default!;

    protected override string Path => GroupPageState.Address;

    /// <summary>Those of the groups shown, else all that have figures.</summary>
    private IReadOnlyList<int> Years => _screen is { } screen && screen.Panel.Choice.Key == _state.Choice.Key ? screen.Panel.Years
        : _catalogue!.Find(_state.Territories) is { } offer ? [.. Enumerable.Range(offer.FirstYear, offer.LastYear - offer.FirstYear + 1)]
        : [DateTime.UtcNow.Year];

    /// <summary>How far the work is, for those who do not see it.</summary>
    private string Status => _progress is not null ? T["Computing"] : _isCancelled ? T["Cancelled"] : _wasComputed ? T["Computing.Done"] : "";

    protected override void Take(string query) => _state = GroupPageState.Parse(query);

    protected override void Leave() => _work?.Cancel();

    protected override async Task LoadAsync()
    {
        var state = _state;
        Leave();
        using var work = _work = new CancellationTokenSource();
        (_problem, _progress, _isCancelled) = (null, null, false);
        try
        {
            _catalogue = await Queries.CatalogueAsync(work.Token);
            if (_catalogue.Offers.Count > 0 && await FindAsync(state, work.Token) is { } panel)
            {
                var build = await Vintages.StatusAsync(work.Token);
                Show(panel, state, await Atlases.OfBuildAsync(build.BuildId, work.Token));
            }

            _failure = null;
        }
        catch (Exception e) when (!ReferenceEquals(_work, work) && e is GroupChoiceException or DbException or OperationCanceledException)
        {
            // Another choice is under way, or the page was left: nobody waits for this one.
        }
        catch (GroupChoiceException e)
        {
            _problem = e.Problem;
            _isStale = _screen is not null;
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            _failure = e;
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            _isCancelled = true;
        }

        if (ReferenceEquals(_work, work))
        {
            _wasComputed = _progress is not null && _problem is null && _failure is null && !_isCancelled;
            (_work, _progress) = (null, null);
        }
    }

    /// <summary>As computed beforehand, else computed now; null before the page answers to clicks, and where nobody waits any more.</summary>
    private async Task<GroupPanel?> FindAsync(GroupPageState state, CancellationToken cancellationToken)
    {
        if (await Queries.PanelAsync(state.Choice, state.Clusters, state.Year, cancellationToken) is { } panel)
        {
            return panel;
        }

        cancellationToken.ThrowIfCancellationRequested();
        (_progress, _isStale) = (0, _screen is not null);
        if (!RendererInfo.IsInteractive)
        {
            return null;
        }

        StateHasChanged();
        return await Analyses.RunAsync(state.Choice, state.Clusters, state.Year, Follow(state), cancellationToken);
    }

    /// <summary>Draws each whole per cent, in the language of the reader: the progress is told on another thread.</summary>
    private InlineProgress Follow(GroupPageState state)
    {
        var (culture, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        return new InlineProgress(part => _ = InvokeAsync(() =>
        {
            if (ReferenceEquals(state, _state) && _progress is { } known && part - known >= 0.01)
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, language);
                _progress = part;
                StateHasChanged();
            }
        }));
    }

    private void Show(GroupPanel panel, GroupPageState state, AtlasSet atlases)
    {
        if (!ReferenceEquals(state, _state))
        {
            return; // a later choice is under way
        }

        _screen = new GroupScreen(panel, state) { Atlases = atlases };
        _narration = new GroupNarration(T, _screen);
        _isStale = false;
    }

    private void Cancel() => _work?.Cancel();

    /// <summary>Keeps or takes back the name of a group.</summary>
    /// <returns>What went wrong, in words; null where nothing did.</returns>
    private async Task<string?> RenameAsync((int Number, string? Name) change)
    {
        if (GroupNameStore.Problem(change.Name) is { } problem)
        {
            return T["Rename." + problem, GroupNameStore.MaxLength];
        }

        try
        {
            await Current.DemandAsync(Role.Analyst, CancellationToken.None);
            await Names.SetAsync(_screen!.Panel, change.Number, change.Name, await Current.GetAsync(), CancellationToken.None);
            await LoadAsync();
            StateHasChanged();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return T["Rename.Denied"];
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            return T["Rename.Failed"];
        }
    }

    /// <summary>Points nobody out any more; the focus goes to the title, since the button is gone.</summary>
    private async Task ClearAsync()
    {
        await _card!.FocusTitleAsync();
        Go((_screen!.State with { Selected = null }, false));
    }

    private void Go((GroupPageState State, bool Replaces) change)
        => Navigation.NavigateTo(GroupPageState.Address + change.State.ToQuery(), new NavigationOptions { ReplaceHistoryEntry = change.Replaces });

    [LoggerMessage(LogLevel.Error, "The groups could not be read or kept")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    private sealed class InlineProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
