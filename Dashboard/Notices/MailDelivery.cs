using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Notices;

/// <summary>Gives one message to the mail server of the settings. Nothing but EHLO and STARTTLS is said before encryption.</summary>
internal static class MailDelivery
{
    private const int MaxReply = 300;
    private const int MaxPlain = 370;

    /// <returns>Recipients that the server refused, with its reason; the others get the message.</returns>
    /// <exception cref="NoticeSendException">The server refused all recipients or something else, cannot be reached, or is not believed.</exception>
    public static async Task<IReadOnlyList<string>> SendAsync(MailOptions options, ServerTrust trust, MimeMessage message, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var client = new Client { ServerCertificateValidationCallback = trust.Accepts, CheckCertificateRevocation = false };
        var step = "the connection";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await InTimeAsync(ConnectAsync(client, socket, options, patience.Token));
            if (options.UserName.Length > 0)
            {
                step = "name and password";
                await InTimeAsync(client.AuthenticateAsync(SignIn(client, options), patience.Token));
            }

            step = "the message";
            await InTimeAsync(client.SendAsync(message, patience.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoticeSendException("The mail server did not answer in time.");
        }
        catch (Exception e) when (e is SslHandshakeException or System.Security.Authentication.AuthenticationException)
        {
            throw new NoticeSendException($"No encryption could be agreed on with {options.Host}, or its certificate is not accepted: {e.InnerException?.Message ?? e.Message}");
        }
        catch (SmtpCommandException e)
        {
            throw new NoticeSendException($"The mail server refused {(e.ErrorCode == SmtpErrorCode.SenderNotAccepted ? "MAIL FROM" : step)}: {Reply(e.StatusCode, e.Message)}");
        }
        catch (AuthenticationException e)
        {
            // MailKit writes "535: text", a server "535 text".
            throw new NoticeSendException($"The mail server refused {step}: {OneLine(e.Message is [_, _, _, ':', ..] ? e.Message.Remove(3, 1) : e.Message)}");
        }
        catch (Exception e) when (e is ProtocolException or NotSupportedException)
        {
            throw new NoticeSendException($"The mail server and this program do not understand each other ({step}): {OneLine(e.Message)}");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new NoticeSendException($"The mail server {options.Host} cannot be reached: {e.Message}");
        }

        await LeaveAsync(client);
        return client.Refused;

        // Each step has its time.
        Task InTimeAsync(Task exchange)
        {
            patience.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
            return exchange;
        }
    }

    private static async Task ConnectAsync(Client client, Socket socket, MailOptions options, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(options.Host, options.UsedPort, cancellationToken);

        // As RFC 5321 (4.1.3) has a client without a name of its own say who it is: the name of this machine is nobody's business, and no full one.
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        client.LocalDomain = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        await client.ConnectAsync(socket, options.Host, options.UsedPort, Security(options), cancellationToken);
    }

    private static SecureSocketOptions Security(MailOptions options) => options.Security switch
    {
        MailOptions.Tls => SecureSocketOptions.SslOnConnect,
        MailOptions.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    // One way only: tried one after the other, a wrong password would count twice. What fits no line of 512 bytes (RFC 5321, 4.5.3) goes in several.
    private static SaslMechanism SignIn(SmtpClient client, MailOptions options)
    {
        var (offered, isLong) = (client.AuthenticationMechanisms, Encoding.UTF8.GetByteCount(options.UserName + options.Password) > MaxPlain);
        return offered.Contains("PLAIN") && !(isLong && offered.Contains("LOGIN")) ? new SaslMechanismPlain(Encoding.UTF8, options.UserName, options.Password)
            : offered.Contains("LOGIN") ? new SaslMechanismLogin(Encoding.UTF8, options.UserName, options.Password)
            : throw new NotSupportedException("The mail server offers no way to sign in that is known here (PLAIN, LOGIN).");
    }

    // The message is taken: whatever is wrong with the farewell would only send it twice.
    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // see above
        }
    }

    private static string Reply(SmtpStatusCode code, string text) => OneLine(string.Create(CultureInfo.InvariantCulture, $"{(int)code} {text}"));

    // A server's words, for people: bounded, without control characters.
    private static string OneLine(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > MaxReply ? line[..MaxReply] + "…" : line;
    }

    /// <summary>Goes on when only some recipients are refused.</summary>
    private sealed class Client : SmtpClient
    {
        public List<string> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
            => Refused.Add($"{mailbox.Address}: {Reply(response.StatusCode, response.Response)}");

        protected override void OnNoRecipientsAccepted(MimeMessage message)
            => throw new NoticeSendException($"The mail server refused every recipient. {string.Join("; ", Refused)}");
    }
}
