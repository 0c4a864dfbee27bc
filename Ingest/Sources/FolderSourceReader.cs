using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Files of a folder on the server: those whose size or time is another than the last time, in the order of their names. One that is still being
/// written waits for the next run; one that is gone is told once, and what it brought stays.
/// </summary>
public sealed class FolderSourceReader(AllowedFolders folders, TimeProvider time) : ISourceReader
{
    // Stands in SourceFile.Published of a file that is gone, so that its going is told once.
    private const string Gone = "gone";

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Folder;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = KindSettings.Parse<FolderSettings>(request.Source.Settings);
        var listing = FolderListing.Of(request.Source.Address, settings, folders, time.GetUtcNow().UtcDateTime, cancellationToken);
        Tell(request, listing, settings);
        var (context, done, told) = (request.Context, 0, false);
        SourceFile? unchanged = null;
        foreach (var file in listing.Files)
        {
            context.Report("reading-folder", done++, listing.Files.Count);
            var former = request.Former(file.Name);
            if (former.Etag == file.Stamp && former.Sha256 is not null && former.Published is null)
            {
                unchanged ??= former;
                continue;
            }

            var path = Path.Combine(request.Folder, Path.GetRandomFileName());
            if (!await FolderListing.CopyAsync(file, path, folders, cancellationToken))
            {
                request.Log(Message.Of("source.file-unsettled", file.Name), JobLogLevel.Warning);
                continue;
            }

            told = true;
            yield return new SourceAnswer(file.Name, await FetchedAsync(path, file.Name, cancellationToken)) { Etag = file.Stamp };
        }

        foreach (var former in GoneOf(request, listing).Where(f => f.Published != Gone))
        {
            request.Log(Message.Of("source.file-gone", former.Name), JobLogLevel.Warning);
            told = true;
            yield return new SourceAnswer(former.Name, null) { Etag = former.Etag, Published = Gone };
        }

        // One word for all that are as they were: a folder may hold hundreds.
        if (!told && unchanged is not null)
        {
            yield return SourceAnswer.Unchanged(unchanged);
        }
    }

    /// <summary>A file on disk with its check sum.</summary>
    internal static async Task<FetchedFile> FetchedAsync(string path, string name, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return new FetchedFile(path, name, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)), stream.Length);
    }

    private static void Tell(SourceRequest request, FolderListing listing, FolderSettings settings)
    {
        if (listing.Files.Count == 0)
        {
            request.Log(Message.Of("source.folder-empty", request.Source.Address, settings.Pattern));
        }

        foreach (var file in listing.Unsettled)
        {
            request.Log(Message.Of("source.file-unsettled", file.Name), JobLogLevel.Warning);
        }

        foreach (var file in listing.Unfit)
        {
            request.Log(Message.Of("source.file-unfit", file.Name), JobLogLevel.Warning);
        }
    }

    private static IEnumerable<SourceFile> GoneOf(SourceRequest request, FolderListing listing)
    {
        var there = listing.Files.Concat(listing.Unsettled).Concat(listing.Unfit).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return request.Known.Values.Where(f => f.Name.Length > 0 && !there.Contains(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal);
    }
}
