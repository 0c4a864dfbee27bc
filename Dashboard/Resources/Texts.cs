namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of the frame around the pages: Texts.resx (French) and Texts.en.resx.</summary>
public sealed class Texts;
