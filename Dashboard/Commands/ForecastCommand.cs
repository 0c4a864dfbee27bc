using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Readers.ForecastFiles;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Dashboard.Commands;

/// <summary>
/// <c>forecast --input in.csv --output out.csv --horizon 18 [--season 12]</c>: needs no database. One JSON line; 0 when every series was forecast, 2 when any
/// was refused (the others are written all the same) or the file or the use is wrong (nothing is written).
/// </summary>
internal static class ForecastCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (ForecastArguments.Parse(arguments, out var wrong) is not { } given)
        {
            await Console.Error.WriteLineAsync($"forecast: {wrong}");
            return 2;
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        ForecastFileContent content;
        try
        {
            content = ForecastFile.Read(given.Input, cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            await Console.Error.WriteLineAsync($"forecast: {Path.GetFileName(given.Input)}: {e.Message}");
            await JsonLine.WriteAsync(new { file = Path.GetFileName(given.Input), status = "refused", code = e.Code, message = e.Message });
            return 2;
        }

        var options = new ForecastOptions { Horizon = given.Horizon, Season = given.Season, Processors = BatchWork.Threads };
        var results = Forecaster.ForecastAll(content.Inputs, options, null, cancellationToken);
        ForecastFile.Write(given.Output, content.Inputs, results);
        var refused = content.Refusals.Concat(results.Where(r => r.Refusal != ForecastRefusal.None).Select(ForecastRefusalText.Of))
            .OrderBy(r => r.Series, StringComparer.Ordinal).ToList();
        foreach (var refusal in refused)
        {
            await Console.Error.WriteLineAsync(ForecastRefusalText.Line(Path.GetFileName(given.Input), refusal));
        }

        await JsonLine.WriteAsync(new
        {
            file = Path.GetFileName(given.Input),
            status = refused.Count == 0 ? "forecast" : "refused-in-part",
            series = results.Count + content.Refusals.Count,
            forecast = results.Count(r => r.Refusal == ForecastRefusal.None),
            horizon = given.Horizon,
            milliseconds = clock.ElapsedMilliseconds,
            refused,
        });
        return refused.Count == 0 ? 0 : 2;
    }
}
