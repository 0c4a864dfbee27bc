namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the page of data quality.</summary>
public sealed class QualityTexts;
