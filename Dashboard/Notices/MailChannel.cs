using System.Security.Authentication;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
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
        var from = MailOptions.TryAddress(mail.From)!;
        var to = mail.To.ConvertAll(t => MailOptions.TryAddress(t)!);
        var (subject, body) = texts.Mail(summary);
        var message = new MailText(summary.Id, time.GetUtcNow().UtcDateTime, from, to, subject, body).ToBytes();
        try
        {
            var refused = await new SmtpSession(mail, trust).SendAsync(from.Address, to.ConvertAll(t => t.Address), message, cancellationToken);
            return refused.Count > 0 ? string.Join("; ", refused) : null;
        }
        catch (AuthenticationException e)
        {
            throw new NoticeSendException($"No encryption could be agreed on with {mail.Host}, or its certificate is not accepted: {e.Message}");
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new NoticeSendException($"The mail server {mail.Host} cannot be reached: {e.Message}");
        }
    }
}
