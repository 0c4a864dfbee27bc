using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Notices;

/// <summary>Summaries in words.</summary>
internal sealed class SummaryText(IStringLocalizer<NoticeTexts> texts, MessageText messages, IOptions<NoticesOptions> options)
{
    private const int MaxListed = 50;

    // What needs someone comes first.
    private static readonly NoticeKind[] _order = [NoticeKind.Failed, NoticeKind.Changed, NoticeKind.Recovered];

    /// <summary>Subject and text of a mail, in the language of the settings.</summary>
    public (string Subject, string Body) Mail(NoticeSummary summary)
        => In(Localization.Find(options.Value.Language) ?? Localization.Cultures[0], () => (Subject(summary), Body(summary)));

    /// <summary>A notice in a language, on one line.</summary>
    public string Of(StoredNotice notice, CultureInfo culture) => In(culture, () => Line(notice));

    private string Subject(NoticeSummary summary)
        => summary.IsTest ? texts["Subject.Test"] : texts["Subject", string.Join(", ", _order.Select(kind => Count(kind, summary.Notices)).Where(c => c.Length > 0))];

    private string Count(NoticeKind kind, IReadOnlyList<StoredNotice> notices) => notices.Count(n => n.Kind == kind) switch
    {
        0 => "",
        1 => texts["Count.One." + kind],
        var many => texts["Count.Many." + kind, many],
    };

    private string Body(NoticeSummary summary)
    {
        var text = new StringBuilder();
        var at = LocalTime.Text(summary.At);
        text.AppendLine(summary.Job is { } job ? texts["Mail.Run", messages.JobName(job), at] : texts["Mail.NoRun", at]);
        var listed = _order.SelectMany(kind => summary.Notices.Where(n => n.Kind == kind)).Take(MaxListed).ToList();
        foreach (var group in listed.GroupBy(n => n.Kind))
        {
            text.AppendLine().AppendLine(summary.IsTest ? texts["Mail.Test"] : texts["Mail." + group.Key]);
            foreach (var notice in group)
            {
                text.Append("- ").AppendLine(Line(notice));
                if (options.Value.Link(notice.Link) is { } link)
                {
                    text.Append("  ").AppendLine(link);
                }
            }
        }

        if (summary.Notices.Count > listed.Count)
        {
            text.AppendLine().AppendLine(texts["Mail.More", summary.Notices.Count - listed.Count]);
        }

        text.AppendLine();
        if (options.Value.Link(PageAddresses.Notices) is { } all)
        {
            text.AppendLine(texts["Mail.All", all]);
        }

        return text.AppendLine(texts["Mail.Foot"]).ToString();
    }

    // What others wrote, such as the words of an error, must not look like another paragraph.
    private string Line(StoredNotice notice) => string.Concat(messages.Of(notice.Message).Select(c => char.IsControl(c) ? ' ' : c));

    private static T In<T>(CultureInfo culture, Func<T> compose)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            return compose();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
