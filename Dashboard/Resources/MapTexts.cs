namespace Octoplus.Dashboard.Resources;

/// <summary>Names the texts of the map page: MapTexts.resx (French) and MapTexts.en.resx.</summary>
public sealed class MapTexts;
