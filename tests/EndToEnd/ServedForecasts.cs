using System.Diagnostics;

namespace Octoplus.EndToEnd;

/// <summary>A program of its own that serves the published monthly file, with thefts, homicides and undeclared work forecast.</summary>
public sealed class ServedForecasts : ServedDashboard
{
    /// <summary>The file, as the folder of the data names it.</summary>
    public const string MonthlyFile = "monthly/etat4001-mensuel-departements-1999-2020.csv";

    private static readonly TimeSpan _trainingLimit = TimeSpan.FromMinutes(5);

    protected override IReadOnlyList<string> InboxFiles => [MonthlyFile];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (RealData.Folder is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OCTOPLUS_TEST_CHROMIUM")))
        {
            await TrainAsync("etat4001-mensuel/vols");
            await TrainAsync("etat4001-mensuel/homicides");
            await TrainAsync("etat4001-mensuel/main-oeuvre");
        }
    }

    private async Task TrainAsync(string measure)
    {
        using var patience = new CancellationTokenSource(_trainingLimit);
        while (true)
        {
            var start = new ProcessStartInfo("dotnet", [Program, "run-job", "train-forecasts", measure])
            {
                WorkingDirectory = DataFolder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["Data__Folder"] = DataFolder },
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode == 0)
            {
                return;
            }

            // 2: the program runs the same job just now, by its own schedule.
            if (process.ExitCode != 2 || !errors.Contains("runs already", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Training {measure} ended with {process.ExitCode}: {output}{errors}");
            }

            await Task.Delay(500, patience.Token);
        }
    }
}
