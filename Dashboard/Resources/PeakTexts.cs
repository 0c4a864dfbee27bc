namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the page of weekly peaks.</summary>
public sealed class PeakTexts;
