using System.Net;
using System.Net.Sockets;

namespace Octoplus.Benchmarks;

/// <summary>Passes bytes on between a browser and the program and counts those that the program sends: what really goes over the wire.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private long _sent;
    private long _received;

    public CountingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bytes sent to the browser so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes received from the browser so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (SocketException)
        {
            // stopped
        }
    }

    private async Task ServeAsync(TcpClient browser)
    {
        using var program = new TcpClient();
        using (browser)
        {
            await program.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(
                CopyAsync(browser.GetStream(), program.GetStream(), count: false),
                CopyAsync(program.GetStream(), browser.GetStream(), count: true));
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool count)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                _ = count ? Interlocked.Add(ref _sent, read) : Interlocked.Add(ref _received, read);

                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (IOException)
        {
            // either side closed
        }
    }
}
