using System.Globalization;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Components;

/// <summary>Stored instants as people read them: the server's time zone, the reader's language.</summary>
public static class LocalTime
{
    /// <param name="format">Of the framework: <c>g</c> to the minute, <c>G</c> to the second.</param>
    public static string Text(string instant, string format = "g") => Instant.Parse(instant).ToLocalTime().ToString(format, CultureInfo.CurrentCulture);
}
