using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>One file: what it is, what is wrong with it, what it would change; someone accepts or refuses.</summary>
public sealed partial class ImportPage : ImportWatchingPage
{
    private ImportFile? _file;
    private IReadOnlyList<Finding> _findings = [];
    private ChangeReport? _report;
    private ReportNarration? _narration;
    private string? _message;
    private bool _isError;
    private bool _isBusy;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private ImportActions Actions { get; set; } = default!;

    [Inject]
    private ImportQueries Imports { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ImportText Text { get; set; } = default!;

    protected override bool IsMoving => _file?.State is ImportState.Queued or ImportState.Reading;

    protected override Task OnParametersSetAsync() => _file?.Id == Id ? Task.CompletedTask : LoadAsync();

    protected override async Task ReadAsync()
    {
        var file = await Imports.FindAsync(Id, CancellationToken.None);
        if (file is null)
        {
            Navigation.NotFound();
            return;
        }

        // Progress changes every second, the rest only with the state.
        if (_file is null || _file.Id != file.Id || _file.State != file.State || Failure is not null)
        {
            _findings = await Imports.FindingsAsync(Id, CancellationToken.None);
            _report = await Queue.ReportAsync(Id, CancellationToken.None);
            _narration = _report is null ? null : new ReportNarration(Text, _report);
        }

        _file = file;
    }

    private string Head(ImportFile file)
        => file.State switch
        {
            ImportState.Waiting when _narration is { } narration => narration.Title,
            ImportState.Invalid => Text.Plural("Head.Invalid", file.ErrorCount, file.FileName),
            _ => T["Head." + ImportText.Key(file), file.FileName, file.Profile ?? ""],
        };

    private Task AcceptAsync(string? comment) => DecideAsync("Accept", actor => Actions.AcceptAsync(Id, actor, comment, CancellationToken.None));

    private Task RefuseAsync(string? comment) => DecideAsync("Refuse", actor => Actions.RefuseAsync(Id, actor, comment, CancellationToken.None));

    private async Task DecideAsync(string verb, Func<AuditActor, Task<DecisionResult>> decide)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            var result = await decide(await Current.GetAsync());
            (_message, _isError) = (T[result == DecisionResult.Done ? "Decide.Done." + verb : "Decide." + result], result != DecisionResult.Done);
        }
        catch (DbException e)
        {
            (_message, _isError) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _isError) = (T["Denied"], true);
        }
        finally
        {
            _isBusy = false;
        }

        await LookAsync();
    }
}
