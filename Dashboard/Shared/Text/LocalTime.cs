using System.Globalization;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Stored instants as people read them: the server's time zone, the reader's language.</summary>
public static class LocalTime
{
    /// <summary>The time zone of the server as it is now: <c>Europe/Paris (UTC+1)</c>, <c>UTC</c>.</summary>
    public static string Zone => ZoneText(TimeZoneInfo.Local, DateTimeOffset.UtcNow);

    /// <inheritdoc cref="Zone"/>
    internal static string ZoneText(TimeZoneInfo zone, DateTimeOffset now)
    {
        var offset = zone.GetUtcOffset(now);
        if (offset == TimeSpan.Zero && zone.Id.EndsWith("UTC", StringComparison.Ordinal))
        {
            return "UTC";
        }

        var sign = offset < TimeSpan.Zero ? "−" : "+";
        var hours = offset.ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture);
        return offset == TimeSpan.Zero ? $"{zone.Id} (UTC)" : $"{zone.Id} (UTC{sign}{hours})";
    }

    /// <inheritdoc cref="Text(string, string)"/>
    public static string Text(DateTimeOffset instant, string format = "g") => instant.ToLocalTime().ToString(format, CultureInfo.CurrentCulture);

    /// <param name="format">Of the framework: <c>g</c> to the minute, <c>G</c> to the second.</param>
    public static string Text(string instant, string format = "g") => Instant.Parse(instant).ToLocalTime().ToString(format, CultureInfo.CurrentCulture);
}
