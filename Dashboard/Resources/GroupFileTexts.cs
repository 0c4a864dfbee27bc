namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the page that groups a file of one's own.</summary>
public sealed class GroupFileTexts;
