namespace Octoplus.Dashboard.Resources;

/// <summary>Marks the texts of the page of administrators for forecasts.</summary>
public sealed class ForecastAdminTexts;
