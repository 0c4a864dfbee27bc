using System.Globalization;

namespace Octoplus.Dashboard.Charts;

/// <summary>Numbers as attributes of SVG.</summary>
internal static class ChartShape
{
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A part of the width or height of the picture, 0 to 1.</summary>
    public static string Part(double share) => N(100 * share) + "%";
}
