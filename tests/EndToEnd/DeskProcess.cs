using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Octoplus.EndToEnd;

/// <summary>The built program serving as a process of its own on a test database, and a program that brings files to it.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Uri _address;
    private readonly DeskClient _client;

    private DeskProcess(Process process, Uri address)
    {
        _process = process;
        _address = address;
        _client = new DeskClient(address);
    }

    /// <summary>Starts it and waits until it serves figures.</summary>
    public static async Task<DeskProcess> StartAsync(TestDatabase test)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [ImportProcess.Program])
        {
            WorkingDirectory = test.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Urls"] = address.ToString(),
                ["Data__Folder"] = test.Folder,
                ["Data__Demonstration"] = "false",
                ["Database__Provider"] = test.Options.Provider,
                ["ConnectionStrings__Octoplus"] = test.Options.ConnectionString,
            },
        };
        UnreachableSources.AddTo(start.Environment);
        foreach (var (key, value) in DeskClient.Environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{ImportProcess.Program} did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var desk = new DeskProcess(process, address);
        await desk.WaitUntilReadyAsync();
        return desk;
    }

    /// <summary>A program that is signed in to it.</summary>
    public async Task<DeskClient> ClientAsync()
    {
        await _client.SignInAsync();
        return _client;
    }

    /// <summary>Uploads a file, waits for its report and accepts it.</summary>
    public async Task BringAsync(string path)
    {
        await _client.SignInAsync();
        await _client.DecideAsync(await _client.UploadAsync(path), "accept");
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = _address };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The dashboard did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
