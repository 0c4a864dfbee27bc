namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of notices, at the bell, on their page and in mails: NoticeTexts.resx (French) and NoticeTexts.en.resx.</summary>
public sealed class NoticeTexts;
