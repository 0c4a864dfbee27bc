using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Backups;

/// <summary>Actions of the audit log.</summary>
public static class BackupActions
{
    /// <summary>A backup was written.</summary>
    public const string Made = "backup.made";

    /// <summary>Someone took a copy.</summary>
    public const string Downloaded = "backup.downloaded";

    /// <summary>The database was restored from one.</summary>
    public const string Restored = "backup.restored";
}

/// <summary>Writes a backup into the folder, reads it back, and deletes those that the rule does not keep.</summary>
public sealed class BackUpJob(BackupFolder folder, AuditLog audit, TimeProvider time) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "back-up";

    private const string Page = "/admin/sauvegardes";
    private const string FailedCause = "job:" + Key + ":failed";

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 30 2 * * ?";

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (await folder.TidyAsync(cancellationToken) is > 0 and var removed)
        {
            context.Log(JobLogLevel.Warning, Message.Of("backup.unfinished", removed));
        }

        try
        {
            await folder.RequireRoomAsync(cancellationToken);
        }
        catch (NoRoomException e)
        {
            return Failed(context, Message.Of("backup.no-room", folder.Path, Megabytes(e.Free), Megabytes(e.Wanted)));
        }

        var backup = await folder.MakeAsync(time.GetUtcNow().UtcDateTime, new Steps(context), cancellationToken);
        if (backup.State != BackupFileState.Good)
        {
            return Failed(context, Message.Of("backup.bad", backup.Name, backup.Problem ?? ""));
        }

        // Not cancelled with the run: the file is there.
        await audit.WriteAsync(
            new AuditEntry(new AuditActor(context.StartedBy, null), BackupActions.Made, backup.Name, $"sha256 {backup.Sha256}"), CancellationToken.None);
        if (!backup.IsEncrypted)
        {
            context.Log(JobLogLevel.Info, Message.Of("backup.open"));
        }

        foreach (var gone in await folder.ApplyRuleAsync(cancellationToken))
        {
            context.Log(JobLogLevel.Info, Message.Of("backup.dropped", gone));
        }

        return new JobResult(HasChanged: true, 1, Message.Of("backup.made", backup.Name, Megabytes(backup.SizeBytes)));
    }

    private static JobResult Failed(JobContext context, Message message)
    {
        context.Log(JobLogLevel.Error, message);
        context.Tell(new Notice(NoticeKind.Failed, FailedCause, message, Page));
        return new JobResult(HasChanged: false, 0, message, HasFailed: true);
    }

    private static double Megabytes(long bytes) => bytes / 1e6;

    private sealed class Steps(JobContext context) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value)
        {
            switch (value.Step)
            {
                case "backup-database":
                    context.Report("backup-database");
                    break;
                case "backup-files":
                    context.Report("backup-files", value.Done, value.Total);
                    break;
                default:
                    context.Report("backup-verify");
                    break;
            }
        }
    }
}
