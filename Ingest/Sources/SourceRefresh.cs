using System.Data.Common;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Asks one source what is new, takes it in, decides where it may, and notes what came of it. What was not noted was not told either: a run
/// that was killed is taken up by asking again.
/// </summary>
public sealed class SourceRefresh(
    SourceQueries sources, SourceStateStore states, SourceImport importing, IEnumerable<ISourceReader> readers, OriginalFiles files, TimeProvider time)
{
    /// <summary>Page of all sources.</summary>
    public const string Page = "/admin/sources";

    private static readonly TimeSpan _leftoverAge = TimeSpan.FromDays(1);

    private readonly Dictionary<SourceKind, ISourceReader> _readers = readers.ToDictionary(r => r.Kind);

    private string Downloads => Path.Combine(files.DataFolder, "downloads");

    /// <summary>Deletes what killed runs fetched.</summary>
    public void DropLeftovers()
    {
        foreach (var folder in Directory.Exists(Downloads) ? Directory.GetDirectories(Downloads) : [])
        {
            if (Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow - _leftoverAge)
            {
                Delete(folder);
            }
        }
    }

    /// <summary>Looks whether a person has decided upon what waited.</summary>
    public async Task SettleAsync(SourceEntry entry, JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(context);
        var outcomes = new List<FileOutcome>();
        foreach (var file in (await sources.FilesAsync(entry.Source.Id, cancellationToken)).Where(f => f is { IsOpen: true, ImportId: not null }))
        {
            if (await importing.SettleAsync(entry.Source, file, cancellationToken) is { } outcome)
            {
                outcomes.Add(outcome);
                context.Log(JobLogLevel.Info, outcome.Message, entry.Source.Subject);
            }
        }

        if (outcomes.Count > 0)
        {
            // Asked it was not: when, and whether it failed then, stays.
            var summary = Summary(outcomes);
            var state = entry.State.State == SourceStatus.Failed ? entry.State : entry.State with { State = summary.State, Message = summary.Message };
            await states.WriteAsync(ResultOf(entry.Source, state, outcomes, []), entry.State.TriedAt, context.RunId, cancellationToken);
        }
    }

    /// <summary>Asks a source.</summary>
    /// <returns>Where it stands now, as noted.</returns>
    public async Task<SourceRefreshed> RefreshAsync(SourceEntry entry, JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(context);
        var source = entry.Source;
        var outcomes = new List<FileOutcome>();
        SourceException? failure = null;
        var folder = Path.Combine(Downloads, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(folder);
            await ReadAsync(source, folder, outcomes, context, cancellationToken);
        }
#pragma warning disable CA1031 // whatever went wrong with one source is told at that source, and the next one is asked
        catch (Exception e) when (e is not DbException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
#pragma warning restore CA1031
        {
            failure = SourceException.Of(e);
        }
        finally
        {
            Delete(folder);
        }

        foreach (var outcome in outcomes)
        {
            var level = outcome.Status is SourceStatus.Invalid ? JobLogLevel.Error : outcome.Status is SourceStatus.Waiting ? JobLogLevel.Warning : JobLogLevel.Info;
            context.Log(level, outcome.Message, source.Subject);
        }

        var state = StateOf(entry.State, outcomes, failure);
        var notices = failure is null ? [] : new List<Notice>
        {
            new(NoticeKind.Failed, $"{source.Subject}:failed:{failure.Kind}", Message.Of("source.failed", source.Name, failure.Reason), Page),
        };
        if (failure is not null)
        {
            context.Log(JobLogLevel.Error, failure.Reason, source.Subject);
        }

        await states.WriteAsync(ResultOf(source, state, outcomes, notices) with { Recovered = Recovered(source, outcomes, failure) }, entry.State.TriedAt, context.RunId, cancellationToken);
        return new SourceRefreshed(state, outcomes.Any(o => o is { Status: SourceStatus.Accepted, Deed: not null }), failure is not null);
    }

    private static List<Notice> Recovered(Source source, List<FileOutcome> outcomes, SourceException? failure)
    {
        var recovered = new List<Notice>();
        if (failure is null)
        {
            recovered.Add(new Notice(NoticeKind.Recovered, $"{source.Subject}:failed:", Message.Of("source.answers-again", source.Name), Page));
        }

        if (outcomes.Exists(o => o.Status is SourceStatus.Accepted or SourceStatus.Waiting || o.IsServed) && !outcomes.Exists(o => o.Status == SourceStatus.Invalid))
        {
            recovered.Add(new Notice(NoticeKind.Recovered, FileOutcome.InvalidCause(source), Message.Of("source.valid-again", source.Name), Page));
        }

        return recovered;
    }

    private static SourceResult ResultOf(Source source, SourceState state, IReadOnlyList<FileOutcome> outcomes, IReadOnlyList<Notice> notices) => new(state, [.. outcomes.Select(o => o.File)])
    {
        Notices = [.. outcomes.Select(o => o.Notice).OfType<Notice>(), .. notices],
        Over = [.. outcomes.Select(o => o.Over).OfType<string>()],
        OverAll = outcomes.Any(o => o.Status == SourceStatus.Accepted || o.IsServed) ? [FileOutcome.EarlierCauses(source)] : [],
        Deeds = [.. outcomes.Select(o => o.Deed).OfType<Octoplus.Core.Accounts.AuditEntry>()],
    };

    // Of several files the one that needs a person most.
    private static (SourceStatus State, Message Message) Summary(IReadOnlyList<FileOutcome> outcomes)
    {
        var first = outcomes.OrderBy(o => o.Status switch
        {
            SourceStatus.Invalid => 0,
            SourceStatus.Waiting => 1,
            SourceStatus.Accepted => 2,
            SourceStatus.Refused => 3,
            _ => 4,
        }).First();
        return (first.Status, first.Message);
    }

    private SourceState StateOf(SourceState former, List<FileOutcome> outcomes, SourceException? failure)
    {
        var now = time.GetUtcNow();
        var accepted = outcomes.Exists(o => o.Status == SourceStatus.Accepted);
        var state = former with
        {
            TriedAt = now,
            ChangedAt = accepted ? now : former.ChangedAt,
            RowCount = outcomes.Exists(o => o.Rows is not null) ? outcomes.Sum(o => o.Rows ?? 0) : former.RowCount,
        };
        if (failure is not null)
        {
            var again = now + SourceTiming.BackOff(former.Failures + 1);
            return state with
            {
                State = SourceStatus.Failed,
                Failures = former.Failures + 1,
                TryAgainAt = failure.TryAgainAt > again ? failure.TryAgainAt : again,
                Message = failure.Reason,
            };
        }

        var (status, message) = outcomes.Count > 0 ? Summary(outcomes) : (SourceStatus.Unchanged, Message.Of("source.no-files"));
        return state with { State = status, Message = message, SyncedAt = state.TriedAt, Failures = 0, TryAgainAt = null };
    }

    private async Task ReadAsync(Source source, string folder, List<FileOutcome> outcomes, JobContext context, CancellationToken cancellationToken)
    {
        if (!_readers.TryGetValue(source.Kind, out var reader))
        {
            throw new SourceException(Message.Of("source.failure.kind", EnumCode.Of(source.Kind)));
        }

        var known = (await sources.FilesAsync(source.Id, cancellationToken)).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var request = new SourceRequest(source, known, folder, context);
        await foreach (var answer in reader.ReadAsync(request, cancellationToken))
        {
            outcomes.Add(await TakeAsync(source, request.Former(answer.Name), answer, context, cancellationToken));
            if (answer.File is { } fetched)
            {
                File.Delete(fetched.Path);
            }
        }
    }

    private async Task<FileOutcome> TakeAsync(Source source, SourceFile former, SourceAnswer answer, JobContext context, CancellationToken cancellationToken)
    {
        var file = former with { Etag = answer.Etag, LastModified = answer.LastModified, Published = answer.Published };
        if (answer.File is not { } fetched)
        {
            return await importing.StandAsync(source, file, cancellationToken);
        }

        context.Log(JobLogLevel.Info, Message.Of("source.fetched", fetched.FileName, fetched.Bytes), source.Subject);
        file = file with { Sha256 = fetched.Sha256, FetchedAt = time.GetUtcNow() };
        return fetched.Sha256 == former.Sha256
            ? await importing.StandAsync(source, file, cancellationToken)
            : await importing.BringAsync(source, former, file, fetched, context, cancellationToken);
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it could not be made, or is tried again as a leftover
        }
    }
}

/// <summary>What came of asking a source.</summary>
/// <param name="State">Where it stands now.</param>
/// <param name="HasAccepted">It accepted something by itself.</param>
/// <param name="HasFailed">It could not be asked.</param>
public sealed record SourceRefreshed(SourceState State, bool HasAccepted, bool HasFailed);
