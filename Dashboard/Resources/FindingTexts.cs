namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of what findings mean: FindingTexts.resx (French) and FindingTexts.en.resx.</summary>
public sealed class FindingTexts;
