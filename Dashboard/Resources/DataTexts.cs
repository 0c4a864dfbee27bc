namespace Octoplus.Dashboard.Resources;

/// <summary>Texts of the page of data.</summary>
public sealed class DataTexts;
