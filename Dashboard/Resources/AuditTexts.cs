namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the audit log.</summary>
public sealed class AuditTexts;
