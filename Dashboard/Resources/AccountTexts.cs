namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of signing in, the own account and the users.</summary>
public sealed class AccountTexts;
