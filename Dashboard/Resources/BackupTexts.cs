namespace Octoplus.Dashboard.Resources;

/// <summary>Marks the texts of the page of backups.</summary>
public sealed class BackupTexts;
