using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Octoplus.Core.Imports;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>How a decision on a file ended.</summary>
public enum DecisionResult
{
    /// <summary>Done; views follow.</summary>
    Done,

    /// <summary>Someone else decided before, or the file is being read again.</summary>
    NotWaiting,

    /// <summary>Another file was accepted, or a change undone, since the report was made: a new report is being made.</summary>
    ReportOutOfDate,

    /// <summary>The same content was accepted meanwhile.</summary>
    AcceptedBefore,

    /// <summary>The figures are fictional and real ones are served.</summary>
    RealFiguresActive,
}

/// <summary>Too many files wait to be read.</summary>
public sealed class QueueFullException(string message) : Exception(message);

/// <summary>
/// Files brought by people and programs: taken in as streams, read one after the other, each with a report before anything
/// changes, then accepted or refused. All state is in the database and the data folder, so a process may die at any moment.
/// </summary>
public sealed class ImportDesk(Database database, Importer importer, OriginalFiles files)
{
    /// <summary>Files that may wait to be read.</summary>
    public const int MaxQueued = 200;

    /// <summary>How a report is written.</summary>
    public static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(1);

    // An upload whose bytes are on no node: the move and the row are two steps.
    private static readonly TimeSpan _lostAfter = TimeSpan.FromMinutes(2);

    private readonly ImportStore _store = new(database);
    private readonly ImportQueries _queries = new(database);
    private readonly VintageStore _vintages = new(database);
    private readonly VintageFlips _flips = new(database);

    /// <summary>Raised in this process when there is something to read or to rebuild.</summary>
    public event Action? Wanted;

