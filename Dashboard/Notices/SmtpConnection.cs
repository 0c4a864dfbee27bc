using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Octoplus.Dashboard.Notices;

/// <summary>Lines to and from a mail server, plain or encrypted; each step has its time.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxLine = 4096;
    private const int MaxLines = 200;

    private readonly Socket _socket;
    private readonly TimeSpan _timeout;
    private readonly byte[] _buffer = new byte[MaxLine];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpConnection(Socket socket, TimeSpan timeout)
    {
        _socket = socket;
        _timeout = timeout;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    public bool IsEncrypted => _stream is SslStream;

    /// <summary>This end as RFC 5321 (4.1.3) has a client without a name of its own say it: <c>[192.0.2.1]</c>.</summary>
    public string LocalName
    {
        get
        {
            var address = ((IPEndPoint)_socket.LocalEndPoint!).Address;
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            // Without the name of the interface, which an address of a link may have.
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? "[IPv6:" + new IPAddress(address.GetAddressBytes()).ToString() + "]"
                : "[" + address.ToString() + "]";
        }
    }

    public static async Task<SmtpConnection> OpenAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await InTimeAsync(token => socket.ConnectAsync(host, port, token).AsTask(), timeout, cancellationToken);
            return new SmtpConnection(socket, timeout);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on encrypted.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server's certificate is not accepted.</exception>
    /// <exception cref="NoticeSendException">Something was said ahead, unencrypted, that would be taken for an encrypted answer.</exception>
    public async Task EncryptAsync(string host, RemoteCertificateValidationCallback check, CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            throw new NoticeSendException("The mail server sent more than an answer before encryption.");
        }

        var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = encrypted;
        await InTimeAsync(
            token => encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = check }, token),
            _timeout,
            cancellationToken);
    }

    /// <summary>Sends a command and reads its answer.</summary>
    /// <exception cref="ArgumentException">The line holds what would end it, or what is not ASCII.</exception>
    public async Task<SmtpReply> AskAsync(string line, CancellationToken cancellationToken)
    {
        if (line.Any(c => c is < ' ' or > '~'))
        {
            throw new ArgumentException("A command to a mail server must be one line of printable ASCII.", nameof(line));
        }

        await SendAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        => InTimeAsync(
            async token =>
            {
                await _stream.WriteAsync(bytes, token);
                await _stream.FlushAsync(token);
            },
            _timeout,
            cancellationToken);

    /// <summary>Reads an answer of one or more lines.</summary>
    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var (code, isLast, text) = SmtpReply.ParseLine(await ReadLineAsync(cancellationToken));
            lines.Add(text);
            if (isLast)
            {
                return new SmtpReply(code, lines);
            }
        }

        throw new NoticeSendException("The mail server's answer has no end.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                throw new NoticeSendException("The mail server sent a line without an end.");
            }

            await InTimeAsync(
                async token => _end += await _stream.ReadAsync(_buffer.AsMemory(_end), token) is > 0 and var read
                    ? read
                    : throw new NoticeSendException("The mail server closed the connection."),
                _timeout,
                cancellationToken);
        }
    }

    private static async Task InTimeAsync(Func<CancellationToken, Task> step, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            await step(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoticeSendException("The mail server did not answer in time.");
        }
    }
}
