using System.Diagnostics;

namespace Octoplus.EndToEnd;

/// <summary>A program of its own over its demonstration data, with the groups of the first choices computed.</summary>
public sealed class ServedGroups : ServedDashboard
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    protected override string? InboxSource => null;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM")))
        {
            return;
        }

        using var patience = new CancellationTokenSource(_limit);
        while (await RunAsync(patience.Token) is not 0 and var code)
        {
            // 2: the program runs the same job just now, by its own chain.
            Assert.Equal(2, code);
            await Task.Delay(500, patience.Token);
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "run-job", "group-territories"])
        {
            WorkingDirectory = DataFolder, UseShellExecute = false, Environment = { ["Data__Folder"] = DataFolder },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
