namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the charts of groups.</summary>
public sealed class ChartTexts;
