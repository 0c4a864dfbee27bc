using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Backups;

/// <summary>The scheduled backups, one more now, and how to restore.</summary>
public sealed partial class BackupsPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<BackupFile>? _backups;
    private JobRun? _run;
    private bool _isFollowing;
    private string? _failure;
    private string? _message;
    private bool _isError;

    [Inject]
    private BackupFolder Folder { get; set; } = default!;

    [Inject]
    private BackupOptions Options { get; set; } = default!;

    [Inject]
    private JobRunQueries Runs { get; set; } = default!;

    [Inject]
    private JobActions Actions { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private MessageText Messages { get; set; } = default!;

    [Inject]
    private IStringLocalizer<BackupTexts> T { get; set; } = default!;

    private bool IsRunning => _run?.State == JobState.Running;

    private string Summary
        => _backups!.FirstOrDefault(b => b.State == BackupFileState.Good) is { } newest
            ? T["Newest", LocalTime.Text(newest.CreatedAt), newest.SizeBytes / 1e6]
            : T["Never"];

    private string Rule => T["Rule", Options.Keep.Daily, Options.Keep.Weekly, Options.Keep.Monthly];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (IsRunning && !_isFollowing)
        {
            _isFollowing = true;
            _ = InvokeAsync(FollowAsync);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, _gone.Token);
            _run = (await Runs.LatestAsync(_gone.Token)).GetValueOrDefault(BackUpJob.Key);
            _backups = await Folder.ListAsync(_gone.Token);
            _failure = null;
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
        {
            _failure = e.Message;
        }
        catch (UnauthorizedAccessException)
        {
            _failure = T["Denied"];
        }
    }

    private async Task StartAsync()
    {
        if (IsRunning)
        {
            return; // the button only says so: one that is disabled would lose the keyboard's focus
        }

        try
        {
            await Current.DemandAsync(Role.Admin, _gone.Token);
            var runId = await Actions.RunAsync(BackUpJob.Key, null, await Current.GetAsync(), _gone.Token);
            (_message, _isError) = (runId is null ? T["Busy"].Value : null, runId is null);
        }
        catch (DbException e)
        {
            (_message, _isError) = (e.Message, true);
        }
        catch (UnauthorizedAccessException)
        {
            (_message, _isError) = (T["Denied"], true);
        }

        await LoadAsync();
    }

    // The run may be another process's: the database says how far it is.
    private async Task FollowAsync()
    {
        try
        {
            while (IsRunning && _failure is null)
            {
                await Task.Delay(_look, _gone.Token);
                await LoadAsync();
                if (!IsRunning && _run is { Message: { } said } run)
                {
                    (_message, _isError) = (Messages.Of(said), run.State is not (JobState.Succeeded or JobState.Unchanged));
                }

                StateHasChanged();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the page is gone
        }
        finally
        {
            _isFollowing = false;
        }
    }
}
