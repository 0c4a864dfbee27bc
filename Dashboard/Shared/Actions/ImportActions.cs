using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>What people and programs do with files and vintages, each with its entry in the audit log. Whether they may was asked before, by page or endpoint.</summary>
public sealed class ImportActions(
    ImportQueue queue, ImportQueries imports, VintageQueries vintages, VintageFlips flips, FlipQueries steps, AuditLog audit)
{
    public const string Uploaded = "import.uploaded";
    public const string Accepted = AuditActions.ImportAccepted;
    public const string Refused = "import.refused";
    public const string Mapped = "import.mapped";
    public const string Undone = "vintage.undone";
    public const string Redone = "vintage.redone";
    public const string Restored = "vintage.restored";
    public const string Downloaded = "vintage.downloaded";

    private const int MaxComment = 1000;

    /// <summary>See <see cref="ImportQueue.ReceiveAsync"/>.</summary>
    public async Task<ImportFile> ReceiveAsync(
        Stream content, string? name, string origin, AuditActor actor, string? profile, CancellationToken cancellationToken)
    {
        var file = await queue.ReceiveAsync(content, name, origin, actor.Name, profile, cancellationToken);
        await WriteAsync(actor, Uploaded, file, null);
        return file;
    }

    /// <summary>See <see cref="ImportQueue.AcceptAsync"/>.</summary>
    public async Task<DecisionResult> AcceptAsync(long id, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => await DecidedAsync(id, actor, Accepted, comment, await queue.AcceptAsync(id, actor.Name, Kept(comment), cancellationToken));

    /// <summary>See <see cref="ImportQueue.RefuseAsync"/>.</summary>
    public async Task<DecisionResult> RefuseAsync(long id, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => await DecidedAsync(id, actor, Refused, comment, await queue.RefuseAsync(id, actor.Name, Kept(comment), cancellationToken));

    /// <summary>See <see cref="ImportQueue.MapAsync"/>.</summary>
    public async Task<bool> MapAsync(long id, string profile, AuditActor actor, CancellationToken cancellationToken)
    {
        var isQueued = await queue.MapAsync(id, profile, cancellationToken);
        await DecidedAsync(id, actor, Mapped, profile, isQueued ? DecisionResult.Done : DecisionResult.NotWaiting);
        return isQueued;
    }

    /// <summary>Takes back the last change of a dataset.</summary>
    /// <param name="expected">The change that was seen as the last; null: whichever it is.</param>
    public async Task<FlipResult> UndoAsync(string dataset, long? expected, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => (await steps.StepsAsync(cancellationToken)).GetValueOrDefault(dataset).Undo is { } step
            ? await FlippedAsync(actor, Undone, step.VintageId, comment, await flips.UndoAsync(dataset, expected ?? step.Id, actor.Name, Kept(comment), cancellationToken))
            : FlipResult.Nothing;

    /// <summary>Makes the change again that was undone last.</summary>
    /// <param name="expected">The change that was seen as the next; null: whichever it is.</param>
    public async Task<FlipResult> RedoAsync(string dataset, long? expected, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => (await steps.StepsAsync(cancellationToken)).GetValueOrDefault(dataset).Redo is { } step
            ? await FlippedAsync(actor, Redone, step.VintageId, comment, await flips.RedoAsync(dataset, expected ?? step.Id, actor.Name, Kept(comment), cancellationToken))
            : FlipResult.Nothing;

    /// <summary>Makes an earlier vintage active again.</summary>
    public async Task<FlipResult> RestoreAsync(long vintageId, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => await FlippedAsync(actor, Restored, vintageId, comment, await flips.RestoreAsync(vintageId, actor.Name, Kept(comment), cancellationToken));

    /// <summary>Notes that someone took a copy of an original file.</summary>
    public Task DownloadedAsync(Vintage vintage, AuditActor actor) => WriteAsync(actor, Downloaded, vintage.Id, null);

    private static string? Kept(string? comment)
        => string.IsNullOrWhiteSpace(comment) ? null : comment.Trim() is { Length: > MaxComment } text ? text[..MaxComment] : comment.Trim();

    private async Task<FlipResult> FlippedAsync(AuditActor actor, string action, long vintageId, string? comment, FlipResult result)
    {
        if (result == FlipResult.Done)
        {
            queue.Announce();
            await WriteAsync(actor, action, vintageId, comment);
        }

        return result;
    }

    private async Task<DecisionResult> DecidedAsync(long id, AuditActor actor, string action, string? comment, DecisionResult result)
    {
        if (result == DecisionResult.Done && await imports.FindAsync(id, CancellationToken.None) is { } file)
        {
            await WriteAsync(actor, action, file, comment);
        }

        return result;
    }

    // Not cancelled with the request: it is done, so it is written down.
    private Task WriteAsync(AuditActor actor, string action, ImportFile file, string? comment)
        => audit.WriteAsync(
            new AuditEntry(actor, action, file.FileName, Detail(string.Create(CultureInfo.InvariantCulture, $"import {file.Id}"), file.Sha256, comment)),
            CancellationToken.None);

    private async Task WriteAsync(AuditActor actor, string action, long vintageId, string? comment)
    {
        var vintage = await vintages.FindAsync(vintageId, CancellationToken.None);
        await audit.WriteAsync(
            new AuditEntry(actor, action, vintage?.FileName ?? "", Detail(vintage?.Slug ?? "", vintage?.Sha256 ?? "", comment)), CancellationToken.None);
    }

    private static string Detail(string key, string sha256, string? comment)
        => $"{key} · sha256 {sha256}" + (string.IsNullOrWhiteSpace(comment) ? "" : " · " + comment.Trim());
}
