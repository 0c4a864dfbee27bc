using System.Text;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Notices;

/// <summary>
/// Gives one message to a mail server (RFC 5321): encrypted from the start or by STARTTLS, signed in by PLAIN or LOGIN. Nothing but EHLO and
/// STARTTLS is said before encryption. Why not the framework's client: decision 15.
/// </summary>
internal sealed class SmtpSession(MailOptions options, ServerTrust trust)
{
    private const int MaxCommand = 512;

    private IReadOnlyDictionary<string, string[]> _offers = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <param name="message">Headers and body, in ASCII.</param>
    /// <returns>Recipients that the server refused, with its reason; the others get the message.</returns>
    /// <exception cref="NoticeSendException">The server refused, all recipients or something else.</exception>
    public async Task<IReadOnlyList<string>> SendAsync(string from, IReadOnlyList<string> recipients, byte[] message, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        await using var connection = await SmtpConnection.OpenAsync(options.Host, options.UsedPort, timeout, cancellationToken);
        await GreetAsync(connection, cancellationToken);
        if (options.UserName.Length > 0)
        {
            await SignInAsync(connection, cancellationToken);
        }

        Demand("MAIL FROM", await connection.AskAsync($"MAIL FROM:<{from}>", cancellationToken));
        var refused = new List<string>();
        foreach (var recipient in recipients)
        {
            var reply = await connection.AskAsync($"RCPT TO:<{recipient}>", cancellationToken);
            if (!reply.IsPositive)
            {
                refused.Add($"{recipient}: {reply}");
            }
        }

        if (refused.Count == recipients.Count)
        {
            throw new NoticeSendException($"The mail server refused every recipient. {string.Join("; ", refused)}");
        }

        Demand("DATA", await connection.AskAsync("DATA", cancellationToken), 354);
        await connection.SendAsync(Stuffed(message), cancellationToken);
        Demand("the message", await connection.ReadAsync(cancellationToken));
        await QuitAsync(connection, cancellationToken);
        return refused;
    }

    private async Task GreetAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        if (options.Security == MailOptions.Tls)
        {
            await connection.EncryptAsync(options.Host, trust.Accepts, cancellationToken);
        }

        Demand("the connection", await connection.ReadAsync(cancellationToken));
        await HelloAsync(connection, cancellationToken);
        if (options.Security != MailOptions.StartTls)
        {
            return;
        }

        if (!_offers.ContainsKey("STARTTLS"))
        {
            throw new NoticeSendException("The mail server offers no encryption (STARTTLS): nothing was sent.");
        }

        Demand("STARTTLS", await connection.AskAsync("STARTTLS", cancellationToken));
        await connection.EncryptAsync(options.Host, trust.Accepts, cancellationToken);
        // What was offered without encryption counts no more.
        await HelloAsync(connection, cancellationToken);
    }

    private async Task HelloAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.AskAsync("EHLO " + connection.LocalName, cancellationToken);
        Demand("EHLO", reply);
        _offers = reply.Extensions();
    }

    private async Task SignInAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var ways = _offers.GetValueOrDefault("AUTH", []);
        var plain = Base64($"\0{options.UserName}\0{options.Password}");
        SmtpReply reply;
        if (ways.Contains("PLAIN", StringComparer.Ordinal))
        {
            var command = "AUTH PLAIN " + plain;
            reply = command.Length <= MaxCommand - 2
                ? await connection.AskAsync(command, cancellationToken)
                : await AnswerAsync(connection, "AUTH PLAIN", [plain], cancellationToken);
        }
        else if (ways.Contains("LOGIN", StringComparer.Ordinal))
        {
            reply = await AnswerAsync(connection, "AUTH LOGIN", [Base64(options.UserName), Base64(options.Password)], cancellationToken);
        }
        else
        {
            throw new NoticeSendException("The mail server offers no way to sign in that is known here (PLAIN, LOGIN).");
        }

        Demand("name and password", reply);
    }

    // A server that asks for more than there is to say is left with its question: its code is no success.
    private static async Task<SmtpReply> AnswerAsync(SmtpConnection connection, string command, string[] answers, CancellationToken cancellationToken)
    {
        var reply = await connection.AskAsync(command, cancellationToken);
        foreach (var answer in answers)
        {
            Demand("name and password", reply, 334);
            reply = await connection.AskAsync(answer, cancellationToken);
        }

        return reply;
    }

    // The message is taken: whatever is wrong with the farewell would only send it twice.
    private static async Task QuitAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.AskAsync("QUIT", cancellationToken);
        }
        catch (Exception e) when (e is IOException or NoticeSendException or OperationCanceledException)
        {
            // see above
        }
    }

    /// <summary>Lines end with CR LF, a dot at their start is doubled, and a lone dot ends the message (RFC 5321, 4.5.2).</summary>
    internal static byte[] Stuffed(ReadOnlySpan<byte> message)
    {
        var text = Encoding.Latin1.GetString(message).ReplaceLineEndings("\r\n");
        text = text.StartsWith('.') ? "." + text : text;
        text = text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text + (text.EndsWith("\r\n", StringComparison.Ordinal) ? ".\r\n" : "\r\n.\r\n"));
    }

    private static void Demand(string what, SmtpReply reply, int? code = null)
    {
        if (code is null ? !reply.IsPositive : reply.Code != code)
        {
            throw new NoticeSendException($"The mail server refused {what}: {reply}");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
