using System.Globalization;
using CsvHelper;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>A published forecast as a file, under the same query as its page.</summary>
public static class ForecastExport
{
    public const string Path = "export/previsions.csv";

    public static void MapForecastExport(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/" + Path, async (
                HttpRequest request, ForecastQueries queries, IStringLocalizer<ForecastTexts> texts, IStringLocalizer<DataTexts> dataTexts, TimeProvider time, CancellationToken cancellationToken) =>
            {
                var state = ForecastPageState.Parse(request.QueryString.Value);
                var found = await ForecastLookup.FindAsync(queries, state, cancellationToken);
                if (found.Panel is not { } panel)
                {
                    return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: texts["Empty.Title"]);
                }

                var screen = new ForecastScreen(
                    panel, state.AsPublished(), IsSimulation: false, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), [.. found.Territories.Select(t => t.Territory)]);
                return Results.File(Write(screen, texts, dataTexts), "text/csv; charset=utf-8", FileName(panel.Key));
            })
            .RequireAuthorization(Policies.Read)
            .ExcludeFromDescription();

    /// <summary>Comment lines that say what the figures are, then a header and a row per period ahead.</summary>
    public static byte[] Write(ForecastScreen screen, IStringLocalizer<ForecastTexts> texts, IStringLocalizer<DataTexts> dataTexts)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(texts);
        using var stream = new MemoryStream();
        // Names of territories and measures come from files: none may run as a formula. A spreadsheet reads UTF-8 only behind a byte order mark.
        var options = new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape, ValidateFieldCount = false };
        using (var csv = CsvWriter.Create(stream, options, leaveOpen: true))
        {
            foreach (var comment in Comments(screen, texts, dataTexts))
            {
                csv.WriteRecord([("# " + comment).ReplaceLineEndings(" ")]);
            }

            foreach (var row in Rows(screen, texts))
            {
                csv.WriteRecord(row);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string> Comments(ForecastScreen screen, IStringLocalizer<ForecastTexts> texts, IStringLocalizer<DataTexts> dataTexts)
    {
        var narration = new ForecastNarration(texts, screen);
        yield return narration.Title;
        yield return narration.Origin;
        foreach (var sentence in new ForecastSource(texts, dataTexts).Sentences(screen))
        {
            yield return sentence;
        }

        if (narration.Warning is { } warning)
        {
            yield return warning;
        }
    }

    private static IEnumerable<string[]> Rows(ForecastScreen screen, IStringLocalizer<ForecastTexts> texts)
    {
        yield return [.. new[] { "Territory", "Code", "Force", "Measure", "Period", "Mean", "Low80", "High80", "Low95", "High95", "Before" }.Select(k => texts["Export." + k].Value)];
        var narration = new ForecastNarration(texts, screen);
        var (key, steps) = (screen.Panel.Key, screen.Steps);
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            yield return
            [
                TerritoryNames.Of(texts, key.Territory), key.Territory, key.ForceCode, narration.MeasureName, Period.Label(step.Period),
                Number(step.Mean), Number(step.Low80), Number(step.High80), Number(step.Low95), Number(step.High95), Number(screen.Before(i)),
            ];
        }
    }

    private static string FileName(ForecastKey key)
    {
        var name = string.Concat($"{key.Measure}-{key.Territory}-{key.ForceCode}".Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-')).Trim('-');
        return $"octoplus-prevision-{name}.csv";
    }

    /// <summary>No thousands separators: a spreadsheet must read it as a number.</summary>
    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.CurrentCulture) ?? "";
}