    /// <summary>Takes in one file: streams it to disk within <see cref="FileProbe.MaxFileBytes"/> and queues it.</summary>
    /// <param name="content">Read to its end; a stream that breaks off leaves nothing.</param>
    /// <param name="name">As the sender says; only shown.</param>
    /// <param name="origin"><c>page</c> or <c>api</c>.</param>
    /// <exception cref="UnreadableFileException">The file is empty or too large.</exception>
    /// <exception cref="QueueFullException">Too many files wait already.</exception>
    public async Task<ImportFile> ReceiveAsync(
        Stream content, string? name, string origin, string by, string? profile, CancellationToken cancellationToken)
    {
        if ((await _queries.OpenAsync(cancellationToken)).Count >= MaxQueued)
        {
            throw new QueueFullException($"{MaxQueued} files wait already: decide upon these first.");
        }

        var part = files.NewPart();
        try
        {
            var (size, sha256) = await CopyAsync(content, part, cancellationToken);
            var id = await _store.ReserveAsync(cancellationToken);
            files.Uploaded(part, id);
            await _store.AddAsync(id, new NewImport(UploadName.Clean(name), size, sha256, origin, by, profile), cancellationToken);
            Wanted?.Invoke();
            return (await _queries.FindAsync(id, cancellationToken))!;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Reads the next file that nobody reads, if there is one whose bytes are at hand.</summary>
    /// <returns>Whether one was read.</returns>
    public async Task<bool> ReadNextAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await _store.ReadableAsync(cancellationToken))
        {
            if (await _queries.FindAsync(id, cancellationToken) is not { } file)
            {
                continue;
            }

            var path = UploadOrOriginal(file);
            if (path is null && Instant.Parse(file.UploadedAt) > DateTime.UtcNow - _lostAfter)
            {
                continue; // on another node
            }

            if (await _store.TakeAsync(id, _lease, cancellationToken) is { } lease)
            {
                await ReadAsync(lease, file, path, cancellationToken);
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a waiting file the active vintage of its periods.</summary>
    public async Task<DecisionResult> AcceptAsync(long id, string by, string? comment, CancellationToken cancellationToken)
    {
        if (await _queries.FindAsync(id, cancellationToken) is not { State: ImportState.Waiting, VintageId: { } vintageId } file)
        {
            return DecisionResult.NotWaiting;
        }

        AcceptResult result;
        try
        {
            result = await _flips.AcceptAsync(vintageId, by, Trimmed(comment), file.Basis, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            return DecisionResult.NotWaiting;
        }

        if (result == AcceptResult.Accepted)
        {
            files.DropUpload(id);
            Wanted?.Invoke();
            return DecisionResult.Done;
        }

        // What it was compared with has changed: it is read and compared anew.
        if (await _store.QueueAgainAsync(id, ImportState.Waiting, file.Profile, cancellationToken))
        {
            await _vintages.DropAsync(vintageId, cancellationToken);
            Wanted?.Invoke();
        }

        return result switch
        {
            AcceptResult.BasisChanged => DecisionResult.ReportOutOfDate,
            AcceptResult.AcceptedBefore => DecisionResult.AcceptedBefore,
            _ => DecisionResult.RealFiguresActive,
        };
    }

    /// <summary>Refuses a file that waits; what was staged and kept of it goes.</summary>
    public async Task<DecisionResult> RefuseAsync(long id, string by, string? comment, CancellationToken cancellationToken)
    {
        var file = await _queries.FindAsync(id, cancellationToken);
        if (file is null || !await _store.RefuseAsync(id, by, Trimmed(comment), cancellationToken))
        {
            return DecisionResult.NotWaiting;
        }

        if (file.VintageId is { } vintageId)
        {
            await _vintages.DropAsync(vintageId, cancellationToken);
        }

        await DropFilesAsync(file, cancellationToken);
        return DecisionResult.Done;
    }

    /// <summary>Reads a file of unknown kind by a profile.</summary>
    /// <returns>False if it does not wait for one.</returns>
    public async Task<bool> MapAsync(long id, string profile, CancellationToken cancellationToken)
    {
        var queued = await _store.QueueAgainAsync(id, ImportState.Mapping, profile, cancellationToken);
        if (queued)
        {
            Wanted?.Invoke();
        }

        return queued;
    }

    /// <summary>Takes back the last change of a dataset: see <see cref="VintageFlips.UndoAsync"/>.</summary>
    public Task<FlipResult> UndoAsync(string dataset, long expected, string by, string? comment, CancellationToken cancellationToken)
        => SignalAsync(_flips.UndoAsync(dataset, expected, by, Trimmed(comment), cancellationToken));

    /// <summary>Makes the change again that was undone last: see <see cref="VintageFlips.RedoAsync"/>.</summary>
    public Task<FlipResult> RedoAsync(string dataset, long expected, string by, string? comment, CancellationToken cancellationToken)
        => SignalAsync(_flips.RedoAsync(dataset, expected, by, Trimmed(comment), cancellationToken));

    /// <summary>Makes an earlier vintage active again: see <see cref="VintageFlips.RestoreAsync"/>.</summary>
    public Task<FlipResult> RestoreAsync(long vintageId, string by, string? comment, CancellationToken cancellationToken)
        => SignalAsync(_flips.RestoreAsync(vintageId, by, Trimmed(comment), cancellationToken));

    /// <summary>What a file would change; null where there is no report.</summary>
    public async Task<ChangeReport?> ReportAsync(long id, CancellationToken cancellationToken)
        => await _queries.ReportAsync(id, cancellationToken) is { } json ? JsonSerializer.Deserialize<ChangeReport>(json, ReportJson) : null;

    private static string? Trimmed(string? comment)
        => string.IsNullOrWhiteSpace(comment) ? null : comment.Trim() is { Length: > 1000 } text ? text[..1000] : comment.Trim();

    private static async Task<(long Size, string Sha256)> CopyAsync(Stream content, string part, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var to = File.Create(part);
        var buffer = new byte[81_920];
        var size = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            size += read;
            if (size > FileProbe.MaxFileBytes)
            {
                throw new UnreadableFileException("too-large", "The file is larger than 200 MB: this is no published file.");
            }

            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return size > 0
            ? (size, Convert.ToHexStringLower(hash.GetHashAndReset()))
            : throw new UnreadableFileException("empty-file", "The file is empty: 0 bytes. Download it again.");
    }

    // The upload is there until the file is decided upon.
    private string? UploadOrOriginal(ImportFile file)
        => files.UploadOf(file.Id) is var upload && File.Exists(upload) ? upload
            : file.Profile is null ? files.Find(file.Sha256)
            : null; // what is kept of it may lack its personal columns

    private async Task ReadAsync(ImportLease lease, ImportFile file, string? path, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new LatestProgress();
        var renewing = RenewAsync(lease, progress, lost);
        ImportResult result;
        long? staged = null;
        var isPersonal = false;
        try
        {
            if (path is null)
            {
                result = new ImportResult(ImportState.Failed, "The uploaded file is gone: upload it again.");
            }
            else if (file.Profile is null && await _queries.FindSameOpenAsync(file.Sha256, file.Id, lost.Token) is { } same)
            {
                result = new ImportResult(ImportState.Unchanged, string.Create(
                    CultureInfo.InvariantCulture, $"The same content waits for a decision already: import {same.Id}, '{same.FileName}', of {same.UploadedBy}."));
            }
            else
            {
                // Off the caller's thread: the first steps of reading do not await.
                var read = await Task.Run(() => importer.StageAsync(new FileToRead(path, file.FileName, file.Origin, file.Profile), progress, lost.Token), lost.Token);
                staged = read.Ended is null ? read.VintageId : null;
                isPersonal = read.IsPersonal;
                result = await ResultAsync(read, progress, lost.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await StopAsync(renewing, lost);
            await DropStagedAsync(staged);
            throw;
        }
#pragma warning disable CA1031 // whatever went wrong with one file is told at that file, and the next one is read
        catch (Exception e)
#pragma warning restore CA1031
        {
            await DropStagedAsync(staged);
            staged = null;
            result = new ImportResult(ImportState.Failed, e.Message);
        }

        await StopAsync(renewing, lost);
        if (!await _store.EndAsync(lease, result, cancellationToken))
        {
            await DropStagedAsync(staged);
        }
        else if (result.State is ImportState.Invalid or ImportState.Unchanged or ImportState.Failed)
        {
            await DropFilesAsync(file, cancellationToken);
        }
        else if (isPersonal)
        {
            // Nothing personal stays: a report that goes out of date asks for the file once more.
            files.DropUpload(file.Id);
        }
    }

    private async Task<ImportResult> ResultAsync(StagedFile read, LatestProgress progress, CancellationToken cancellationToken)
    {
        if (read.Ended is { } ended)
        {
            // Where a profile does not fit the file, either may be wrong: the file stays until someone says which.
            var profile = ProfileOf(read.Format);
            var state = ended.Status == ImportStatus.Unchanged ? ImportState.Unchanged
                : read.IsUnknownTable || profile is not null ? ImportState.Mapping
                : ImportState.Invalid;
            return new ImportResult(state, ended.Message)
            {
                Format = read.Format,
                Dataset = ended.Dataset,
                Profile = profile,
                VintageId = read.SameVintageId,
                FirstPeriod = ended.FirstPeriod,
                LastPeriod = ended.LastPeriod,
                FactCount = ended.Facts,
                ErrorCount = read.ErrorCount,
                WarningCount = read.WarningCount,
                Findings = read.Findings,
            };
        }

        progress.Report(new ImportProgress(ImportStep.Comparing, 0, null));
        var content = read.Content!;
        var (report, basis) = await importer.CompareAsync(content, cancellationToken);
        var periods = content.Periods.Select(p => p.Period).Where(p => p > 0).ToList();
        return new ImportResult(ImportState.Waiting, null)
        {
            Format = read.Format,
            Dataset = content.Dataset,
            Profile = ProfileOf(read.Format),
            VintageId = read.VintageId,
            FirstPeriod = periods.Count > 0 ? periods.Min() : null,
            LastPeriod = periods.Count > 0 ? periods.Max() : null,
            FactCount = read.Facts,
            Total = content.Total,
            WarningCount = read.WarningCount,
            Basis = basis,
            Report = JsonSerializer.Serialize(report, ReportJson),
            Findings = read.Findings,
        };
    }

    private static string? ProfileOf(string? format)
        => format?.StartsWith(Datasets.ProfilePrefix, StringComparison.Ordinal) == true ? format[Datasets.ProfilePrefix.Length..] : null;

    private async Task RenewAsync(ImportLease lease, LatestProgress progress, CancellationTokenSource lost)
    {
        using var timer = new PeriodicTimer(_renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                var latest = progress.Latest;
                if (!await _store.RenewAsync(lease, _lease, KeyOf(latest.Step), latest.RowsDone, latest.RowsTotal, lost.Token))
                {
                    await lost.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // read to its end, stopped, or lost
        }
    }

    private static string KeyOf(ImportStep step)
        => step switch
        {
            ImportStep.Reading => "reading",
            ImportStep.Storing => "storing",
            _ => "comparing",
        };

    private static async Task StopAsync(Task renewing, CancellationTokenSource lost)
    {
        await lost.CancelAsync();
        await renewing;
    }

    private async Task DropStagedAsync(long? vintageId)
    {
        if (vintageId is { } id)
        {
            await _vintages.DropAsync(id, CancellationToken.None);
        }
    }

    private async Task DropFilesAsync(ImportFile file, CancellationToken cancellationToken)
    {
        files.DropUpload(file.Id);
        if (!await _store.IsUsedAsync(file.Sha256, cancellationToken))
        {
            files.Drop(file.Sha256);
        }
    }

    private async Task<FlipResult> SignalAsync(Task<FlipResult> flip)
    {
        var result = await flip;
        if (result == FlipResult.Done)
        {
            Wanted?.Invoke();
        }

        return result;
    }

    private sealed class LatestProgress : IProgress<ImportProgress>
    {
        private readonly Lock _lock = new();
        private ImportProgress _latest;

        public ImportProgress Latest
        {
            get
            {
                lock (_lock)
                {
                    return _latest;
                }
            }
        }

        public void Report(ImportProgress value)
        {
            lock (_lock)
            {
                _latest = value;
            }
        }
    }
}
