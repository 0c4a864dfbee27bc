namespace Octoplus.Dashboard.Resources;

/// <summary>Names the resources of the page of groups.</summary>
public sealed class GroupTexts;
