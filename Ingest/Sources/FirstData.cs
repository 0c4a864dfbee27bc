using Microsoft.Extensions.Logging;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Gets the first figures: files in the inbox, else the published sources, else a demonstration workbook that goes through
/// the same importer. Also brings in what was put in the inbox since the last start.
/// </summary>
public sealed partial class FirstData(
    Database database, Importer importer, SourceDownload download, FirstDataProgress progress, ILogger<FirstData> logger)
{
    private const string AcceptedBy = "Octoplus.Dashboard";

    private readonly VintageQueries _vintages = new(database);

    /// <summary>Loads until figures are served; reports every step to the progress.</summary>
    /// <returns>False when sources are still to be tried again.</returns>
    public async Task<bool> LoadAsync(DataOptions data, IReadOnlyList<SourceOptions> sources, CancellationToken cancellationToken)
    {
        await SchemaScripts.ApplyAsync(database, cancellationToken);
        await importer.EnsureReferenceAsync(cancellationToken);
        await LoadInboxAsync(data.Inbox ?? Path.Combine(data.Folder, "inbox"), cancellationToken);
        var complete = true;
        if (!await _vintages.HasRealFiguresAsync(Datasets.Etat4001, cancellationToken))
        {
            // With demonstration figures at hand they are served while the sources are tried again.
            await importer.RebuildViewsAsync(progress, force: false, cancellationToken);
            complete = await LoadSourcesAsync(data, sources, cancellationToken);
        }

        if (data.Demonstration && !await HasFiguresAsync(cancellationToken))
        {
            await LoadDemonstrationAsync(data, cancellationToken);
        }

        await importer.RebuildViewsAsync(progress, force: false, cancellationToken);
        return complete;
    }

    /// <summary>Fetches and imports the sources; views are left to the caller.</summary>
    /// <returns>Whether every source answered.</returns>
    public async Task<bool> LoadSourcesAsync(DataOptions data, IReadOnlyList<SourceOptions> sources, CancellationToken cancellationToken)
    {
        progress.Enter("sources");
        var folder = Path.Combine(data.Folder, "downloads");
        var fetched = await Task.WhenAll(sources.Select(s => TryFetchAsync(s, folder, cancellationToken)));
        foreach (var (source, path) in sources.Zip(fetched).Where(f => f.Second is not null))
        {
            Log(await importer.ImportAsync(path!, source.Url!.ToString(), AcceptedBy, progress, cancellationToken));
        }

        return fetched.All(path => path is not null);
    }

    private async Task<string?> TryFetchAsync(SourceOptions source, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await download.FetchAsync(source, folder, cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            LogSourceFailed(source.Name, e.Message);
            return null;
        }
    }

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
        => (await _vintages.AcceptedAsync(cancellationToken)).Any(v => v.Dataset == Datasets.Etat4001);

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source '{Source}' could not be loaded and is tried again later: {Reason}")]
    private partial void LogSourceFailed(string source, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}: {Reason}")]
    private partial void LogRefused(string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File}: {Outcome}")]
    private partial void LogImported(string file, string outcome);
}
