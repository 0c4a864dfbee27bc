using System.Globalization;
using System.Security.Cryptography;
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
/// Files brought by people and programs: taken in as streams, then, once <see cref="ImportReading"/> has made a report of what they would
/// change, accepted or refused. All state is in the database and the data folder, so a process may die at any moment.
/// </summary>
public sealed class ImportDesk(Database database, OriginalFiles files)
{
    /// <summary>Files that may wait to be read.</summary>
    public const int MaxQueued = 200;

    private readonly ImportStore _store = new(database);
    private readonly ImportQueries _queries = new(database);
    private readonly VintageStore _vintages = new(database);
    private readonly VintageFlips _flips = new(database);

    /// <summary>Raised in this process when there is something to read or to rebuild.</summary>
    public event Action? Wanted;

    /// <summary>Takes in one file: streams it to disk within <see cref="FileProbe.MaxFileBytes"/> and queues it.</summary>
    /// <param name="content">Read to its end; a stream that breaks off leaves nothing.</param>
    /// <param name="name">As the sender says; only shown.</param>
    /// <param name="origin"><c>page</c>, <c>api</c> or <c>source</c>.</param>
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

        await files.DropUnusedAsync(file, _store, cancellationToken);
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
        => await _queries.ReportAsync(id, cancellationToken) is { } json ? ChangeReport.FromJson(json) : null;

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

    private async Task<FlipResult> SignalAsync(Task<FlipResult> flip)
    {
        var result = await flip;
        if (result == FlipResult.Done)
        {
            Wanted?.Invoke();
        }

        return result;
    }
}
