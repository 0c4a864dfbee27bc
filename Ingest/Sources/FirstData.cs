using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Gets the first figures: files in the inbox, else the sources, by their job, else a demonstration workbook that goes through the same
/// importer, and gives way when the sources bring real figures. Also brings in what was put in the inbox since the last start.
/// </summary>
public sealed partial class FirstData(
    Database database, Importer importer, VintageQueries vintages, ImportQueries imports, ShippedSources shipped, ViewRebuild views, JobEngine jobs, JobRunQueries runs,
    FirstDataProgress progress, ILogger<FirstData> logger)
{
    private const string AcceptedBy = "Octoplus.Dashboard";

    // Sources that are away must not keep anyone from seeing something.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);

    /// <summary>Loads until figures are served; reports every step to the progress.</summary>
    /// <returns>The run of the sources, which may go on.</returns>
    public async Task<Task> LoadAsync(DataOptions data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        await SchemaScripts.ApplyAsync(database, cancellationToken);
        await importer.EnsureReferenceAsync(cancellationToken);
        await shipped.EnsureAsync(cancellationToken);
        await LoadInboxAsync(data.Inbox ?? Path.Combine(data.Folder, "inbox"), cancellationToken);
        var refresh = Task.CompletedTask;
        if (!await vintages.HasRealFiguresAsync(Datasets.Etat4001, cancellationToken))
        {
            // With demonstration figures at hand they are served while the sources are asked.
            await RebuildAsync(cancellationToken);
            refresh = RefreshAsync(cancellationToken);
            await FollowAsync(refresh, cancellationToken);
        }

        if (data.Demonstration && !await HasFiguresAsync(cancellationToken))
        {
            await LoadDemonstrationAsync(data, cancellationToken);
        }

        await RebuildAsync(cancellationToken);
        return refresh;
    }

    private Task RebuildAsync(CancellationToken cancellationToken)
    {
        progress.Enter("views");
        return views.RunAsync(cancellationToken);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // Another node may be at it, or a process that died over it a moment ago.
        while (await jobs.RunAsync(RefreshSourcesJob.Key, JobCause.Schedule, null, JobEngine.System, cancellationToken) is null)
        {
            await Task.Delay(_look, cancellationToken);
            if (await vintages.HasRealFiguresAsync(Datasets.Etat4001, cancellationToken))
            {
                return;
            }
        }
    }

    // As long as it may still come soon, or is coming.
    private async Task FollowAsync(Task refresh, CancellationToken cancellationToken)
    {
        progress.Enter("sources");
        var clock = Stopwatch.StartNew();
        while (!refresh.IsCompleted && (clock.Elapsed < _patience || await IsComingAsync(cancellationToken)))
        {
            await Task.WhenAny(refresh, Task.Delay(_look, cancellationToken));
            if ((await imports.OpenAsync(cancellationToken)).FirstOrDefault(i => i.State == ImportState.Reading) is { } import)
            {
                progress.Report(new ImportProgress(import.Step == "reading" ? ImportStep.Reading : ImportStep.Storing, import.RowsDone, import.RowsTotal));
            }
        }

        if (refresh.IsCompleted)
        {
            await refresh;
        }
    }

    private async Task<bool> IsComingAsync(CancellationToken cancellationToken)
        => (await imports.OpenAsync(cancellationToken)).Any(i => i.State is ImportState.Queued or ImportState.Reading)
            || ((await runs.LatestAsync(cancellationToken)).GetValueOrDefault(RefreshSourcesJob.Key) is { State: JobState.Running, RowsDone: > 0 });

    private async Task LoadInboxAsync(string inbox, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(inbox);
        progress.Enter("inbox");
        foreach (var path in Directory.EnumerateFiles(inbox).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            Log(await importer.ImportAsync(path, "inbox", AcceptedBy, progress, cancellationToken));
        }
    }

    private async Task LoadDemonstrationAsync(DataOptions data, CancellationToken cancellationToken)
    {
        progress.Enter("demonstration");
        var folder = Path.Combine(data.Folder, "demonstration");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "etat4001-demonstration.xlsx");
        await Task.Run(() => DemonstrationWorkbook.Write(path, new DemonstrationOptions()), cancellationToken);
        Log(await importer.ImportAsync(path, "demonstration", AcceptedBy, progress, cancellationToken));
    }

    private async Task<bool> HasFiguresAsync(CancellationToken cancellationToken)
        => (await vintages.AcceptedAsync(cancellationToken)).Any(v => v.Dataset == Datasets.Etat4001);

    private void Log(ImportOutcome outcome)
    {
        if (outcome.Status == ImportStatus.Refused)
        {
            LogRefused(outcome.File, outcome.Message);
        }
        else
        {
            LogImported(outcome.File, outcome.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}: {Reason}")]
    private partial void LogRefused(string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File}: {Outcome}")]
    private partial void LogImported(string file, string outcome);
}
