using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>A line that the sink was sent, and whether it came encrypted.</summary>
internal sealed record SmtpLine(string Text, bool IsEncrypted);

/// <summary>A mail server on this machine, which keeps what it is given and is as good or bad as a test wants.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    public SmtpSink(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Encrypted from the first byte.</summary>
    public bool IsTls { get; set; }

    /// <summary>What follows the name in the answer to EHLO.</summary>
    public IReadOnlyList<string> Offers { get; set; } = ["PIPELINING", "SIZE 10240000", "STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME"];

    /// <summary>Answers a line in its own way; null: as usual, empty: by dropping the connection, "silence": not at all.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public ConcurrentQueue<SmtpLine> Lines { get; } = new();

    public ConcurrentQueue<ReceivedMail> Mails { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving;
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await new Talk(this, client.GetStream(), _over.Token).RunAsync();
            }
            catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
            {
                // the other side went, or did not trust us
            }
        }
    }

    private sealed class Talk(SmtpSink sink, Stream stream, CancellationToken over)
    {
        private Stream _stream = stream;
        private string _from = "";
        private readonly List<string> _to = [];

        public async Task RunAsync()
        {
            if (sink.IsTls)
            {
                await EncryptAsync();
            }

            await SayAsync(sink.Answer("greeting") ?? "220-sink.example\r\n220 at your service");
            while (await ReadLineAsync() is { } line && await AnswerAsync(line))
            {
            }
        }

        private async Task<bool> AnswerAsync(string line)
        {
            sink.Lines.Enqueue(new SmtpLine(line, _stream is SslStream));
            if (sink.Answer(line) is { } own)
            {
                return own.Length > 0 && await SayAsync(own);
            }

            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    return await SayAsync(string.Concat(new[] { "sink.example" }.Concat(sink.Offers.SkipLast(1)).Select(o => $"250-{o}\r\n")) + "250 " + sink.Offers[^1]);
                case "STARTTLS":
                    await SayAsync("220 go ahead");
                    await EncryptAsync();
                    return true;
                case "AUTH":
                    return await SignInAsync(line);
                case "MAIL":
                    _from = line;
                    return await SayAsync("250 ok");
                case "RCPT":
                    _to.Add(line["RCPT TO:<".Length..^1]);
                    return await SayAsync("250-noted\r\n250 ok");
                case "DATA":
                    return await TakeAsync();
                case "QUIT":
                    await SayAsync("221 bye");
                    return false;
                default:
                    return await SayAsync("502 what?");
            }
        }

        private async Task<bool> SignInAsync(string line)
        {
            var expected = line switch
            {
                "AUTH LOGIN" => 2,
                "AUTH PLAIN" => 1,
                _ => 0,
            };
            for (var i = 0; i < expected; i++)
            {
                await SayAsync("334 VXNlcm5hbWU6");
                sink.Lines.Enqueue(new SmtpLine(await ReadLineAsync() ?? "", _stream is SslStream));
            }

            return await SayAsync("235 welcome");
        }

        private async Task<bool> TakeAsync()
        {
            await SayAsync("354 end with a dot");
            var lines = new List<string>();
            while (await ReadLineAsync() is { } line && line != ".")
            {
                lines.Add(line.StartsWith('.') ? line[1..] : line);
            }

            // Kept before the answer, so that whoever has the answer finds it.
            if (sink.Answer("message") is not { } own)
            {
                sink.Mails.Enqueue(new ReceivedMail(_from, [.. _to], string.Join("\r\n", lines) + "\r\n"));
                return await SayAsync("250 kept");
            }

            return own.Length > 0 && await SayAsync(own);
        }

        private async Task<bool> SayAsync(string answer)
        {
            if (answer == "silence")
            {
                await Task.Delay(Timeout.Infinite, over);
            }

            await _stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), over);
            return true;
        }

        // By single bytes: what comes after STARTTLS must not be read ahead. Lines end with CR LF, or the test is to see it.
        private async Task<string?> ReadLineAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await _stream.ReadAsync(one, over) > 0)
            {
                line.Add(one[0]);
                if (line is [.., (byte)'\r', (byte)'\n'])
                {
                    return Encoding.Latin1.GetString([.. line[..^2]]);
                }
            }

            return null;
        }

        private async Task EncryptAsync()
        {
            var encrypted = new SslStream(_stream);
            await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = sink._certificate }, over);
            _stream = encrypted;
        }
    }
}
