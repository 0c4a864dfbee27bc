using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using Octoplus.Core.Notices;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Notices;

/// <summary>Summaries by mail.</summary>
internal sealed class MailChannel(IOptions<NoticesOptions> options, SummaryText texts, ServerTrust trust, TimeProvider time) : INoticeChannel
{
    public string Name => NoticeChannels.Mail;

    public async Task<string?> SendAsync(NoticeSummary summary, CancellationToken cancellationToken)
    {
        var mail = options.Value.Mail;
        var (subject, body) = texts.Mail(summary);
        using var message = Compose(summary.Id, time.GetUtcNow(), MailOptions.TryAddress(mail.From)!, mail.To.ConvertAll(t => MailOptions.TryAddress(t)!), subject, body);
        var refused = await MailDelivery.SendAsync(mail, trust, message, cancellationToken);
        return refused.Count > 0 ? string.Join("; ", refused) : null;
    }

    /// <param name="id">Left side of the Message-ID.</param>
    internal static MimeMessage Compose(string id, DateTimeOffset at, MailAddress from, IReadOnlyList<MailAddress> to, string subject, string body)
    {
        var message = new MimeMessage
        {
            Date = at,
            MessageId = $"{id}@{from.Host}",
            Subject = subject,
            Body = new TextPart("plain") { Text = body.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 },
        };
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.From.Add(Mailbox(from));
        message.To.AddRange(to.Select(Mailbox));
        return message;
    }

    private static MailboxAddress Mailbox(MailAddress address) => new(Encoding.UTF8, address.DisplayName, address.Address);
}
