using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>How good a method has been over some steps ahead, with its part in what is published.</summary>
/// <param name="Weight">Null for what is no part of the combination.</param>
/// <param name="Form">As the field writes it; empty where not known.</param>
public sealed record BacktestTableRow(BacktestScore Score, double? Weight, string Form)
{
    /// <summary>Ranges of steps that were tried, from the shortest reach.</summary>
    public static IReadOnlyList<(int First, int Last)> Ranges(ForecastResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. result.Backtest.Select(s => (s.FirstStep, s.LastStep)).Distinct().OrderBy(r => r.LastStep - r.FirstStep > 0).ThenBy(r => r.LastStep)];
    }

    /// <summary>All methods over the same steps, the combination first, then by error.</summary>
    public static IReadOnlyList<BacktestTableRow> Of(ForecastResult result, (int First, int Last) range)
    {
        ArgumentNullException.ThrowIfNull(result);
        var parts = (result.Specification?.Weights ?? []).ToLookup(w => w.Method, StringComparer.Ordinal);
        return [.. result.Backtest
            .Where(s => (s.FirstStep, s.LastStep) == range)
            .OrderByDescending(s => s.Method == ForecastResult.Combination).ThenBy(s => s.Mase)
            .Select(s => new BacktestTableRow(
                s, parts.Contains(s.Method) ? parts[s.Method].Sum(w => w.Weight) : null, string.Join(", ", parts[s.Method].Select(w => w.Form).Distinct(StringComparer.Ordinal))))];
    }

    /// <summary>The scores of a method over the steps that come nearest to the first so many: from the first step on where such were tried.</summary>
    public static BacktestScore? Nearest(ForecastResult result, string method, int steps)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Backtest.Where(s => s.Method == method)
            .OrderBy(s => s.FirstStep == 1 && (s.LastStep > 1 || steps == 1) ? 0 : 1).ThenBy(s => Math.Abs(s.LastStep - steps)).FirstOrDefault();
    }
}
