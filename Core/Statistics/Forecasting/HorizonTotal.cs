namespace Octoplus.Core.Statistics.Forecasting;

/// <summary>The sum of the next periods, beside that of the same periods of an earlier year.</summary>
/// <param name="Steps">Periods summed, at least 1.</param>
/// <param name="Outlook">Expected sum and what may become of it.</param>
/// <param name="Before">Sum of the same periods <paramref name="SeasonsBefore"/> seasons earlier; null where a value of them is unknown or out of the history.</param>
/// <param name="SeasonsBefore">1, or as many as the steps span.</param>
public sealed record HorizonTotal(int Steps, TotalOutlook Outlook, double? Before, int SeasonsBefore)
{
    /// <summary>Outlook ÷ <see cref="Before"/> − 1, in per cent; null where there is nothing to divide by.</summary>
    public double? ChangePercent => Before is > 0 ? 100 * ((Outlook.Mean / Before.Value) - 1) : null;

    /// <summary>P(total &gt; <see cref="Before"/>), 0 to 1; null without it.</summary>
    public double? ChanceAboveBefore => Before is { } before ? Outlook.ChanceAbove(before) : null;

    /// <summary>The sum of the first steps of a forecast.</summary>
    /// <param name="steps">At most as many as there are; more are cut off.</param>
    /// <param name="season">Periods in a year, at least 1.</param>
    /// <returns>Null where there are no steps.</returns>
    public static HorizonTotal? Of(ForecastResult result, int steps, int season, bool isCount)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        steps = Math.Min(steps, result.Steps.Count);
        if (steps < 1)
        {
            return null;
        }

        var seasons = (steps + season - 1) / season;
        return new HorizonTotal(steps, new TotalOutlook(result.TotalAt(steps - 1), result.Steps[steps - 1].TotalDeviation, isCount), SumBefore(result.History, steps, seasons * season), seasons);
    }

    private static double? SumBefore(IReadOnlyList<HistoryStep> history, int steps, int lag)
    {
        var first = history.Count - lag;
        if (first < 0)
        {
            return null;
        }

        double? sum = 0;
        for (var i = first; i < first + steps; i++)
        {
            sum += history[i].Value;
        }

        return sum;
    }
}
