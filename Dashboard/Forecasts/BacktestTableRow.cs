using Octoplus.Core.Forecasts;

namespace Octoplus.Dashboard.Forecasts;

/// <summary>How good a method has been over some steps ahead, with its part in what is published.</summary>
/// <param name="Weight">Null for what is no part of the combination.</param>
/// <param name="Form">As the field writes it; null where not known.</param>
public sealed record BacktestTableRow(BacktestScore Score, double? Weight, string? Form)
{
    /// <summary>Scores over the same steps, the combination first, then by error; groups from the shortest reach.</summary>
    public static IReadOnlyList<(int First, int Last, IReadOnlyList<BacktestTableRow> Rows)> Groups(ForecastResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var parts = (result.Specification?.Weights ?? []).GroupBy(w => w.Method, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        return [.. result.Backtest
            .GroupBy(s => (s.FirstStep, s.LastStep))
            .OrderBy(g => g.Key.LastStep).ThenBy(g => g.Key.FirstStep)
            .Select(g => (g.Key.FirstStep, g.Key.LastStep, (IReadOnlyList<BacktestTableRow>)[.. g
                .OrderByDescending(s => s.Method == ForecastResult.Combination).ThenBy(s => s.Mase)
                .Select(s => new BacktestTableRow(s, parts.GetValueOrDefault(s.Method)?.Weight, parts.GetValueOrDefault(s.Method)?.Form))]))];
    }

    /// <summary>The scores of a method over the steps that come nearest to the first so many.</summary>
    public static BacktestScore? Nearest(ForecastResult result, string method, int steps)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Backtest.Where(s => s.Method == method)
            .OrderBy(s => Math.Abs(s.LastStep - steps)).ThenBy(s => s.FirstStep).FirstOrDefault();
    }
}
