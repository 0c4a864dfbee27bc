using System.Globalization;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Ingest.Readers.ForecastFiles;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Refusals as the command writes them.</summary>
internal static class ForecastRefusalText
{
    public static ForecastFileRefusal Of(ForecastResult result) => result.Refusal switch
    {
        ForecastRefusal.Empty => new(result.Id, "empty", null, null, null, "No value is known."),
        ForecastRefusal.TooShort => new(result.Id, "too-short", null, null, null, "Fewer than 3 values are known."),
        ForecastRefusal.NotFinite => new(result.Id, "not-finite", null, null, null, "A value is not a finite number."),
        ForecastRefusal.NotACount => new(result.Id, "not-a-count", null, null, null, "A value is negative or no whole number."),
        ForecastRefusal.TooManyGaps => new(result.Id, "too-many-gaps", null, null, null, "More than a third of the periods are unknown, or the whole last season is."),
        _ => new(result.Id, "too-long", null, null, null, "There are more than 20,000 periods."),
    };

    /// <summary>File, line, column, value and reason in one line.</summary>
    public static string Line(string file, ForecastFileRefusal refusal)
    {
        var line = refusal.Line is { } number ? ", line " + number.ToString(CultureInfo.InvariantCulture) : "";
        var column = refusal.Column is { } name ? $", column {name}" : "";
        var found = refusal.Found is { } text ? $" '{text}'" : "";
        return $"forecast: {file}{line}{column}{found}: series {refusal.Series} refused: {refusal.Reason}";
    }
}
