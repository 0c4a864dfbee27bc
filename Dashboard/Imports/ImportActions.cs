using System.Globalization;
using Octoplus.Core.Audit;
using Octoplus.Core.Imports;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Imports;

/// <summary>What people and programs do with files and vintages, each deed with its entry in the audit log. Who may is asked before, by page or endpoint.</summary>
public sealed class ImportActions(ImportDesk desk, ImportQueries imports, VintageQueries vintages, FlipQueries flips, AuditLog audit)
{
    public const string Uploaded = "import.uploaded";
    public const string Accepted = AuditActions.ImportAccepted;
    public const string Refused = "import.refused";
    public const string Mapped = "import.mapped";
    public const string Undone = "vintage.undone";
    public const string Redone = "vintage.redone";
    public const string Restored = "vintage.restored";
    public const string Downloaded = "vintage.downloaded";

    /// <summary>See <see cref="ImportDesk.ReceiveAsync"/>.</summary>
    public async Task<ImportFile> ReceiveAsync(
        Stream content, string? name, string origin, AuditActor actor, string? profile, CancellationToken cancellationToken)
    {
        var file = await desk.ReceiveAsync(content, name, origin, actor.Name, profile, cancellationToken);
        await WriteAsync(actor, Uploaded, file, null);
        return file;
    }

    /// <summary>See <see cref="ImportDesk.AcceptAsync"/>.</summary>
    public async Task<DecisionResult> AcceptAsync(long id, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => await DecidedAsync(id, actor, Accepted, comment, await desk.AcceptAsync(id, actor.Name, comment, cancellationToken));

    /// <summary>See <see cref="ImportDesk.RefuseAsync"/>.</summary>
    public async Task<DecisionResult> RefuseAsync(long id, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => await DecidedAsync(id, actor, Refused, comment, await desk.RefuseAsync(id, actor.Name, comment, cancellationToken));

    /// <summary>See <see cref="ImportDesk.MapAsync"/>.</summary>
    public async Task<bool> MapAsync(long id, string profile, AuditActor actor, CancellationToken cancellationToken)
    {
        var isQueued = await desk.MapAsync(id, profile, cancellationToken);
        await DecidedAsync(id, actor, Mapped, profile, isQueued ? DecisionResult.Done : DecisionResult.NotWaiting);
        return isQueued;
    }

    /// <summary>Takes back the last change of a dataset.</summary>
    /// <param name="expected">The change that was seen as the last; null: whichever it is.</param>
    public Task<FlipResult> UndoAsync(string dataset, long? expected, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => StepAsync(dataset, expected, actor, comment, isUndo: true, cancellationToken);

    /// <summary>Makes the change again that was undone last.</summary>
    /// <param name="expected">The change that was seen as the next; null: whichever it is.</param>
    public Task<FlipResult> RedoAsync(string dataset, long? expected, AuditActor actor, string? comment, CancellationToken cancellationToken)
        => StepAsync(dataset, expected, actor, comment, isUndo: false, cancellationToken);

    /// <summary>Makes an earlier vintage active again.</summary>
    public async Task<FlipResult> RestoreAsync(long vintageId, AuditActor actor, string? comment, CancellationToken cancellationToken)
    {
        var result = await desk.RestoreAsync(vintageId, actor.Name, comment, cancellationToken);
        if (result == FlipResult.Done)
        {
            await WriteAsync(actor, Restored, vintageId, comment);
        }

        return result;
    }

    /// <summary>Notes that someone took a copy of an original file.</summary>
    public Task DownloadedAsync(Vintage vintage, AuditActor actor) => WriteAsync(actor, Downloaded, vintage.Id, null);

    private async Task<FlipResult> StepAsync(
        string dataset, long? expected, AuditActor actor, string? comment, bool isUndo, CancellationToken cancellationToken)
    {
        var (undo, redo) = (await flips.StepsAsync(cancellationToken)).GetValueOrDefault(dataset);
        if ((isUndo ? undo : redo) is not { } step)
        {
            return FlipResult.Nothing;
        }

        var result = isUndo
            ? await desk.UndoAsync(dataset, expected ?? step.Id, actor.Name, comment, cancellationToken)
            : await desk.RedoAsync(dataset, expected ?? step.Id, actor.Name, comment, cancellationToken);
        if (result == FlipResult.Done)
        {
            await WriteAsync(actor, isUndo ? Undone : Redone, step.VintageId, comment);
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

    // Not cancelled with the request: the deed is done, so it is written down.
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
