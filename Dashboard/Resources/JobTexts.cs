namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of the pages of jobs: JobTexts.resx (French) and JobTexts.en.resx.</summary>
public sealed class JobTexts;
