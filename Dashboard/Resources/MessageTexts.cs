namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of what jobs say, by code, with the steps they are at: MessageTexts.resx (French) and MessageTexts.en.resx.</summary>
public sealed class MessageTexts;
