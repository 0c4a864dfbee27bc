using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>Where administrators bring files, see what is served, and take changes back.</summary>
public sealed partial class ImportsPage : ImportWatchingPage
{
    private IReadOnlyList<ImportFile>? _open;
    private IReadOnlyList<DatasetVintages> _datasets = [];
    private int _journalVersion;
    private bool _isStale;
    private bool _wasStale;
    private string? _message;
    private bool _isError;
    private FlipQuestion? _asked;

    [SupplyParameterFromQuery(Name = "refus")]
    private string? Refused { get; set; }

    [Inject]
    private ImportActions Actions { get; set; } = default!;

    [Inject]
    private ImportQueries Imports { get; set; } = default!;

    [Inject]
    private VintageQueries Vintages { get; set; } = default!;

    [Inject]
    private FlipQueries Flips { get; set; } = default!;

    [Inject]
    private ImportText Text { get; set; } = default!;

    private string? RefusedText
        => string.IsNullOrEmpty(Refused) ? null
            : T["Refused." + Refused] is { ResourceNotFound: false } known && Refused != "Notice" ? known.Value
            : T["Refused.other", Refused.Length > 40 ? Refused[..40] : Refused].Value;

    protected override bool IsMoving => _isStale || _open?.Any(f => f.State is ImportState.Queued or ImportState.Reading) == true;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task ReadAsync()
    {
        var open = await Imports.OpenAsync(CancellationToken.None);
        var newest = (await Imports.OverAsync(1, long.MaxValue, CancellationToken.None)).FirstOrDefault()?.Id ?? 0;
        _journalVersion = open.Aggregate(HashCode.Combine(newest), (hash, f) => HashCode.Combine(hash, f.Id)); // what leaves the one list enters the other
        _datasets = DatasetVintages.Group(
            await Vintages.AcceptedAsync(CancellationToken.None),
            await Vintages.DroppedAsync(CancellationToken.None),
            await Vintages.ActivePeriodsAsync(CancellationToken.None),
            await Flips.StepsAsync(CancellationToken.None));
        var isStale = (await Vintages.StatusAsync(CancellationToken.None)).IsStale;
        (_wasStale, _isStale, _open) = (_wasStale || _isStale || isStale, isStale, open);
    }

    /// <summary>Asks before a change, saying what exactly would come back.</summary>
    private async Task AskAsync(FlipQuestion question)
    {
        if (question.Flip is { } flip)
        {
            var isUndo = question.Verb == FlipQuestion.Undo;
            var periods = await Flips.PeriodsAsync(flip.Id, CancellationToken.None);
            _asked = question with { Lines = [.. periods.GroupBy(p => isUndo ? p.FormerFile : p.File).Select(Line)] };
        }
        else
        {
            _asked = question;
        }
    }

    private string Line(IGrouping<string?, FlipPeriod> periods)
    {
        var keys = periods.Select(p => p.Period).ToList();
        var span = keys.All(k => k == 0) ? T["Dialog.Whole"].Value : Text.Spans(keys);
        return periods.Key is { } file ? T["Dialog.Back", span, file] : T["Dialog.Gone", span];
    }

    private async Task DoAsync(string? comment)
    {
        if (_asked is not { } asked)
        {
            return;
        }

        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            var actor = await Current.GetAsync();
            var result = asked.Verb switch
            {
                FlipQuestion.Undo => await Actions.UndoAsync(asked.Dataset, asked.Flip!.Id, actor, comment, CancellationToken.None),
                FlipQuestion.Redo => await Actions.RedoAsync(asked.Dataset, asked.Flip!.Id, actor, comment, CancellationToken.None),
                _ => await Actions.RestoreAsync(asked.VintageId, actor, comment, CancellationToken.None),
            };
            (_message, _isError) = (T["Flip." + result], result != FlipResult.Done);
        }
        catch (DbException e)
        {
            (_message, _isError) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _isError) = (T["Denied"], true);
        }

        await LookAsync();
    }
}
