using System.Globalization;
using System.Security.Cryptography;
using Octoplus.Core.Imports;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
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
/// Files brought by people, programs and sources: received as streams, read one after the other (<see cref="QueuedFileReader"/>), then accepted or
/// refused. All state is in the database and the data folder, so a process may die at any moment. Safe for concurrent use.
/// </summary>
public sealed class ImportQueue(
    ImportStore store, ImportQueries imports, VintageStore staging, VintageFlips flips, OriginalFiles files, QueuedFileReader reader)
{
    /// <summary>Files that may wait to be read.</summary>
    public const int MaxQueued = 200;

    // An upload whose bytes are on no node: the move and the row are two steps.
    private static readonly TimeSpan _lostAfter = TimeSpan.FromMinutes(2);

    /// <summary>Raised in this process when there is something to read or to rebuild.</summary>
    public event Action? Changed;

    /// <summary>Takes in one file: streams it to disk within <see cref="FileProbe.MaxFileBytes"/> and queues it.</summary>
    /// <param name="content">Read to its end; a stream that breaks off leaves nothing.</param>
    /// <param name="name">As the sender says; only shown.</param>
    /// <param name="origin"><c>page</c>, <c>api</c> or <c>source</c>.</param>
    /// <exception cref="UnreadableFileException">The file is empty or too large.</exception>
    /// <exception cref="QueueFullException">Too many files wait already.</exception>
    public async Task<ImportFile> ReceiveAsync(
        Stream content, string? name, string origin, string by, string? profile, CancellationToken cancellationToken)
    {
        if ((await imports.OpenAsync(cancellationToken)).Count >= MaxQueued)
        {
            throw new QueueFullException($"{MaxQueued} files wait already: decide upon these first.");
        }

        var part = files.NewPart();
        try
        {
            var (size, sha256) = await CopyAsync(content, part, cancellationToken);
            var id = await store.ReserveAsync(cancellationToken);
            files.Uploaded(part, id);
            await store.AddAsync(id, new NewImport(UploadName.Clean(name), size, sha256, origin, by, profile), cancellationToken);
            Announce();
            return (await imports.FindAsync(id, cancellationToken))!;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Reads the next file that nobody reads, if there is one whose bytes are at hand. May be called at any time, by any process.</summary>
    /// <returns>Whether one was read.</returns>
    public async Task<bool> ReadNextAsync(CancellationToken cancellationToken)
    {
        foreach (var file in await imports.ToReadAsync(cancellationToken))
        {
            var path = UploadOrOriginal(file);
            var isElsewhere = path is null && file.UploadedAt > DateTimeOffset.UtcNow - _lostAfter;
            if (!isElsewhere && await reader.ReadAsync(file, path, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes a waiting file the active vintage of its periods.</summary>
    public async Task<DecisionResult> AcceptAsync(long id, string by, string? comment, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, cancellationToken) is not { State: ImportState.Waiting, VintageId: { } vintageId } file)
        {
            return DecisionResult.NotWaiting;
        }

        AcceptResult result;
        try
        {
            result = await flips.AcceptAsync(vintageId, by, comment, file.Basis, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            return DecisionResult.NotWaiting;
        }

        if (result == AcceptResult.Accepted)
        {
            files.DropUpload(id);
            Announce();
            return DecisionResult.Done;
        }

        // What it was compared with has changed: it is read and compared anew.
        if (await store.QueueAgainAsync(id, ImportState.Waiting, file.Profile, cancellationToken))
        {
            await staging.DropAsync(vintageId, cancellationToken);
            Announce();
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
        var file = await imports.FindAsync(id, cancellationToken);
        if (file is null || !await store.RefuseAsync(id, by, comment, cancellationToken))
        {
            return DecisionResult.NotWaiting;
        }

        if (file.VintageId is { } vintageId)
        {
            await staging.DropAsync(vintageId, cancellationToken);
        }

        await files.DropUnusedAsync(file, store, cancellationToken);
        return DecisionResult.Done;
    }

    /// <summary>Has a file of unknown kind read by a profile.</summary>
    /// <returns>False if it does not wait for one.</returns>
    public async Task<bool> MapAsync(long id, string profile, CancellationToken cancellationToken)
    {
        var isQueued = await store.QueueAgainAsync(id, ImportState.Mapping, profile, cancellationToken);
        if (isQueued)
        {
            Announce();
        }

        return isQueued;
    }

    /// <summary>What a file would change; null where there is no report.</summary>
    public async Task<ChangeReport?> ReportAsync(long id, CancellationToken cancellationToken)
        => await imports.ReportAsync(id, cancellationToken) is { } json ? ChangeReport.FromJson(json) : null;

    /// <summary>Raises <see cref="Changed"/>: what is active was changed by other means than a file.</summary>
    public void Announce() => Changed?.Invoke();

    // The upload is there until the file is decided upon.
    private string? UploadOrOriginal(ImportFile file)
        => files.UploadOf(file.Id) is var upload && File.Exists(upload) ? upload
            : file.Profile is null ? files.Find(file.Sha256)
            : null; // what is kept of it may lack its personal columns

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
}
