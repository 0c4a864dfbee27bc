namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of the pages of sources: SourceTexts.resx (French) and SourceTexts.en.resx.</summary>
public sealed class SourceTexts;
