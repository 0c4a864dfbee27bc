namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of the import pages: ImportTexts.resx (French) and ImportTexts.en.resx.</summary>
public sealed class ImportTexts;
