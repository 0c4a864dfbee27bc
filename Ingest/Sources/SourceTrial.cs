using System.Data.Common;
using Octoplus.Core.Jobs;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Sources;

/// <summary>A file that a source would bring.</summary>
/// <param name="Bytes">Null where only the first rows were asked for.</param>
/// <param name="IsWaiting">It is still being written.</param>
public sealed record TrialFile(string Name, long? Bytes, bool IsWaiting);

/// <summary>What a source would bring.</summary>
/// <param name="Files">At most <see cref="MaxFiles"/>.</param>
/// <param name="FileCount">All of them.</param>
/// <param name="Format">Key of the form that the first one has; null where it is not known by itself.</param>
/// <param name="Header">Columns of the first one where it is a table.</param>
/// <param name="Rows">Its first rows; cells of columns that the profile keeps from being stored are empty.</param>
public sealed record TrialResult(
    IReadOnlyList<TrialFile> Files, int FileCount, string? Format, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Files listed.</summary>
    public const int MaxFiles = 10;

    /// <summary>Rows shown.</summary>
    public const int MaxRows = 5;
}

/// <summary>Asks a source as it would be asked, and keeps nothing of what it sends.</summary>
public sealed class SourceTrial(
    IEnumerable<ISourceReader> readers, ApiSourceReader api, QuerySourceReader query, AllowedFolders folders, ProfileQueries profiles, TimeProvider time)
{
    private const int MaxCell = 100;

    /// <summary>Asks a source.</summary>
    /// <exception cref="SourceException">It cannot be asked, or sends what cannot be used.</exception>
    public async Task<TrialResult> RunAsync(SourceDraft draft, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var folder = Directory.CreateTempSubdirectory("octoplus-trial-").FullName;
        try
        {
            var request = new SourceRequest(
                SourceOf(draft), new Dictionary<string, SourceFile>(StringComparer.Ordinal), folder, new JobContext(JobLease.None, JobCause.Person, null, by));
            var path = Path.Combine(folder, "trial");
            return draft.Kind switch
            {
                SourceKind.Folder => await FolderAsync(draft, path, cancellationToken),
                SourceKind.Api => await TableAsync(draft, path, await api.WriteAsync(request, path, TrialResult.MaxRows, cancellationToken), cancellationToken),
                SourceKind.Query => await TableAsync(draft, path, await query.WriteAsync(request, path, TrialResult.MaxRows, cancellationToken), cancellationToken),
                _ => await FileAsync(draft, request, cancellationToken),
            };
        }
        catch (Exception e) when (e is not (SourceException or DbException) && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw SourceException.Of(e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<TrialResult> FileAsync(SourceDraft draft, SourceRequest request, CancellationToken cancellationToken)
    {
        var reader = readers.FirstOrDefault(r => r.Kind == draft.Kind) ?? throw new InvalidOperationException($"Nothing reads sources of the kind {draft.Kind}.");
        var files = new List<FetchedFile>();
        await foreach (var answer in reader.ReadAsync(request, cancellationToken))
        {
            if (answer.File is { } file)
            {
                files.Add(file);
            }
        }

        return await LookAsync(draft, [.. files.Select(f => new TrialFile(f.FileName, f.Bytes, IsWaiting: false))], files.FirstOrDefault()?.Path, cancellationToken);
    }

    private async Task<TrialResult> FolderAsync(SourceDraft draft, string path, CancellationToken cancellationToken)
    {
        var listing = FolderListing.Of(
            draft.Address, KindSettings.Parse<FolderSettings>(draft.Settings), folders, time.GetUtcNow().UtcDateTime, cancellationToken);
        var first = listing.Files.Count > 0 && await FolderListing.CopyAsync(listing.Files[0], path, folders, cancellationToken) ? path : null;
        var all = listing.Files.Select(f => new TrialFile(f.Name, f.Size, IsWaiting: false))
            .Concat(listing.Unsettled.Select(f => new TrialFile(f.Name, f.Size, IsWaiting: true)));
        return await LookAsync(draft, [.. all], first, cancellationToken);
    }

    private Task<TrialResult> TableAsync(SourceDraft draft, string path, long rows, CancellationToken cancellationToken)
        => rows > 0 ? LookAsync(draft, [new TrialFile(ApiSourceReader.TableName(SourceOf(draft)), null, IsWaiting: false)], path, cancellationToken)
            : throw new InvalidOperationException("No rows are a failure of the reader.");

    private async Task<TrialResult> LookAsync(SourceDraft draft, IReadOnlyList<TrialFile> files, string? first, CancellationToken cancellationToken)
    {
        var result = new TrialResult([.. files.Take(TrialResult.MaxFiles)], files.Count, null, [], []);
        if (first is null)
        {
            return result;
        }

        var stored = draft.Profile is { } slug ? await profiles.FindAsync(slug, cancellationToken) : null;
        try
        {
            return await Task.Run(() => Look(result, first, stored is null ? null : ProfileFormat.Usable(stored)), cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            throw new SourceException(Message.Of("source.failure.unreadable", files[0].Name, e.Message), e);
        }
    }

    private static TrialResult Look(TrialResult result, string path, ImportProfile? profile)
    {
        using var file = FileProbe.Open(path);
        var format = FormatList.FindBuiltIn(file)?.Key;
        if (file.Table is not { IsText: true } || format == Readers.Boundaries.GeoJsonReader.Format.Key)
        {
            return result with { Format = format };
        }

        using var table = ProfileTable.Open(file, profile?.Separator, profile?.FindEncoding());
        var hidden = (profile?.Columns ?? []).Where(c => c.Role is ColumnRole.Dropped or ColumnRole.Hashed).Select(c => c.Header).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count < TrialResult.MaxRows && table.Read())
        {
            rows.Add([.. Enumerable.Range(0, Math.Min(table.FieldCount, table.Header.Count)).Select(i => hidden.Contains(table.Header[i]) ? "" : Short(table.Cell(i)))]);
        }

        return result with { Format = format, Header = table.Header, Rows = rows };
    }

    private static string Short(string text) => text.Length > MaxCell ? text[..MaxCell] + "…" : text;

    private static Source SourceOf(SourceDraft draft) => new()
    {
        Id = 0,
        Name = draft.Name,
        Kind = draft.Kind,
        Address = draft.Address,
        Settings = draft.Settings,
        Profile = draft.Profile,
        Schedule = draft.Schedule,
        IsOn = draft.IsOn,
        AcceptsItself = draft.AcceptsItself,
        Bounds = draft.Bounds,
        Version = 0,
    };
}
