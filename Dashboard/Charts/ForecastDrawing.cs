namespace Octoplus.Dashboard.Charts;

/// <summary>What the chart of a forecast draws: categories of the past, then those ahead.</summary>
/// <param name="Categories">Names of the periods, past and ahead.</param>
/// <param name="Values">Of the past; null for a gap.</param>
/// <param name="Fitted">One-step forecasts of the past; empty where they are not shown.</param>
/// <param name="Trend">Of the past; empty where there is none.</param>
/// <param name="Ahead">Steps after the past.</param>
/// <param name="Breaks">Where figures must not be compared across: place among the categories and what is said of it.</param>
/// <param name="Anomalies">Periods far from the rest.</param>
/// <param name="Holidays">Periods with public holidays, past and ahead.</param>
/// <param name="Ticks">First period of each year: place and text.</param>
/// <param name="IsDimmed">Nobody should plan on what is ahead.</param>
public sealed record ForecastDrawing(
    IReadOnlyList<string> Categories,
    IReadOnlyList<double?> Values,
    IReadOnlyList<string> ValueTexts,
    IReadOnlyList<double?> Fitted,
    IReadOnlyList<double?> Trend,
    IReadOnlyList<ForecastBand> Ahead,
    IReadOnlyList<ChartMark> Breaks,
    IReadOnlyList<ChartMark> Anomalies,
    IReadOnlyList<ChartMark> Holidays,
    IReadOnlyList<ChartMark> Ticks,
    bool IsDimmed);

/// <summary>One period ahead, with its words.</summary>
public sealed record ForecastBand(double Mean, double Low80, double High80, double Low95, double High95, string Text);

/// <summary>Something at a place of the horizontal axis.</summary>
/// <param name="At">Index among the categories.</param>
/// <param name="Value">Height; null for something that has none.</param>
public sealed record ChartMark(int At, string Text, double? Value = null);
