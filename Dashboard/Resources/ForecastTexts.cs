namespace Octoplus.Dashboard.Resources;

/// <summary>Names the resources of the pages of forecasts.</summary>
public sealed class ForecastTexts;
