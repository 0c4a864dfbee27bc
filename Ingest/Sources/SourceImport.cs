using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Takes a fetched file through the same queue as an upload, and decides upon it where the source may. Imports say by themselves what was
/// done with them, so that a run that was killed is taken up where it was: a file is known by its check sum.
/// </summary>
public sealed class SourceImport(ImportQueue queue, ImportQueries imports, VintageQueries vintages)
{
    /// <summary>Origin of imports of sources.</summary>
    public const string Origin = "source";

    /// <summary>Audit: a source accepted a file by itself.</summary>
    public const string Accepted = "source.accepted";

    private const string ActorPrefix = "source: ";

    private const int Attempts = 5;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);

    /// <summary>Who a source is in lists and logs; at most 100 characters.</summary>
    public static string Name(Source source) => ActorPrefix + source.Name is { Length: > 100 } name ? name[..100] : ActorPrefix + source.Name;

    /// <summary>The name of the source that <see cref="Name"/> made an actor of; null: the actor is no source.</summary>
    public static string? SourceOf(string actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.StartsWith(ActorPrefix, StringComparison.Ordinal) ? actor[ActorPrefix.Length..] : null;
    }

    /// <summary>Takes in a file that is not the one of the last time, to where a decision is made or a person must make it.</summary>
    /// <exception cref="SourceException">It could not be read for reasons that are not the file's.</exception>
    internal async Task<FileOutcome> BringAsync(Source source, SourceFile former, SourceFile file, FetchedFile fetched, JobContext context, CancellationToken cancellationToken)
    {
        var outcome = await TakeInAsync(source, former, file with { IsOpen = false }, fetched, context, cancellationToken);
        return await ReplaceAsync(source, former, outcome, cancellationToken);
    }

    /// <summary>Where a file stands that is as it was: it may wait still, or have been refused.</summary>
    internal async Task<FileOutcome> StandAsync(Source source, SourceFile file, CancellationToken cancellationToken)
    {
        var import = file.ImportId is { } id ? await imports.FindAsync(id, cancellationToken) : null;
        if (import?.Sha256 != file.Sha256)
        {
            // The publisher is back at what is served: that import was of other bytes.
            import = null;
        }

        return import switch
        {
            { State: ImportState.Invalid } => new FileOutcome(SourceStatus.Invalid, file, Message.Of("source.invalid", source.Name, import.FileName, import.ErrorCount)),
            { State: ImportState.Refused } => new FileOutcome(SourceStatus.Refused, file, Message.Of("source.refused", import.DecidedBy ?? "")),
            _ when file.IsOpen => new FileOutcome(SourceStatus.Waiting, file, Message.Of("source.waits.still")),
            _ => new FileOutcome(SourceStatus.Unchanged, file, Message.Of("source.unchanged")),
        };
    }

    /// <summary>Looks at the file that waited for a person; null while it does.</summary>
    internal async Task<FileOutcome?> SettleAsync(Source source, SourceFile file, CancellationToken cancellationToken)
    {
        var import = await imports.FindAsync(file.ImportId!.Value, cancellationToken);
        if (import?.State is ImportState.Queued or ImportState.Reading or ImportState.Waiting or ImportState.Mapping)
        {
            return null;
        }

        var closed = file with { IsOpen = false };
        var over = FileOutcome.WaitingCause(source, file.ImportId.Value);
        return import switch
        {
            { State: ImportState.Accepted } => new FileOutcome(SourceStatus.Accepted, closed, Message.Of("source.decided", import.DecidedBy ?? "")) { Rows = import.FactCount, Over = over },
            { State: ImportState.Refused } => new FileOutcome(SourceStatus.Refused, closed, Message.Of("source.refused", import.DecidedBy ?? "")) { Over = over },
            { State: ImportState.Invalid } => FileOutcome.Invalid(source, closed, import) with { Over = over },
            _ => new FileOutcome(SourceStatus.Unchanged, closed, Message.Of("source.unchanged")) { Over = over },
        };
    }

    private async Task<FileOutcome> TakeInAsync(
        Source source, SourceFile former, SourceFile file, FetchedFile fetched, JobContext context, CancellationToken cancellationToken)
    {
        var import = await imports.FindLatestAsync(fetched.Sha256, Origin, cancellationToken);
        var isTold = import is not null && import.Id <= former.ImportId;
        if (import is { State: ImportState.Refused } && import.DecidedBy != Name(source))
        {
            // Of this file a person has said no: the same bytes are not brought again.
            return new FileOutcome(SourceStatus.Refused, file with { ImportId = import.Id }, Message.Of("source.refused", import.DecidedBy ?? ""));
        }

        // One that is still open, or was decided upon by a run that could not tell any more, is taken up.
        if (import is null || import.State is ImportState.Failed or ImportState.Refused or ImportState.Unchanged
            || (isTold && import.State is (ImportState.Accepted or ImportState.Invalid)))
        {
            if (source.Profile is null && await vintages.FindContentAsync(fetched.Sha256, cancellationToken) is { } same)
            {
                return FileOutcome.Known(source, file, same);
            }

            await using var content = File.OpenRead(fetched.Path);
            import = await queue.ReceiveAsync(content, fetched.FileName, Origin, Name(source), source.Profile, cancellationToken);
        }

        return await DecideAsync(source, former, file with { ImportId = import.Id }, import.Id, context, cancellationToken);
    }

    private async Task<FileOutcome> DecideAsync(
        Source source, SourceFile former, SourceFile file, long importId, JobContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var import = await ReadAsync(importId, context, cancellationToken);
            switch (import.State)
            {
                case ImportState.Waiting:
                    var report = await queue.ReportAsync(importId, cancellationToken);
                    var why = report is null ? null : await WhyWaitAsync(source, former, import, report, cancellationToken);
                    if (why is not null)
                    {
                        return FileOutcome.Waiting(source, file, import, why);
                    }

                    // Whatever else came of it is seen in its new state: read anew, known, or decided upon by someone.
                    await queue.AcceptAsync(importId, Name(source), null, cancellationToken);
                    break;
                case ImportState.Accepted when import.DecidedBy == Name(source):
                    return await AcceptedAsync(source, file, import);
                case ImportState.Accepted:
                    return new FileOutcome(SourceStatus.Accepted, file, Message.Of("source.decided", import.DecidedBy ?? "")) { Rows = import.FactCount };
                case ImportState.Refused:
                    return new FileOutcome(SourceStatus.Refused, file, Message.Of("source.refused", import.DecidedBy ?? ""));
                case ImportState.Mapping:
                    return FileOutcome.Waiting(source, file, import, Message.Of("source.waits.profile"));
                case ImportState.Invalid:
                    return FileOutcome.Invalid(source, file, import);
                case ImportState.Unchanged:
                    return import.VintageId is { } id && await vintages.FindAsync(id, cancellationToken) is { } same
                        ? FileOutcome.Known(source, file, same)
                        : new FileOutcome(SourceStatus.Waiting, file, Message.Of("source.waits.elsewhere"));
                default:
                    throw new SourceException(Message.Of("source.failure.import", import.FileName, import.Message ?? ""));
            }
        }

        throw new SourceException(Message.Of("source.failure.busy"));
    }

    private async Task<ImportFile> ReadAsync(long importId, JobContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var import = await imports.FindAsync(importId, cancellationToken)
                ?? throw new SourceException(Message.Of("source.failure.busy"));
            if (import.State is not (ImportState.Queued or ImportState.Reading))
            {
                return import;
            }

            context.Report("reading", import.RowsDone, import.RowsTotal);
            var read = queue.ReadNextAsync(cancellationToken);
            while (await Task.WhenAny(read, Task.Delay(_look, cancellationToken)) != read)
            {
                import = await imports.FindAsync(importId, cancellationToken);
                context.Report("reading", import?.RowsDone ?? 0, import?.RowsTotal);
            }

            if (!await read)
            {
                // Another process reads it, or died over it.
                await Task.Delay(_look, cancellationToken);
            }
        }
    }

    private async Task<Message?> WhyWaitAsync(Source source, SourceFile former, ImportFile import, ChangeReport report, CancellationToken cancellationToken)
    {
        if (!source.AcceptsItself)
        {
            return Message.Of("source.waits.by-hand");
        }

        var before = former.ImportId is { } id && await imports.FindAsync(id, cancellationToken) is { State: ImportState.Accepted } accepted && accepted.Dataset == import.Dataset ? accepted.FactCount
            : former.Sha256 is { } sha256 && await vintages.FindContentAsync(sha256, cancellationToken) is { } served && served.Dataset == import.Dataset ? served.FactCount
            : (long?)null;
        var findings = await imports.FindingsAsync(import.Id, cancellationToken);
        return SourceVerdict.WhyWait(new BroughtFile(report, findings, import.FactCount, before, await IsFirstAsync(report, cancellationToken)), source.Bounds);
    }

    // Real figures are no change of fictional ones, nor an edition of the reference that ships with the program.
    private async Task<bool> IsFirstAsync(ChangeReport report, CancellationToken cancellationToken)
    {
        foreach (var id in report.Periods.Select(p => p.FormerVintage).OfType<long>().Distinct())
        {
            if (await vintages.FindAsync(id, cancellationToken) is { IsDemonstration: false, Origin: not "reference" })
            {
                return false;
            }
        }

        return true;
    }

    private async Task<FileOutcome> AcceptedAsync(Source source, SourceFile file, ImportFile import)
    {
        var periods = import is { FirstPeriod: { } first, LastPeriod: { } last } ? Period.Span(first, last) : "";
        var message = Message.Of("source.accepted", source.Name, import.FileName, import.FactCount, periods);

        // Of measures that contain each other, the one that holds all.
        if ((await queue.ReportAsync(import.Id, CancellationToken.None))?.Totals.GroupBy(t => t.Measure, StringComparer.Ordinal)
            .MaxBy(m => m.Sum(t => t.After ?? 0)) is { } all && all.Any(t => t.Before is not null))
        {
            var common = all.Where(t => t.Before is not null).ToList();
            message = Message.Of(
                "source.accepted.change", source.Name, import.FileName, import.FactCount, periods, common.Sum(t => t.Before!.Value), common.Sum(t => t.After ?? 0));
        }

        return new FileOutcome(SourceStatus.Accepted, file, message)
        {
            Rows = import.FactCount,
            Notice = new Notice(NoticeKind.Changed, $"{source.Subject}:accepted", message, FileOutcome.Link(import.Id)),
            Deed = new AuditEntry(
                new AuditActor(Name(source), null), Accepted, import.FileName,
                string.Create(CultureInfo.InvariantCulture, $"import {import.Id} · sha256 {import.Sha256} · {source.Subject}")),
        };
    }

    // What waited for a person is out of date once there is something newer that can be used, or the publisher is back at what is served.
    private async Task<FileOutcome> ReplaceAsync(Source source, SourceFile former, FileOutcome outcome, CancellationToken cancellationToken)
    {
        if (!former.IsOpen || former.ImportId is not { } old || (old == outcome.File.ImportId && !outcome.IsServed))
        {
            return outcome;
        }

        if (!outcome.File.IsOpen && outcome is not ({ Status: SourceStatus.Accepted } or { IsServed: true }))
        {
            return outcome with { File = outcome.File with { ImportId = old, IsOpen = true } };
        }

        var comment = outcome.IsServed ? $"→ {outcome.File.Sha256}" : string.Create(CultureInfo.InvariantCulture, $"→ import {outcome.File.ImportId}");
        await queue.RefuseAsync(old, Name(source), comment, cancellationToken);
        return outcome with { Over = FileOutcome.WaitingCause(source, old) };
    }
}
