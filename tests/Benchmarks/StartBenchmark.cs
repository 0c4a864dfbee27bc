using System.Diagnostics;

namespace Octoplus.Benchmarks;

/// <summary>From the start of the built program, on a database with figures, to the first byte of the map page.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync()
    {
        var folder = DashboardProcess.DataFolder("start");
        await DashboardProcess.RunAsync(folder, "import", ImportBenchmark.Workbook, ImportBenchmark.Population);
        var seconds = new List<double>();
        for (var run = 0; run < 7; run++)
        {
            var address = $"http://127.0.0.1:{DashboardProcess.FreePort()}";
            var clock = Stopwatch.StartNew();
            using var program = DashboardProcess.Start(folder, address);
            await FirstByteAsync(new Uri(address));
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"start to first byte of /: {Machine.Summary(seconds, "s")}");
        Directory.Delete(folder, recursive: true);
    }

    public static async Task FirstByteAsync(Uri address)
    {
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
                answer.EnsureSuccessStatusCode();
                await using var body = await answer.Content.ReadAsStreamAsync();
                _ = body.ReadByte();
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                await Task.Delay(5);
            }
        }
    }
}
