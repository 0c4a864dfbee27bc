namespace Octoplus.Dashboard.Backups;

/// <summary>Actions of the audit log; their labels are <c>Action.…</c> in <c>AuditTexts</c>.</summary>
internal static class BackupAudit
{
    public const string Made = "backup.made";
    public const string Downloaded = "backup.downloaded";
    public const string Restored = "backup.restored";
}
