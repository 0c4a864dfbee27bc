using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// A kind of source: finds out what changed since the last time and brings it to disk. Checks, report and decision are the same for every
/// kind and follow in <see cref="SourceRefresh"/>. Readers hold no state and are registered as <c>ISourceReader</c>.
/// </summary>
public interface ISourceReader
{
    /// <summary>The kind that it reads.</summary>
    SourceKind Kind { get; }

    /// <summary>
    /// One answer for each file of the source. They are taken one by one: a file is imported before the next is asked for, and what came before a failure stays.
    /// </summary>
    /// <exception cref="SourceException">Could not be asked, or sends something that cannot be trusted.</exception>
    IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, CancellationToken cancellationToken);
}

/// <summary>What a reader is asked.</summary>
/// <param name="Source">The source.</param>
/// <param name="Known">What was taken of each of its files the last time, by <see cref="SourceFile.Name"/>; empty at first.</param>
/// <param name="Folder">An empty folder of its own for what it fetches; deleted when the source is done with.</param>
/// <param name="Context">Where to say how far it is.</param>
public sealed record SourceRequest(Source Source, IReadOnlyDictionary<string, SourceFile> Known, string Folder, JobContext Context)
{
    /// <summary>What is known of a file; nothing of one that was never taken.</summary>
    public SourceFile Former(string name = "") => Known.TryGetValue(name, out var file) ? file : new SourceFile { Name = name };

    /// <summary>Adds a line to the log of the source.</summary>
    public void Log(Message message, JobLogLevel level = JobLogLevel.Info) => Context.Log(level, message, Source.Subject);
}

/// <summary>What a source says of one of its files.</summary>
/// <param name="Name">Which file: empty where the source has only one; at most 200 characters.</param>
/// <param name="File">What was fetched; null: it has not changed since the last time.</param>
public sealed record SourceAnswer(string Name, FetchedFile? File)
{
    /// <inheritdoc cref="SourceFile.Etag"/>
    public string? Etag { get; init; }

    /// <inheritdoc cref="SourceFile.LastModified"/>
    public string? LastModified { get; init; }

    /// <inheritdoc cref="SourceFile.Published"/>
    public string? Published { get; init; }

    /// <summary>The file is as it was, with the validators of the last time.</summary>
    public static SourceAnswer Unchanged(SourceFile former)
    {
        ArgumentNullException.ThrowIfNull(former);
        return new SourceAnswer(former.Name, null) { Etag = former.Etag, LastModified = former.LastModified, Published = former.Published };
    }
}

/// <summary>A file brought to disk.</summary>
/// <param name="Path">Where it lies, in <see cref="SourceRequest.Folder"/>.</param>
/// <param name="FileName">Its name to people.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record FetchedFile(string Path, string FileName, string Sha256, long Bytes);
